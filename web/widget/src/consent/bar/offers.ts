/** The lines of the question, as the answers and whoever gave them are now. */
import type { Gated } from "../purposes.ts";
import type { BarState } from "./contract.ts";

/** One line of the question. */
export interface Offer {
  readonly purpose: Gated;
  readonly isOn: boolean;
  /** Somebody else decides: the browser's `signal`, or the `site` with its consent manager. */
  readonly lock: "signal" | "site" | undefined;
}

export function offersOf({ purposes, decision, gpc }: BarState): readonly Offer[] {
  return purposes.map((purpose) => {
    const voice = decision.by[purpose];
    const isSignal = voice === "gpc" && gpc === "strict";
    return {
      purpose,
      isOn: decision.answers[purpose] === "granted",
      lock: isSignal ? "signal" : voice && voice !== "own" && voice !== "gpc" ? "site" : undefined,
    };
  });
}
