/** The lines of the question, as the answers and whoever gave them are now. */
import type { Gated } from "../purposes.ts";
import type { BarHost, BarState } from "./contract.ts";

/** One line of the question. */
export interface Offer {
  readonly purpose: Gated;
  readonly isOn: boolean;
  /** Somebody else decides: the browser's `signal`, or the `site` with its consent manager. */
  readonly lock: "signal" | "site" | undefined;
}

export function offersOf(
  { purposes }: BarState,
  { gatekeeper, settings }: Pick<BarHost, "gatekeeper" | "settings">,
): readonly Offer[] {
  const { answers, by } = gatekeeper.decision();
  return purposes.map((purpose) => {
    const voice = by[purpose];
    const isSignal = voice === "gpc" && settings.gpc === "strict";
    return {
      purpose,
      isOn: answers[purpose] === "granted",
      lock: isSignal ? "signal" : voice && voice !== "own" && voice !== "gpc" ? "site" : undefined,
    };
  });
}
