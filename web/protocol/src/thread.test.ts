import { expect, test } from "vitest";
import type { MessageOut } from "./frames.ts";
import { Thread } from "./thread.ts";

function message(seq: number, text = `t${seq}`): MessageOut {
  return {
    id: `msg_${seq}`,
    seq,
    author: { kind: "agent", id: "ag_1", name: "Anna" },
    content: { type: "text", text },
    client_msg_id: `c${seq}`,
    created_at: seq,
  };
}
const numbers = (thread: Thread) => thread.messages.map(({ seq }) => seq);

test("shows in order whatever the order of arrival, and nothing beyond a hole", () => {
  const thread = new Thread();
  thread.add([message(3)]);
  expect(numbers(thread)).toEqual([]);
  expect(thread.hasHole).toBe(true);
  thread.add([message(1)]);
  expect(numbers(thread)).toEqual([1]);
  const shown = thread.add([message(2)]);
  expect(shown.map(({ seq }) => seq)).toEqual([2, 3]);
  expect(thread.hasHole).toBe(false);
});

test("ignores what it has", () => {
  const thread = new Thread();
  thread.add([message(1), message(2)]);
  expect(thread.add([message(2, "other"), message(1)])).toEqual([]);
  expect(thread.messages[1]?.content).toEqual({ type: "text", text: "t2" });
});

test("the server's copy replaces one made from an acknowledgement", () => {
  const thread = new Thread();
  thread.add([message(1, "mine")], true);
  expect(thread.add([message(1, "kept")])).toEqual([]);
  expect(thread.messages[0]?.content).toEqual({ type: "text", text: "kept" });
  thread.add([message(1, "mine")], true);
  expect(thread.messages[0]?.content).toEqual({ type: "text", text: "kept" });
});

test("takes older pages only where they fit", () => {
  const thread = new Thread(4);
  thread.add([message(5)]);
  thread.prepend([message(1), message(2)]);
  expect(numbers(thread)).toEqual([5]);
  thread.prepend([message(4), message(3)]);
  expect(numbers(thread)).toEqual([3, 4, 5]);
  expect(thread.hasOlder).toBe(true);
  thread.prepend([message(1), message(2), message(3)]);
  expect(numbers(thread)).toEqual([1, 2, 3, 4, 5]);
  expect(thread.hasOlder).toBe(false);
});
