import { expect, it } from "vitest";
import { readPageAnswers } from "./page-answers.ts";

it.each([
  ["nothing", {}, {}],
  [
    "analytics yes is statistics, and no yes to being recorded",
    { analyticsConsent: true },
    { statistics: true },
  ],
  [
    "analytics no stops the recorder too",
    { analyticsConsent: false },
    { statistics: false, recording: false },
  ],
  ["marketing", { marketingConsent: true }, { marketing: true }],
  [
    "our finer call",
    { "consent.statistics": true, "consent.recording": true, "consent.marketing": false },
    { statistics: true, recording: true, marketing: false },
  ],
  [
    "of two calls the later one counts",
    { "consent.recording": true, analyticsConsent: false },
    { statistics: false, recording: false },
  ],
  [
    "in both orders",
    { analyticsConsent: false, "consent.recording": true },
    { statistics: false, recording: true },
  ],
  [
    "the recorder's own switch and unknown purposes are no answers",
    { "recording:disable": true, "consent.preferences": true, "consent.chat": false },
    {},
  ],
])("%s", (_, choices, expected) => {
  const said = Object.entries(choices).map(([name, value]) => [name, [value]] as const);
  expect(readPageAnswers(said)).toEqual(expected);
});
