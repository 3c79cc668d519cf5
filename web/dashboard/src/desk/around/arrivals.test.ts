import { expect, it } from "vitest";
import { emptyDesk } from "../state/desk-state.ts";
import type { Conversation, Message } from "../state/shapes.ts";
import { conversation, ME, message } from "../testing/samples.ts";
import { arrivalsOf } from "./arrivals.ts";

const added = (one: Conversation, said: Message) => ({
  position: { site_id: one.site_id, number: said.seq },
  event: { kind: "message_added" as const, conversation: one, message: said },
});

it("gathers visitors' messages that are the agent's or nobody's business", () => {
  const mine = conversation("mine", { agent_ids: [ME], owner_state: "human" });
  const nobodys = conversation("nobodys");
  const colleagues = conversation("colleagues", { agent_ids: ["ag_2"], owner_state: "human" });
  const bots = conversation("bots", { owner_state: "bot" });
  const own = message(3, { author: { kind: "agent", id: ME, name: "" } });
  const events = [
    added(mine, message(1)),
    added(mine, message(2)),
    added(mine, own),
    added(nobodys, message(1)),
    added(colleagues, message(1)),
    added(bots, message(1)),
  ];
  const arrivals = arrivalsOf(emptyDesk(ME), events);
  expect(arrivals.map((one) => [one.conversation.id, one.count, one.text])).toEqual([
    ["mine", 2, "message 2"],
    ["nobodys", 1, "message 1"],
  ]);
});
