import { ManualTime } from "@entrenous/protocol/testing/manual-time.ts";
import { expect, test } from "vitest";
import { Draft } from "./draft.ts";

/** Two tabs of one browser, opened with the same kept draft. */
function twoTabs(kept = "") {
  const time = new ManualTime();
  return { time, first: new Draft(kept, time), second: new Draft(kept, time) };
}

test("what is written in one tab stands in the other", () => {
  const { first, second } = twoTabs("kept");
  first.write("hello");
  expect(second.hear(first.note())).toBe(true);
  expect(second.text).toBe("hello");
});

test("sending empties the older draft of another tab, however lately that was typed", () => {
  const { first, second } = twoTabs();
  first.write("draft from the first");
  second.hear(first.note());
  second.write("sent in the second");
  second.write("");
  expect(first.hear(second.note())).toBe(true);
  expect(first.text).toBe("");
});

test("what was typed after the sending stays, and reaches the tab that sent", async () => {
  const { time, first, second } = twoTabs();
  second.write("");
  const late = second.note();
  await time.advance(1);
  first.write("already the next one");
  expect(first.hear(late)).toBe(false);
  expect(first.text).toBe("already the next one");
  expect(second.hear(first.note())).toBe(true);
});

test("a tab that closes with an old draft does not bring it back", async () => {
  const { time, first, second } = twoTabs("kept");
  await time.advance(5);
  second.write("");
  expect(second.hear(first.note())).toBe(false);
  expect(second.text).toBe("");
});

test("the page's text does not replace what is being typed in another tab, but what was typed before", async () => {
  const { time, first, second } = twoTabs();
  first.write("being typed");
  await time.advance(1_000);
  second.fill("from the page");
  expect(first.hear(second.note())).toBe(false);
  expect(second.hear(first.note())).toBe(true);
  await time.advance(2_000);
  second.fill("from the page");
  expect(first.hear(second.note())).toBe(true);
  expect(first.text).toBe("from the page");
});

test("the page's text replaces what stands in its own tab at once", () => {
  const { first, second } = twoTabs();
  first.write("typed");
  second.hear(first.note());
  first.fill("from the page");
  expect(first.text).toBe("from the page");
  expect(second.hear(first.note())).toBe(true);
});

test("a clock that was set back does not keep a tab's own words from being newer", async () => {
  const time = new ManualTime();
  const first = new Draft("", { now: () => time.now() });
  const second = new Draft("", { now: () => time.now() - 60_000 });
  first.write("one");
  second.hear(first.note());
  second.write("two");
  expect(first.hear(second.note())).toBe(true);
  expect(first.text).toBe("two");
});

test("a tab that was away takes what is stored", () => {
  const { first } = twoTabs("kept");
  expect(first.catchUp("kept")).toBe(false);
  expect(first.catchUp("")).toBe(true);
  expect(first.text).toBe("");
});
