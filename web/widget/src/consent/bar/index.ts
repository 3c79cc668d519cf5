/** Mounts the bar into the widget's frame; a chunk of its own, because most visitors have answered before. */
import { adoptStyles } from "../../bridge/adopt-styles.ts";
import { isRightToLeft } from "../../bridge/languages.ts";
import { readPageKeys } from "../../bridge/page-keys.ts";
import { readSettings } from "../../bridge/settings.ts";
import { element } from "../../loader/dom.ts";
import css from "./bar.css?inline";
import { type BarTexts, loadBarTexts } from "./bar-texts.ts";
import { type BarView, createBarView } from "./bar-view.ts";
import type { Bar, BarHost, BarState } from "./contract.ts";

export function mountBar(host: BarHost): Bar {
  const { root, frame } = host.seat.place;
  const { spec, settings } = host.seat;
  const site = readSettings(settings, spec.options, readPageKeys(spec.given));
  const place = element("div");
  const status = element("p", { class: "vh", role: "status" });
  const dropStyles = adoptStyles(root, css);
  let texts: BarTexts | undefined;
  /** The language whose words are here or on their way. */
  let spoken: string | undefined;
  let state: BarState | undefined;
  let view: BarView | undefined;
  /** Where the focus was when the visitor asked for the chooser. */
  let before: Element | null = null;

  place.append(status);
  frame.append(place);

  function draw(): void {
    if (!texts || !state) return;
    if (view) {
      view.update(state);
      return;
    }
    // The bar leaves the launcher's side free.
    place.className = `consent ${state.how} ${site.side}`;
    place.lang = texts.language;
    place.dir = isRightToLeft(texts.language) ? "rtl" : "ltr";
    status.textContent = "";
    const saved = texts.say("bar.saved");
    view = createBarView(state, texts, {
      statistics: {
        keepsPages: site.tracking_mode !== "on_open",
        usesAnalytics: host.usesAnalytics(),
      },
      privacyUrl: site.privacy_url,
      onClose: host.onClose,
      onAnswer(choice) {
        status.textContent = saved;
        host.onAnswer(choice);
      },
    });
    place.append(view.section);
    if (state.how === "asked") {
      view.section.focus();
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
      if (state?.how !== next.how) {
        clear();
        if (next.how === "asked") before = root.activeElement;
      }
      state = next;
      if (spoken === next.language) draw();
      else void speak(next.language);
    },
    hide() {
      const wasAsked = state?.how === "asked";
      state = undefined;
      clear();
      if (wasAsked && before instanceof HTMLElement) before.focus();
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
