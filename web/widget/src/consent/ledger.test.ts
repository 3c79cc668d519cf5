import { ManualTime, settle } from "@entrenous/protocol/testing/manual-time.ts";
import { describe, expect, it, vi } from "vitest";
import type { Outcome } from "./calls.ts";
import { createLedger } from "./ledger.ts";
import type { ConsentIn, ConsentOut } from "./wire.ts";

const entry = (client_id: string, event: ConsentIn["event"] = "answered"): ConsentIn => ({
  client_id,
  subject: "s",
  event,
  source: "own",
  choices: { statistics: true, recording: false, marketing: false },
  text: null,
  shown: null,
  method: "button",
  gpc: "none",
  evidence: null,
});

function make(...outcomes: (Outcome<ConsentOut>["kind"] | "done")[]) {
  const time = new ManualTime();
  const network = new EventTarget();
  const sent: ConsentIn[] = [];
  const consent = async (given: ConsentIn): Promise<Outcome<ConsentOut>> => {
    sent.push(given);
    const kind = outcomes.shift() ?? "done";
    return kind === "done" ? { kind, value: { entry_id: `ce_${given.client_id}`, scopes: {} } } : { kind };
  };
  const onRecorded = vi.fn();
  const onRefused = vi.fn();
  const ledger = createLedger({
    calls: { consent },
    timers: time,
    random: () => 0.5,
    network,
    onRecorded,
    onRefused,
  });
  return { time, network, sent, ledger, onRecorded, onRefused, ids: () => sent.map((one) => one.client_id) };
}

describe("the ledger", () => {
  it("gets entries in order, each until it is acknowledged, always under its own id", async () => {
    const { time, ledger, ids, onRecorded } = make("later", "later");
    ledger.record(entry("a"));
    await settle();
    expect(ids()).toEqual(["a"]);
    // A new answer is a good reason to try at once.
    ledger.record(entry("b"));
    await settle();
    expect(ids()).toEqual(["a", "a"]);
    await time.advance(1_000);
    expect(ids()).toEqual(["a", "a", "a", "b"]);
    expect(onRecorded.mock.calls.map(([given]) => given.client_id)).toEqual(["a", "b"]);
    expect(time.waiting).toBe(0);
  });

  it("is tried at once when the browser is online again", async () => {
    const { network, ledger, ids } = make("later");
    ledger.record(entry("a"));
    await settle();
    network.dispatchEvent(new Event("online"));
    await settle();
    expect(ids()).toEqual(["a", "a"]);
  });

  it("is not asked again for what it refuses", async () => {
    const { ledger, ids, onRefused } = make("refused");
    ledger.record(entry("a"));
    await settle();
    ledger.record(entry("b"));
    await settle();
    expect(ids()).toEqual(["a", "b"]);
    expect(onRefused).toHaveBeenCalledTimes(1);
  });

  it("learns with an answer which text had been shown", async () => {
    const { ledger, sent } = make();
    ledger.record(entry("a", "shown"));
    ledger.record(entry("b"));
    await settle();
    expect(sent.map(({ shown }) => shown)).toEqual([null, "ce_a"]);
  });

  it("gets one answer of a manager that goes through its services one by one, and what it took back", async () => {
    const { ledger, sent } = make();
    ledger.record(entry("a", "withdrawn"));
    ledger.record(entry("b"));
    await settle();
    ledger.record(entry("c"));
    await settle();
    expect(sent.map(({ client_id, event }) => [client_id, event])).toEqual([
      ["b", "withdrawn"],
      ["c", "answered"],
    ]);
  });

  it("gets nothing more after the widget is destroyed", async () => {
    const { time, network, ledger, ids } = make("later");
    ledger.record(entry("a"));
    await settle();
    ledger.stop();
    network.dispatchEvent(new Event("online"));
    await time.advance(60_000);
    expect(ids()).toEqual(["a"]);
    expect(time.waiting).toBe(0);
  });
});
