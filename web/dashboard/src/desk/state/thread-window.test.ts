import { describe, expect, it } from "vitest";
import { conversation, message, note } from "../testing/samples.ts";
import {
  firstSeq,
  lastSeq,
  reachesEnd,
  threadAround,
  threadFrom,
  withMessage,
  withNote,
  withPage,
} from "./thread-window.ts";

const run = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => message(from + n));
const page = (from: number, to: number) => ({
  messages: run(from, to),
  notes: [],
  last_seq: 100,
  more: true,
});
const out = (from: number, to: number) => ({
  conversation: conversation("cv_1", { last_seq: to }),
  messages: run(from, to),
  notes: [],
  earlier: [],
  viewing: [],
});

describe("the window of a thread", () => {
  it("takes the next message and leaves out one that does not follow", () => {
    const thread = threadFrom(out(51, 100), undefined);
    expect(lastSeq(withMessage(thread, message(101)))).toBe(101);
    expect(withMessage(thread, message(103))).toBe(thread);
    expect(withMessage(thread, message(100))).toBe(thread);
    expect(reachesEnd(thread, 101)).toBe(false);
  });

  it("grows at both ends, and only by pages that touch it", () => {
    const middle = threadAround(page(40, 60), undefined);
    expect(middle.complete).toBe(false);
    expect(firstSeq(withPage(middle, page(20, 39)))).toBe(20);
    expect(lastSeq(withPage(middle, page(61, 80)))).toBe(80);
    expect(withPage(middle, page(90, 99))).toBe(middle);
    expect(withPage(middle, page(1, 39)).complete).toBe(true);
  });

  it("keeps what was scrolled back to when the end is loaded again, unless there is a gap between", () => {
    const long = withPage(threadFrom(out(51, 100), undefined), page(1, 50));
    expect(firstSeq(threadFrom(out(60, 110), long))).toBe(1);
    expect(firstSeq(threadFrom(out(120, 170), long))).toBe(120);
  });

  it("puts notes after their message and holds each once", () => {
    let thread = threadFrom(out(1, 3), undefined);
    thread = withNote(thread, note("b", 2));
    thread = withNote(thread, note("a", 1));
    thread = withNote(thread, note("b", 2));
    expect(thread.notes.map((one) => one.id)).toEqual(["a", "b"]);
  });
});
