/**
 * What the bar shows. It is made of plain elements: the library of the box would weigh more than all of this.
 *
 * Refusing and accepting are two equal buttons, always in sight; each purpose has its switch. What does not fit scrolls.
 */
import { drawing, element, setAttributes } from "../../loader/dom.ts";
import type { OwnChoice } from "../gatekeeper.ts";
import type { BarTexts, Statistics } from "./bar-texts.ts";
import type { BarHost, BarState } from "./contract.ts";
import { type Offer, offersOf } from "./offers.ts";

export interface BarView {
  /** The `region`, or the `dialog` that takes the focus. */
  readonly section: HTMLElement;
  /** What stands between heading and answers, for further lines. */
  readonly body: HTMLElement;
  /** Brings the switches up to date with answers from elsewhere. */
  update(state: BarState): void;
}

export interface BarActs extends Omit<BarHost, "seat" | "usesAnalytics" | "language"> {
  readonly statistics: Statistics;
  /** http(s) address behind "Details and your rights", or empty. */
  readonly privacyUrl: string;
}

export function createBarView(state: BarState, { say, purpose: explain }: BarTexts, host: BarActs): BarView {
  const isAsked = state.how === "asked";
  let offers = offersOf(state, host);
  /** Off, until the visitor moves them; who comes back to change an answer finds it as it is. */
  const chosen = new Map(offers.map(({ purpose, isOn }) => [purpose, isAsked && isOn]));
  const switches = new Map<string, HTMLButtonElement>();

  const section = element("section", {
    class: "bar",
    role: isAsked ? "dialog" : "region",
    "aria-labelledby": "consent-title",
    "aria-describedby": "consent-intro",
    tabindex: "-1",
  });
  section.addEventListener("keydown", (event) => {
    // Keys pressed here are not the page's shortcuts.
    event.stopPropagation();
    // Esc puts the question away and answers nothing.
    if (event.key === "Escape") host.onClose();
  });

  const top = element("div");
  const close = button("", host.onClose, { class: "close", "aria-label": say("bar.close") });
  const icon = drawing("svg", { width: "20", height: "20", viewBox: "0 0 24 24", "aria-hidden": "true" });
  icon.append(drawing("path", { d: "M18 6 6 18M6 6l12 12" }));
  close.append(icon);
  top.append(words("h2", say("bar.title"), { id: "consent-title" }), close);
  const signal = words("p", say("lock.signal"), { class: "note" });
  const site = words("p", say("lock.site"), { class: "note" });
  const list = element("ul");
  const body = element("div", { class: "body" });
  const intro = say(offers.length > 0 ? "bar.intro" : "bar.nothing");
  body.append(words("p", intro, { id: "consent-intro", class: "note" }), signal, site, list);
  section.append(top, body);

  for (const { purpose } of offers) {
    if (purpose === "recording") continue;
    const id = `consent-${purpose}`;
    const row = element("li");
    const toggle = button("", () => turn(purpose), {
      class: "sw",
      role: "switch",
      "aria-labelledby": id,
      "aria-describedby": `${id}-text`,
    });
    switches.set(purpose, toggle);
    row.append(
      words("b", say(`${purpose}.name`), { id }),
      words("small", explain(purpose, host.statistics), { id: `${id}-text` }),
      toggle,
    );
    list.append(row);
  }
  if (host.privacyUrl) {
    const note = element("p", { class: "note" });
    const attributes = { href: host.privacyUrl, target: "_blank", rel: "noopener noreferrer" };
    note.append(words("a", say("bar.details"), attributes));
    body.append(note);
  }

  const answers = element("div", { class: "answers" });
  answers.append(
    button(say("bar.refuse"), () => answer(() => false)),
    button(say("bar.accept"), () => answer(() => true)),
    button(say("bar.save"), () => answer((purpose) => chosen.get(purpose) === true), { class: "wide" }),
  );
  section.append(answers);

  function turn(purpose: Offer["purpose"]): void {
    chosen.set(purpose, !chosen.get(purpose));
    draw();
  }

  /** Only what nobody else decides is answered here, and only what stood here to be read. */
  function answer(isYes: (purpose: Offer["purpose"]) => boolean): void {
    const choice: { -readonly [P in keyof OwnChoice]: OwnChoice[P] } = {};
    for (const { purpose, lock } of offers)
      if (!lock && switches.has(purpose)) choice[purpose] = isYes(purpose);
    host.onAnswer(choice);
  }

  function draw(): void {
    for (const { purpose, isOn, lock } of offers) {
      const toggle = switches.get(purpose);
      if (!toggle) continue;
      toggle.disabled = lock !== undefined;
      setAttributes(toggle, { "aria-checked": `${lock ? isOn : chosen.get(purpose)}` });
    }
    signal.hidden = !offers.some(({ lock }) => lock === "signal");
    site.hidden = !offers.some(({ lock }) => lock === "site");
    answers.hidden = offers.every(({ lock }) => lock);
  }

  draw();
  return {
    section,
    body,
    update(next) {
      offers = offersOf(next, host);
      draw();
    },
  };
}

function words<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text: string,
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const made = element(tag, attributes);
  made.textContent = text;
  return made;
}

function button(text: string, onPress: () => void, attributes: Record<string, string> = {}) {
  const made = words("button", text, { type: "button", ...attributes });
  made.addEventListener("click", onPress);
  return made;
}
