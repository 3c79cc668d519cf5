import { expect, test } from "vitest";
import type { MessageOut, VisitorClientFrame } from "./frames.ts";
import { ManualTime } from "./testing/manual-time.ts";
import { type ConversationState, VisitorDelivery } from "./visitor-delivery.ts";

function world() {
  const time = new ManualTime();
  const sent: VisitorClientFrame[] = [];
  const events: string[] = [];
  let ids = 0;
  const delivery = new VisitorDelivery({
    newId: () => `c${++ids}`,
    send: (frame) => sent.push(frame) > 0,
    reload: () => events.push("reload"),
    onChange: () => {},
    onSent: (message) => events.push(`sent ${message.seq}`),
    onReceived: (message) => events.push(`received ${message.seq}`),
    onUnsent: () => {},
    clock: time,
    timers: time,
  });
  const welcome = (conversation?: ConversationState, visitor_id = "vi_1") =>
    delivery.hear({
      type: "welcomed",
      heartbeat_ms: 15_000,
      limits: { frame_bytes: 65_536, text_chars: 4_000, file_bytes: 10, frames_per_10s: 20 },
      state: {
        visitor_id,
        epoch: "e1",
        availability: "online",
        groups: [],
        known: { name: false, email: false, phone: false },
        agents: [],
        ...(conversation ? { conversation } : {}),
      },
    });
  const added = (seq: number, kind: "agent" | "visitor" | "system" = "agent") =>
    delivery.hear({ type: "message_added", conversation_id: "cv_1", message: message(seq, kind) });
  return { time, sent, events, delivery, welcome, added };
}

function conversation(last_seq: number, changes: Partial<ConversationState> = {}): ConversationState {
  return {
    id: "cv_1",
    owner_state: "human",
    owner_version: 1,
    agent_ids: [],
    last_seq,
    agent_read_seq: 0,
    visitor_read_seq: 0,
    is_offline: false,
    created_at: 1,
    ...changes,
  };
}

function message(seq: number, kind: "agent" | "visitor" | "system" = "agent"): MessageOut {
  return {
    id: `msg_${seq}`,
    seq,
    author: { kind, name: "Anna" },
    content: { type: "text", text: `t${seq}` },
    client_msg_id: `x${seq}`,
    created_at: seq,
  };
}

test("history raises no event, what comes later does, once", () => {
  const { delivery, events, welcome, added } = world();
  welcome(conversation(2));
  delivery.hear({
    type: "resumed",
    conversation: conversation(2),
    messages: [message(1), message(2)],
    more: false,
  });
  added(3);
  added(3);
  expect(events).toEqual(["received 3"]);
});

test("an own message shown by the thread before its acknowledgement is reported once", () => {
  const { delivery, events, welcome } = world();
  welcome(conversation(0));
  const id = delivery.say({ content: { type: "text", text: "hello" } }) ?? "";
  const own = { ...message(1, "visitor"), client_msg_id: id };
  delivery.hear({ type: "message_added", conversation_id: "cv_1", message: own });
  expect(delivery.unsent).toEqual([]);
  delivery.hear({
    type: "message_accepted",
    accepted: { client_msg_id: id, conversation_id: "cv_1", id: "msg_1", seq: 1, created_at: 1 },
  });
  expect(events).toEqual(["sent 1"]);
  expect(delivery.messages).toHaveLength(1);
});

test("a long conversation is loaded from its end, and older pages fit in", () => {
  const { delivery, sent, welcome } = world();
  welcome(conversation(450));
  expect(sent).toEqual([{ type: "resume", conversation_id: "cv_1", after_seq: 350, epoch: "e1" }]);
  expect(delivery.hasOlder).toBe(true);
  delivery.hear({ type: "resumed", conversation: conversation(450), messages: [message(351)], more: true });
  delivery.addOlder("cv_1", [message(349), message(350)]);
  expect(delivery.messages.map(({ seq }) => seq)).toEqual([349, 350, 351]);
});

