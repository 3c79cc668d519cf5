import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SignalSource } from "../consent/signal.ts";
import { type Heed, heedObjection } from "./objection.ts";
import type { Said, Told } from "./seat.ts";

const KEY = "a".repeat(40);
const storage = { chatKey: KEY, widgetPrefix: "", cookiePrefix: "", cookieDomain: "", cookiePath: "" };
const calls: string[] = [];
const box = { connect: () => calls.push("connect"), leave: () => calls.push("leave") };
let browser: SignalSource = {};
let heed: Heed | undefined;

beforeEach(() => {
  calls.length = 0;
  localStorage.clear();
});
afterEach(() => {
  heed?.stop();
  browser = {};
});

/** Keeps a value as the store does. */
const keep = (name: string, value: unknown) =>
  localStorage.setItem(name, JSON.stringify({ v: value, exp: Date.now() + 1_000_000 }));
const answered = (statistics: boolean, more: object = {}) =>
  keep(`ssupp_${KEY}`, { answers: { statistics }, by: { statistics: "own" }, ...more });
const signal = () => {
  browser = { globalPrivacyControl: true };
};
const changed = () => document.dispatchEvent(new CustomEvent("entrenous:consent"));

function begin(...said: Said[]): Told {
  const told: Told = { language: undefined, color: undefined, said };
  heed = heedObjection({ box, storage, told, browser });
  return told;
}

describe("a page load", () => {
  test("connects while nobody has objected", () => {
    begin();
    expect(calls).toEqual(["connect"]);
  });

  test.each([
    ["the kept answer is no", () => answered(false), []],
    ["the browser's signal says no", signal, []],
    [
      "the signal says no, whatever else said yes",
      () => [signal(), answered(true)],
      [["analyticsConsent", [true]]],
    ],
    ["the page says no", () => answered(true), [["analyticsConsent", [false]]]],
  ] as const)("waits for the visitor when %s", (_, prepare, said) => {
    prepare();
    begin(...(said as readonly Said[]));
    expect(calls).toEqual([]);
  });

  test.each([
    ["a yes is kept", () => answered(true)],
    ["the visitor let the chat win over the signal", () => [signal(), answered(true, { overrides: true })]],
    [
      "nobody has answered for statistics",
      () => keep(`ssupp_${KEY}`, { answers: { statistics: false }, by: {} }),
    ],
    ["somebody else's value is there", () => keep(`ssupp_${KEY}`, "no")],
  ])("connects when %s", (_, prepare) => {
    prepare();
    begin();
    expect(calls).toEqual(["connect"]);
  });
});

test("a refusal takes back what the page load wrote, and a later yes connects again", () => {
  begin();
  answered(false);
  changed();
  changed();
  answered(true);
  changed();
  expect(calls).toEqual(["connect", "leave", "connect"]);
});

test("the page's own word counts as soon as it is said", () => {
  const told = begin();
  told.said = [["analyticsConsent", [false]]];
  heed?.refresh();
  expect(calls).toEqual(["connect", "leave"]);
});

test("a chat that was opened stays", () => {
  begin();
  keep(`ssupp_${KEY}opened`, false);
  answered(false);
  changed();
  expect(calls).toEqual(["connect"]);
});

test("what is over does not act any more", () => {
  begin();
  heed?.stop();
  answered(false);
  changed();
  expect(calls).toEqual(["connect"]);
});
