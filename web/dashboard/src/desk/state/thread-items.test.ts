import { describe, expect, it } from "vitest";
import { ME, message, note } from "../testing/samples.ts";
import { type ItemContext, threadItems } from "./thread-items.ts";
import type { Thread } from "./thread-window.ts";

const thread = (fields: Partial<Thread>): Thread => ({
  messages: [],
  notes: [],
  complete: true,
  earlier: [],
  ...fields,
});
const context = (fields: Partial<ItemContext> = {}): ItemContext => ({
  me: ME,
  visitorReadSeq: 0,
  newAfter: undefined,
  outgoing: [],
  dayOf: (at) => String(Math.floor(at / 86_400_000)),
  ...fields,
});
const agentSays = (seq: number) => message(seq, { author: { kind: "agent", id: ME, name: "Camille" } });

describe("threadItems", () => {
  it("says the name once for a run, again after 5 minutes and after another speaker", () => {
    const messages = [
      message(1, { created_at: 0 }),
      message(2, { created_at: 60_000 }),
      message(3, { created_at: 360_000 }),
      agentSays(4),
      message(5, { created_at: 400_000 }),
    ];
    const headed = threadItems(thread({ messages }), context()).flatMap((item) =>
      item.type === "message" ? [item.headed] : [],
    );
    expect(headed).toEqual([true, false, true, true, true]);
  });

  it("labels each message of a machine", () => {
    const bot = { kind: "ai", name: "Care" } as const;
    const messages = [message(1, { author: bot }), message(2, { author: bot })];
    const items = threadItems(thread({ messages }), context());
    expect(items.filter((item) => item.type === "message" && item.headed)).toHaveLength(2);
  });

  it("marks the last read and the last sent message", () => {
    const messages = [agentSays(1), agentSays(2), message(3), agentSays(4)];
    const marks = threadItems(thread({ messages }), context({ visitorReadSeq: 3 })).flatMap((item) =>
      item.type === "message" ? [item.mark] : [],
    );
    expect(marks).toEqual([undefined, "read", undefined, "sent"]);
  });

  it("puts the divider before the first new visitor message, and notes after their message", () => {
    const messages = [message(1), agentSays(2), message(3)];
    const notes = [note("a", 0), note("b", 1)];
    const types = threadItems(thread({ messages, notes }), context({ newAfter: 1 })).map((item) => item.type);
    expect(types).toEqual(["day", "note", "message", "note", "message", "new", "message"]);
  });

  it("begins each day with a line", () => {
    const messages = [message(1, { created_at: 0 }), message(2, { created_at: 90_000_000 })];
    const types = threadItems(thread({ messages }), context()).map((item) => item.type);
    expect(types).toEqual(["day", "message", "day", "message"]);
  });

  it("ends with what is on its way", () => {
    const outgoing = {
      clientMsgId: "x",
      payload: { type: "text", conversationId: "cv_1", text: "Bonjour" },
      state: "sending",
      createdAt: 2_000,
    } as const;
    const items = threadItems(thread({ messages: [agentSays(1)] }), context({ outgoing: [outgoing] }));
    expect(items.at(-1)).toMatchObject({ type: "message", key: "x", headed: false, outgoing });
  });

  it("keeps the key of one's own message when it arrives, so that it is drawn once", () => {
    const said = message(1, { author: { kind: "agent", id: ME, name: "Camille" }, client_msg_id: "x" });
    const items = threadItems(thread({ messages: [said, message(2)] }), context());
    expect(items.slice(1).map((item) => item.key)).toEqual(["x", "ms_2"]);
  });
});
