import { expect, it } from "vitest";
import { hasRefusalSignal } from "./signal.ts";

it.each([
  [{ globalPrivacyControl: true }, true],
  [{ doNotTrack: "1" }, true],
  [{ globalPrivacyControl: false, doNotTrack: "0" }, false],
  [{ doNotTrack: null }, false],
  [{ doNotTrack: "unspecified" }, false],
  [{}, false],
])("%j says no: %s", (browser, expected) => {
  expect(hasRefusalSignal(browser)).toBe(expected);
});
