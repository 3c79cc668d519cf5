import { describe, expect, it } from "vitest";
import { conversation, ME } from "../testing/samples.ts";
import { applyPage, rowsOf } from "./apply-answer.ts";
import { emptyDesk } from "./desk-state.ts";
import { isIn } from "./views.ts";

const page = (items: ReturnType<typeof conversation>[], next?: string) => ({
  items,
  ...(next === undefined ? {} : { next }),
  counts: { mine: 0, unassigned: 0, all: items.length },
  positions: [{ site_id: "si_1", number: 1 }],
});

describe("views", () => {
  it("put the longest waiting first, then the newest message", () => {
    const items = [
      conversation("new", { last_at: 900 }),
      conversation("old", { last_at: 100 }),
      conversation("waits", { last_at: 50, waiting_since: 700 }),
      conversation("waits longer", { last_at: 999, waiting_since: 300 }),
    ];
    const state = applyPage(emptyDesk(ME), { view: "all", siteId: undefined, after: undefined }, page(items));
    expect(rowsOf(state, "all", undefined, () => true).map((one) => one.id)).toEqual([
      "waits longer",
      "waits",
      "new",
      "old",
    ]);
  });

  it("hide what stands behind the last loaded row until its page is loaded", () => {
    const asked = { view: "all", siteId: undefined, after: undefined } as const;
    let state = applyPage(emptyDesk(ME), asked, page([conversation("a", { last_at: 9 })], "k"));
    state = applyPage(state, { ...asked, view: "closed" }, page([conversation("b", { last_at: 5 })]));
    expect(rowsOf(state, "all", undefined, () => true).map((one) => one.id)).toEqual(["a"]);
    state = applyPage(state, { ...asked, after: "k" }, page([conversation("b", { last_at: 5 })]));
    expect(rowsOf(state, "all", undefined, () => true).map((one) => one.id)).toEqual(["a", "b"]);
  });

  it("know mine, unassigned and closed", () => {
    const mine = conversation("m", { agent_ids: [ME], owner_state: "human" });
    expect(isIn("mine", mine, ME)).toBe(true);
    expect(isIn("unassigned", mine, ME)).toBe(false);
    expect(isIn("unassigned", conversation("u"), ME)).toBe(true);
    const closed = conversation("c", { owner_state: "closed", agent_ids: [ME] });
    expect([isIn("mine", closed, ME), isIn("all", closed, ME), isIn("closed", closed, ME)]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
