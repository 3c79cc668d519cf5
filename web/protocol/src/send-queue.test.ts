import { expect, test } from "vitest";
import { SendQueue, type SendQueueOptions } from "./send-queue.ts";
import { ManualTime } from "./testing/manual-time.ts";

function world(options: Partial<SendQueueOptions<string>> = {}) {
  const time = new ManualTime();
  const sent: string[] = [];
  let ids = 0;
  let reachable = true;
  const queue = new SendQueue<string>({
    newId: () => `m${++ids}`,
    transmit: (entry) => {
      if (reachable) sent.push(entry.clientMsgId);
      return reachable;
    },
    onChange: () => {},
    clock: time,
    timers: time,
    ...options,
  });
  const states = () => queue.entries.map((entry) => `${entry.clientMsgId} ${entry.state}`);
  const setReachable = (value: boolean) => {
    reachable = value;
  };
  return { time, sent, queue, states, setReachable };
}

test("waits without a connection and goes out in order with one", () => {
  const { queue, sent, states } = world();
  queue.add("one");
  queue.add("two");
  expect(states()).toEqual(["m1 waiting", "m2 waiting"]);
  queue.connected();
  expect(sent).toEqual(["m1"]);
  queue.accepted("m1");
  expect(sent).toEqual(["m1", "m2"]);
  queue.accepted("m2");
  expect(queue.entries).toEqual([]);
});

test("is sent again with the same id after a loss", () => {
  const { queue, sent, states } = world();
  queue.connected();
  queue.add("one");
  queue.disconnected();
  expect(states()).toEqual(["m1 waiting"]);
  queue.connected();
  expect(sent).toEqual(["m1", "m1"]);
});

test("an acknowledgement that arrived before the resend removes the entry", () => {
  const { queue, sent } = world();
  queue.connected();
  queue.add("one");
  queue.disconnected();
  queue.accepted("m1");
  queue.connected();
  expect(sent).toEqual(["m1"]);
});

test("a lost frame is sent again after 15 s without an answer", async () => {
  const { queue, sent, time } = world();
  queue.connected();
  queue.add("one");
  await time.advance(14_999);
  expect(sent).toEqual(["m1"]);
  await time.advance(1);
  expect(sent).toEqual(["m1", "m1"]);
  queue.accepted("m1");
  expect(time.waiting).toBe(0);
});

test("told to wait, it waits, and nothing overtakes it", async () => {
  const { queue, sent, states, time } = world();
  queue.connected();
  queue.add("one");
  queue.add("two");
  queue.refused({ client_msg_id: "m1", code: "rate_limited", message: "Slow down.", retry_after_ms: 3_000 });
  expect(states()).toEqual(["m1 waiting", "m2 waiting"]);
  await time.advance(2_999);
  expect(sent).toEqual(["m1"]);
  await time.advance(1);
  expect(sent).toEqual(["m1", "m1"]);
  queue.accepted("m1");
  expect(sent).toEqual(["m1", "m1", "m2"]);
});

test("refused for good it fails, the next goes on, and a retry keeps the id", () => {
  const { queue, sent, states } = world();
  queue.connected();
  queue.add("one");
  queue.add("two");
  queue.refused({ client_msg_id: "m1", code: "invalid_field", message: "Too long." });
  expect(queue.entries[0]).toMatchObject({ state: "failed", reason: "Too long." });
  expect(sent).toEqual(["m1", "m2"]);
  queue.accepted("m2");
  queue.retry("m1");
  expect(sent).toEqual(["m1", "m2", "m1"]);
  expect(states()).toEqual(["m1 sending"]);
});

test("what failed or waits can be deleted, what is on its way cannot", () => {
  const { queue, states } = world();
  queue.connected();
  queue.add("one");
  queue.add("two");
  queue.remove("m1");
  queue.remove("m2");
  expect(states()).toEqual(["m1 sending"]);
});

test("lanes do not wait for each other", () => {
  const { queue, sent } = world({ lane: (text) => text.slice(0, 1) });
  queue.connected();
  queue.add("a1");
  queue.add("a2");
  queue.add("b1");
  expect(sent).toEqual(["m1", "m3"]);
});

test("a connection that does not take the entry leaves it waiting, and it is tried again", async () => {
  const { queue, sent, states, time, setReachable } = world();
  setReachable(false);
  queue.connected();
  queue.add("one");
  expect(states()).toEqual(["m1 waiting"]);
  setReachable(true);
  await time.advance(15_000);
  expect(sent).toEqual(["m1"]);
});

test("an answer inside transmit is no trouble", () => {
  const sent: string[] = [];
  const { queue } = world({
    transmit: (entry) => {
      sent.push(entry.clientMsgId);
      queue.accepted(entry.clientMsgId);
      return true;
    },
  });
  queue.add("one");
  queue.add("two");
  queue.add("three");
  queue.connected();
  expect(sent).toEqual(["m1", "m2", "m3"]);
  expect(queue.entries).toEqual([]);
});

test("is bounded, and a restored entry keeps its id", () => {
  const { queue } = world({ limit: 2 });
  expect(queue.add("old", "kept-1")?.clientMsgId).toBe("kept-1");
  expect(queue.add("old", "kept-1")?.clientMsgId).toBe("kept-1");
  queue.add("new");
  expect(queue.add("over")).toBeUndefined();
  expect(queue.entries).toHaveLength(2);
});
