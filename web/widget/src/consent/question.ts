/** When the visitor is asked, and what: the bar by itself where nobody else asks, the same chooser on request. */
import type { PartSeat } from "../bridge/seat.ts";
import { guarded } from "../loader/report.ts";
import type { Bar, BarModule, Offer } from "./bar/contract.ts";
import type { Gatekeeper } from "./gatekeeper.ts";
import { ASK_EVENT } from "./open-choices.ts";
import type { Gated } from "./purposes.ts";
import type { ConsentSettings } from "./wire.ts";

/** The purposes that have a text; recording is asked by its own question. */
const ASKED: readonly Gated[] = ["statistics", "marketing"];

export interface QuestionOptions {
  readonly seat: PartSeat;
  readonly settings: ConsentSettings;
  readonly gatekeeper: Pick<Gatekeeper, "answer" | "decision">;
  /** A known language code. */
  language(): string;
  /** True when a consent manager is on the page: then it asks, and not we. */
  hasManager(): boolean;
  /** Imports the bar; a further try after a failure asks the browser again. */
  readonly importBar: () => Promise<BarModule>;
}

export interface Question {
  /** Late managers have had their time: from now on the bar may appear by itself. */
  mayAsk(): void;
  /** Answers or texts have changed. */
  update(): void;
  /** The language in which the visitor read the question: the one of its words, not the one asked for. */
  language(): string;
  destroy(): void;
}

export function createQuestion(options: QuestionOptions): Question {
  const { seat, settings, gatekeeper } = options;
  const { frame } = seat.place;
  const purposes = settings.purposes.filter((purpose) => ASKED.includes(purpose));
  let bar: Bar | undefined;
  let isImporting = false;
  let isTimeOver = false;
  /** The visitor put the bar away without an answer: it stays away until the next page. */
  let isPutAway = false;
  /** The visitor asked for the chooser. */
  let isAsked = false;
  let isGone = false;

  /** Nobody else has answered or will ask, and there is something that has no answer yet. */
  function mayAppear(): boolean {
    const { answers, by } = gatekeeper.decision();
    if (!settings.shows_bar || !isTimeOver || isPutAway || options.hasManager()) return false;
    const isOthers = purposes.some((purpose) => by[purpose] !== undefined && by[purpose] !== "own");
    return !isOthers && purposes.some((purpose) => answers[purpose] === "unknown");
  }

  function offerOf(purpose: Gated): Offer {
    const { answers, by } = gatekeeper.decision();
    const voice = by[purpose];
    const isSignal = voice === "gpc" && settings.gpc === "strict";
    return {
      purpose,
      isOn: answers[purpose] === "granted",
      lock: isSignal ? "signal" : voice && voice !== "own" && voice !== "gpc" ? "site" : undefined,
    };
  }

  function draw(): void {
    const how = isAsked ? "asked" : mayAppear() ? "shown" : undefined;
    if (!how) {
      bar?.hide();
      return;
    }
    if (!bar) {
      void load();
      return;
    }
    bar.show({
      how,
      offers: purposes.map(offerOf),
      language: options.language(),
    });
  }

  async function load(): Promise<void> {
    if (isImporting) return;
    isImporting = true;
    try {
      const { mountBar } = await options.importBar();
      if (isGone) return;
      bar = mountBar({
        seat,
        onAnswer(choice) {
          const how = isAsked ? "asked" : "shown";
          isAsked = false;
          guarded("consent", () => gatekeeper.answer(choice, how));
          draw();
        },
        onClose() {
          isAsked = false;
          isPutAway = true;
          draw();
        },
      });
      draw();
    } catch {
      // The next page asks again; until then everything counts as refused.
    } finally {
      isImporting = false;
    }
  }

  const onAsk = () => {
    isAsked = true;
    draw();
  };
  frame.addEventListener(ASK_EVENT, onAsk);

  return {
    mayAsk() {
      isTimeOver = true;
      draw();
    },
    update: draw,
    language: () => bar?.language() ?? "en",
    destroy() {
      isGone = true;
      frame.removeEventListener(ASK_EVENT, onAsk);
      bar?.destroy();
    },
  };
}
