/** Mounts the bar into the widget's frame; a chunk of its own, because most visitors have answered before. */
import { adoptStyles } from "../../bridge/adopt-styles.ts";
import { isRightToLeft } from "../../bridge/languages.ts";
import { readSide } from "../../bridge/side.ts";
import { webAddress } from "../../bridge/web-address.ts";
import { isObject } from "../../compat/is-object.ts";
import { element } from "../../loader/dom.ts";
import css from "./bar.css?inline";
import { type BarTexts, loadBarTexts } from "./bar-texts.ts";
import { type BarView, createBarView } from "./bar-view.ts";
import type { Bar, BarHost, BarState } from "./contract.ts";

export function mountBar(host: BarHost): Bar {
  const { root, frame } = host.seat.place;
  const { spec, settings } = host.seat;
  // Only what the bar needs of them: reading them all would weigh as much as half of it.
  const look = isObject(settings.chat_box) ? settings.chat_box : {};
  const place = element("div");
  const status = element("p", { class: "vh", role: "status" });
  const dropStyles = adoptStyles(root, css);
  let texts: BarTexts | undefined;
  /** The language whose words are here or on their way. */
  let spoken: string | undefined;
  let state: BarState | undefined;
  let view: BarView | undefined;
  /** Where the focus was before it came to the bar. */
  let before: EventTarget | null = null;

  place.append(status);
  frame.append(place);

  function draw(): void {
    if (!texts || !state) return;
    if (view) {
      view.update(state);
      return;
    }
    // The bar leaves the launcher's side free.
    place.className = `consent ${state.how} ${readSide(spec.options, look)}`;
    place.lang = texts.language;
    place.dir = isRightToLeft(texts.language) ? "rtl" : "ltr";
    status.textContent = "";
    const saved = texts.say("bar.saved");
    view = createBarView(state, texts, {
      ...host,
      statistics: {
        keepsPages: settings.tracking_mode !== "on_open",
        usesAnalytics: host.usesAnalytics(),
      },
      privacyUrl: webAddress(spec.given.privacyNoticeUrl) ?? webAddress(look.privacy_url) ?? "",
      onAnswer(choice) {
        status.textContent = saved;
        host.onAnswer(choice);
      },
    });
    const { section } = view;
    section.addEventListener("focusin", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && section.contains(relatedTarget))) before = relatedTarget;
    });
    place.append(section);
    if (state.how === "asked") {
      section.focus();
      void addLastAnswer(view, texts);
    }
  }

  /** Only whoever comes back has answered before, so that it is fetched then; without it, choosing works the same. */
  async function addLastAnswer(to: BarView, words: BarTexts): Promise<void> {
    try {
      const { createLastAnswer } = await import("./last-answer.ts");
      const line = createLastAnswer(host.seat, words);
      if (line) to.body.append(line);
    } catch {
      // The next opening fetches it again.
    }
  }

  function clear(): void {
    view?.section.remove();
    view = undefined;
  }

  /** To where it came from, as far as that is still there and can have it; else to the launcher. */
  function giveFocusBack(): void {
    const launcher = frame.querySelector(".launcher");
    for (const target of [before, launcher]) {
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
      if (root.activeElement || (target && target === document.activeElement)) return;
    }
  }

  async function speak(language: string): Promise<void> {
    spoken = language;
    const loaded = await loadBarTexts(language);
    if (spoken !== language) return;
    texts = loaded;
    clear();
    draw();
  }

  return {
    show(next) {
      if (state?.how !== next.how) clear();
      state = next;
      const language = host.language();
      if (spoken === language) draw();
      else void speak(language);
    },
    hide() {
      const hadFocus = view?.section.contains(root.activeElement);
      state = undefined;
      clear();
      if (hadFocus) giveFocusBack();
      before = null;
    },
    language: () => texts?.language ?? "en",
    destroy() {
      state = undefined;
      place.remove();
      dropStyles();
    },
  };
}
