/** The purposes that need an answer, and the three things an answer can be. Source: privacy.md section 5. */
import type { Purpose } from "@entrenous/protocol/storage-names.ts";

/** A purpose that needs consent; the chat and the visitor's own preferences never do. */
export type Gated = Exclude<Purpose, "chat" | "preferences">;

export const GATED: readonly Gated[] = ["statistics", "recording", "marketing"];

/** `unknown` acts as refused, but is not told to anybody as a refusal. */
export type Answer = "granted" | "denied" | "unknown";

/** One thing for each purpose. */
export type ByPurpose<T> = Readonly<Record<Gated, T>>;

export function byPurpose<T>(make: (purpose: Gated) => T): ByPurpose<T> {
  return {
    statistics: make("statistics"),
    recording: make("recording"),
    marketing: make("marketing"),
  };
}

/** Yes and no; anything else says nothing. */
export function answerOf(value: unknown): Answer {
  return value === true ? "granted" : value === false ? "denied" : "unknown";
}

/** Of several answers the one that allows least. */
export function strictest(answers: readonly Answer[]): Answer {
  if (answers.includes("denied")) return "denied";
  return answers.length > 0 && !answers.includes("unknown") ? "granted" : "unknown";
}
