/** When the visitor is asked, and what: the bar by itself where nobody else asks, the same chooser on request. */
import type { PartSeat } from "../bridge/seat.ts";
import { guarded } from "../loader/report.ts";
import type { Bar, BarModule } from "./bar/contract.ts";
import type { Gatekeeper } from "./gatekeeper.ts";
import { ASK_EVENT } from "./open-choices.ts";
import { hasPageAnalytics } from "./page-analytics.ts";
import type { ConsentSettings } from "./wire.ts";

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
  let bar: Bar | undefined;
  let isImporting = false;
  let isTimeOver = false;
  /** The visitor put the bar away without an answer: it stays away until the next page. */
  let isPutAway = false;
  /** The visitor asked for the chooser. */
  let isAsked = false;
  let isGone = false;

  /**
   * What a yes would lead to anything for. In the mode `on_open` nobody follows a visit: there statistics are only what
   * the page's own analytics hears. Recording is asked by its own question.
   */
  const asked = () =>
    settings.purposes.filter(
      (purpose) =>
        purpose === "marketing" ||
        (purpose === "statistics" && (seat.settings.tracking_mode !== "on_open" || hasPageAnalytics())),
    );

  /** Nobody else has answered or will ask, and there is something that has no answer yet. */
  function mayAppear(): boolean {
    const { answers, by } = gatekeeper.decision();
    if (!settings.shows_bar || !isTimeOver || isPutAway || options.hasManager()) return false;
    const purposes = asked();
    const isOthers = purposes.some((purpose) => by[purpose] !== undefined && by[purpose] !== "own");
    return !isOthers && purposes.some((purpose) => answers[purpose] === "unknown");
  }

  function draw(): void {
    const how = isAsked ? "asked" : mayAppear() ? "shown" : undefined;
    if (!how) bar?.hide();
    else if (bar) {
      bar.show({ how, purposes: asked() });
    } else if (!isImporting) {
      isImporting = true;
      // Without it the next page asks again; until then everything counts as refused.
      options
        .importBar()
        .then(mount)
        .catch(() => {
          isImporting = false;
        });
    }
  }

  function mount({ mountBar }: BarModule): void {
    if (isGone) return;
    bar = mountBar({
      ...options,
      usesAnalytics: hasPageAnalytics,
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
