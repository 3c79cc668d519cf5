/**
 * Who decides: the pure state machine of consent. It hears sources and answers for each purpose.
 *
 * Source: privacy.md section 5, "Order of authority".
 */
import type { Clock } from "@entrenous/protocol/clock.ts";
import {
  type Answer,
  answerOf,
  type ByPurpose,
  byPurpose,
  GATED,
  type Gated,
  strictest,
} from "./purposes.ts";
import type { ConsentSettings, Evidence, Voice } from "./wire.ts";

/** How long an own answer counts, yes and no alike: 182 days. */
export const ANSWER_LIFE_MS = 182 * 86_400_000;

/** What a consent manager or platform on the page says. */
export interface Reading {
  /** Its name in the ledger's `cmp:<id>`. */
  readonly id: string;
  /** A purpose that is missing is none of its business; `unknown` means that it has not been answered there. */
  readonly answers: Readonly<Partial<Record<Gated, Answer>>>;
  readonly evidence?: Evidence;
}

/** The visitor's answer to our own question, or what the page answered on an earlier visit. */
export interface OwnAnswer {
  readonly answers: Readonly<Partial<Record<Gated, boolean>>>;
  /** Unix ms. */
  readonly answered_at: number;
  readonly text_version: number;
  /** Given while the browser's signal said no, on a site that lets such an act win. */
  readonly overrides: boolean;
}

/** What a source says; each replaces what it said before. */
export type Heard =
  | { readonly type: "signal"; readonly isOn: boolean }
  | { readonly type: "page"; readonly answers: Readonly<Partial<Record<Gated, boolean>>> }
  | { readonly type: "managers"; readonly readings: readonly Reading[] }
  | { readonly type: "platforms"; readonly readings: readonly Reading[] }
  | { readonly type: "own"; readonly answer: OwnAnswer | undefined };

/** The answers in force. */
export interface Decision {
  readonly answers: ByPurpose<Answer>;
  /** Whose answer it is; undefined while nobody has said anything. */
  readonly by: ByPurpose<Voice | undefined>;
  /** Purposes for which the browser's signal beat a yes of somebody else. */
  readonly overruled: readonly Gated[];
  /** Purposes about which two managers say the opposite. */
  readonly disputed: readonly Gated[];
}

/** The state machine. */
export interface Consent {
  hear(...heard: readonly Heard[]): Decision;
  /** The answers now; an own answer ends by itself when its life is over. */
  decision(): Decision;
}

export interface ConsentOptions extends Pick<ConsentSettings, "purposes" | "gpc" | "text_version"> {
  readonly clock: Clock;
}

interface Said {
  readonly answer: Answer;
  readonly by: Voice | undefined;
}

const NOTHING: Said = { answer: "unknown", by: undefined };

export function createConsent(options: ConsentOptions): Consent {
  let hasSignal = false;
  let page: Readonly<Partial<Record<Gated, boolean>>> = {};
  let managers: readonly Reading[] = [];
  let platforms: readonly Reading[] = [];
  let own: OwnAnswer | undefined;

  function ownAnswer(purpose: Gated): Answer {
    if (!own || own.text_version !== options.text_version) return "unknown";
    // An answer from the future is one of a wrong clock; it would live too long.
    const age = options.clock.now() - own.answered_at;
    return age >= 0 && age < ANSWER_LIFE_MS ? answerOf(own.answers[purpose]) : "unknown";
  }

  /** What is said about a purpose, the browser's signal left aside. */
  function said(purpose: Gated): Said {
    const called = answerOf(page[purpose]);
    if (called !== "unknown") return { answer: called, by: "api" };
    const managed = about(purpose, managers);
    // A manager that is asked about the purpose speaks alone, also while it has no answer yet.
    if (managed) return { answer: managed.answer, by: `cmp:${managed.id}` };
    const platform = about(purpose, platforms);
    if (platform) return { answer: platform.answer, by: "platform" };
    const answer = ownAnswer(purpose);
    return answer === "unknown" ? NOTHING : { answer, by: "own" };
  }

  function decide(purpose: Gated): Said {
    if (!options.purposes.includes(purpose)) return NOTHING;
    if (!hasSignal) return said(purpose);
    const mayOverride = options.gpc === "overridable" && own?.overrides === true;
    if (mayOverride && ownAnswer(purpose) === "granted") return { answer: "granted", by: "own" };
    return { answer: "denied", by: "gpc" };
  }

  function decision(): Decision {
    const decided = byPurpose(decide);
    return {
      answers: byPurpose((purpose) => decided[purpose].answer),
      by: byPurpose((purpose) => decided[purpose].by),
      overruled: GATED.filter(
        (purpose) => decided[purpose].by === "gpc" && said(purpose).answer === "granted",
      ),
      disputed: GATED.filter((purpose) => isDisputed(purpose, managers)),
    };
  }

  function take(heard: Heard): void {
    switch (heard.type) {
      case "signal":
        hasSignal = heard.isOn;
        break;
      case "page":
        page = heard.answers;
        break;
      case "managers":
        managers = heard.readings;
        break;
      case "platforms":
        platforms = heard.readings;
        break;
      case "own":
        own = heard.answer;
        break;
      default:
        heard satisfies never;
    }
  }

  return {
    hear(...heard) {
      heard.forEach(take);
      return decision();
    },
    decision,
  };
}

/** What all that are asked about the purpose say together, in the name of the one that allows least. */
function about(purpose: Gated, readings: readonly Reading[]): { answer: Answer; id: string } | undefined {
  const asked = readings.filter((reading) => reading.answers[purpose] !== undefined);
  const answer = strictest(asked.map((reading) => reading.answers[purpose] ?? "unknown"));
  const voice = asked.find((reading) => reading.answers[purpose] === answer);
  return voice && { answer, id: voice.id };
}

function isDisputed(purpose: Gated, readings: readonly Reading[]): boolean {
  const answers = readings.map((reading) => reading.answers[purpose]);
  return answers.includes("granted") && answers.includes("denied");
}
