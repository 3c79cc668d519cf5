/** What the page answered by its calls, as the loader kept them. Source: smartsupp-api.md section 8. */
import type { Said } from "../bridge/seat.ts";
import { GATED, type Gated } from "./purposes.ts";

/** The page's answer for each purpose; of two calls about one purpose the later one counts. */
export function readPageAnswers(said: readonly Said[]): Partial<Record<Gated, boolean>> {
  const answers: Partial<Record<Gated, boolean>> = {};
  for (const [name, args] of said) {
    const value = args[0] === true;
    if (name === "marketingConsent") answers.marketing = value;
    if (name === "analyticsConsent") {
      answers.statistics = value;
      // A no stops the recorder as well; a yes to statistics is none to being recorded.
      if (!value) answers.recording = false;
    }
    for (const purpose of GATED) if (name === `consent.${purpose}`) answers[purpose] = value;
  }
  return answers;
}
