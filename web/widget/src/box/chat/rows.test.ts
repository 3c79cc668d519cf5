import type { MessageOut } from "@entrenous/protocol/frames.ts";
import { expect, test } from "vitest";
import { arrange, type Row } from "./rows.ts";

const NOON = new Date(2026, 10, 22, 12).getTime();
const MINUTE = 60_000;

function message(seq: number, minutes: number, author: MessageOut["author"]): MessageOut {
  return {
    id: `msg_${seq}`,
    seq,
    author,
    content: { type: "text", text: "hello" },
    client_msg_id: `c${seq}`,
    created_at: NOON + minutes * MINUTE,
  };
}
const visitor = { kind: "visitor" as const, name: "" };
const anna = { kind: "agent" as const, id: "ag_1", name: "Anna" };
const luc = { kind: "agent" as const, id: "ag_2", name: "Luc" };
const bot = { kind: "bot" as const, name: "Flow" };

function brief(row: Row): string {
  if (row.kind !== "message") return row.kind;
  return [
    row.message.author.name || "You",
    row.isNamed ? "named" : "",
    row.isContinued ? "continued" : "",
    row.mark ?? "",
  ]
    .filter(Boolean)
    .join(" ");
}

test("a speaker is named at the start, after another one, and after five minutes", () => {
  const rows = arrange(
    [message(1, 0, anna), message(2, 1, anna), message(3, 6, anna), message(4, 6, luc), message(5, 7, anna)],
    0,
  );
  expect(rows.map(brief)).toEqual([
    "day",
    "Anna named",
    "Anna continued",
    "Anna named",
    "Luc named",
    "Anna named",
  ]);
});

test("machines carry their label at every message", () => {
  expect(arrange([message(1, 0, bot), message(2, 0, bot)], 0).map(brief)).toEqual([
    "day",
    "Flow named",
    "Flow named",
  ]);
});

test("only the last own message has a mark, and it says what agents have read", () => {
  const messages = [message(1, 0, visitor), message(2, 1, visitor), message(3, 1, anna)];
  expect(arrange(messages, 1).map(brief)).toEqual(["day", "You named", "You continued sent", "Anna named"]);
  expect(arrange(messages, 2).map(brief)[2]).toBe("You continued read");
});

test("a new day is announced, and the speaker is named again", () => {
  const nextDay = 24 * 60;
  expect(arrange([message(1, 0, anna), message(2, nextDay, anna)], 0).map(brief)).toEqual([
    "day",
    "Anna named",
    "day",
    "Anna named",
  ]);
});

test("what the system says breaks a run", () => {
  const joined: MessageOut = {
    ...message(2, 0, { kind: "system", name: "" }),
    content: { type: "system", event: "agent_joined", agent_name: "Luc" },
  };
  expect(arrange([message(1, 0, anna), joined, message(3, 0, anna)], 0).map(brief)).toEqual([
    "day",
    "Anna named",
    "system",
    "Anna named",
  ]);
});
