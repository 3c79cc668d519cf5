/** What the page answered by its calls, as the loader kept them. Source: smartsupp-api.md section 8. */
import { GATED, type Gated } from "./purposes.ts";

/**
 * The page's answer for each purpose. `choices` holds the last value of each call in the order of the last calls,
 * so that of two calls about one purpose the later one counts.
 */
export function readPageAnswers(choices: Readonly<Record<string, boolean>>): Partial<Record<Gated, boolean>> {
  const answers: Partial<Record<Gated, boolean>> = {};
  for (const name of Object.keys(choices)) {
    const value = choices[name] === true;
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