test("counts as unread what others wrote, and tells the mark once", () => {
  const { delivery, sent, welcome, added } = world();
  welcome(conversation(0));
  added(1, "visitor");
  added(2);
  added(3, "system");
  added(4);
  expect(delivery.unread).toBe(2);
  delivery.markRead();
  delivery.markRead();
  expect(delivery.unread).toBe(0);
  expect(sent).toEqual([{ type: "mark_read", conversation_id: "cv_1", seq: 4 }]);
});

test("the typing sign ends with the message, and by itself after 8 s", async () => {
  const { delivery, time, welcome, added } = world();
  welcome(conversation(0));
  const typing = () =>
    delivery.hear({ type: "typing_changed", conversation_id: "cv_1", agent_name: "Anna", typing: true });
  typing();
  expect(delivery.typingAgent).toBe("Anna");
  added(1);
  expect(delivery.typingAgent).toBeUndefined();
  typing();
  await time.advance(8_000);
  expect(delivery.typingAgent).toBeUndefined();
});

test("an older state of the owner does not undo a newer one", () => {
  const { delivery, welcome } = world();
  welcome(conversation(1, { owner_version: 3, owner_state: "closed", closed_at: 9, agent_read_seq: 1 }));
  const late = conversation(1, { owner_version: 2, agent_read_seq: 0 });
  delivery.hear({ type: "conversation_changed", conversation: late, agents: [] });
  expect(delivery.conversation).toMatchObject({ owner_state: "closed", closed_at: 9, agent_read_seq: 1 });
});

test("another visitor sees nothing of the one before", () => {
  const { delivery, welcome, added } = world();
  welcome(conversation(0));
  added(1);
  delivery.say({ content: { type: "text", text: "mine" } });
  delivery.forget();
  expect(delivery.messages).toEqual([]);
  expect(delivery.unsent).toEqual([]);
  added(2);
  expect(delivery.messages).toEqual([]);
  welcome(undefined, "vi_2");
  expect(delivery.visitorId).toBe("vi_2");
});

test("another epoch starts from nothing and keeps what is unsent", () => {
  const { delivery, events, welcome, added } = world();
  welcome(conversation(0));
  added(1);
  delivery.say({ content: { type: "text", text: "mine" } });
  delivery.hear({ type: "heartbeat", epoch: "e2", last_seq: 0, availability: "online" });
  expect(events).toEqual(["received 1", "reload"]);
  expect(delivery.messages).toEqual([]);
  expect(delivery.unsent).toHaveLength(1);
});

test("a tab that joins gets the state as a welcome", () => {
  const { delivery, welcome } = world();
  expect(delivery.snapshot()).toBeUndefined();
  welcome(conversation(0, { owner_state: "queue" }));
  const other = world().delivery;
  const snapshot = delivery.snapshot();
  if (snapshot) other.hear(snapshot);
  expect(other.conversation).toEqual(delivery.conversation);
});

test("whoever writes has read what stands before, without a frame that says so", () => {
  const { delivery, sent, welcome, added } = world();
  welcome(conversation(0));
  added(1);
  added(2);
  expect(delivery.unread).toBe(2);
  added(3, "visitor");
  expect(delivery.unread).toBe(0);
  expect(delivery.conversation?.visitor_read_seq).toBe(3);
  expect(delivery.conversation?.agent_read_seq).toBe(2);
  expect(sent.filter((frame) => frame.type === "mark_read")).toEqual([]);
  added(4);
  expect(delivery.conversation?.agent_read_seq).toBe(4);
  expect(delivery.unread).toBe(1);
});

test("what the server has been given is told by its state, grows with the form, and joins tabs", () => {
  const { delivery, welcome } = world();
  welcome();
  expect(delivery.given).toEqual({ name: false, email: false, phone: false });
  delivery.gave({ email: true });
  expect(delivery.given).toEqual({ name: false, email: true, phone: false });
  expect(delivery.snapshot()).toMatchObject({ state: { known: { email: true }, groups: [] } });
  delivery.forget();
  expect(delivery.given.email).toBe(false);
});
