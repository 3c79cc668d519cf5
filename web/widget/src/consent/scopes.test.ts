import { ManualTime, settle } from "@entrenous/protocol/testing/manual-time.ts";
import { describe, expect, it, vi } from "vitest";
import type { Outcome } from "./calls.ts";
import { createScopes } from "./scopes.ts";
import type { Scopes } from "./wire.ts";

function make() {
  const clock = new ManualTime();
  const waiting: ((outcome: Outcome<Scopes>) => void)[] = [];
  const scopes = vi.fn(() => new Promise<Outcome<Scopes>>((resolve) => waiting.push(resolve)));
  const owner = { subject: "s", entry_id: "ce_1" };
  const onGone = vi.fn();
  const tokens = createScopes({ calls: { scopes }, clock, owner: () => owner, onGone });
  return { clock, waiting, scopes, tokens, onGone };
}

describe("tokens", () => {
  it("are used for nine minutes and then asked for once, however many need them", async () => {
    const { clock, waiting, scopes, tokens } = make();
    tokens.take({ statistics: "a", marketing: "b" });
    expect(await tokens.token("statistics")).toBe("a");
    await clock.advance(9 * 60_000);
    const both = [tokens.token("statistics"), tokens.token("marketing")];
    await settle();
    expect(scopes.mock.calls).toEqual([["s", "ce_1"]]);
    waiting[0]?.({ kind: "done", value: { statistics: "c", marketing: "d" } });
    expect(await Promise.all(both)).toEqual(["c", "d"]);
  });

  it("of an entry that the ledger does not know any more are not to be had, and it is told so", async () => {
    const { waiting, tokens, onGone } = make();
    const token = tokens.token("statistics");
    await settle();
    waiting[0]?.({ kind: "gone" });
    expect(await token).toBeUndefined();
    expect(onGone.mock.calls).toEqual([["ce_1"]]);
  });

  it("that arrive after a withdrawal are dropped", async () => {
    const { waiting, tokens } = make();
    const late = tokens.token("statistics");
    await settle();
    tokens.drop();
    waiting[0]?.({ kind: "done", value: { statistics: "late" } });
    expect(await late).toBeUndefined();
    void tokens.token("statistics");
    await settle();
    // The late answer was not kept: the server is asked anew.
    expect(waiting).toHaveLength(2);
  });

  it("that the server refuses are not there", async () => {
    const { waiting, tokens } = make();
    const refused = tokens.token("marketing");
    await settle();
    waiting[0]?.({ kind: "refused" });
    expect(await refused).toBeUndefined();
  });
});
