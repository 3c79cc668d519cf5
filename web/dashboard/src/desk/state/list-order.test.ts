import { describe, expect, it } from "vitest";
import { EMPTY_ORDER, neighbour, settle } from "./list-order.ts";

const shown = (...ids: string[]) => ({ shown: ids, arrivals: [] });

describe("settle", () => {
  it("follows the wanted order while nobody is there", () => {
    expect(settle(shown("a", "b"), ["c", "b", "a"], false)).toEqual(shown("c", "b", "a"));
  });

  it("moves no row under the pointer: new ones wait, leaving ones stay", () => {
    const order = settle(shown("a", "b", "c"), ["n", "c", "b"], true);
    expect(order).toEqual({ shown: ["a", "b", "c"], arrivals: ["n"] });
    expect(settle(order, ["n", "c", "b"], false)).toEqual(shown("n", "c", "b"));
  });

  it("adds rows of the next page at the end although the pointer is there", () => {
    expect(settle(shown("a", "b"), ["a", "b", "c", "d"], true)).toEqual(shown("a", "b", "c", "d"));
  });

  it("shows the first rows even under the pointer", () => {
    expect(settle(EMPTY_ORDER, ["a"], true)).toEqual(shown("a"));
  });

  it("is the same object when nothing changed, so that nothing is drawn again", () => {
    const order = settle(shown("a"), ["n", "a"], true);
    expect(settle(order, ["n", "a"], true)).toBe(order);
  });
});

describe("neighbour", () => {
  it("steps through what is on screen and stops at both ends", () => {
    expect(neighbour(["a", "b"], "a", 1)).toBe("b");
    expect(neighbour(["a", "b"], "b", 1)).toBeUndefined();
    expect(neighbour(["a", "b"], "a", -1)).toBeUndefined();
    expect(neighbour(["a", "b"], undefined, 1)).toBe("a");
    expect(neighbour(["a", "b"], "gone", -1)).toBe("b");
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});
