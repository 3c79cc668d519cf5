/** The legacy events of smartsupp-api.md section 4 that come from the box; each test names its row. */
import { expect, it, vi } from "vitest";
import { tellPage } from "./page-events.ts";

const about = () => ({ variables: {}, lang: "fr" });

it("login gives the values of the form", () => {
  const emit = vi.fn();
  tellPage(emit, "login", { email: "a@b.example" }, about);
  expect(emit.mock.calls).toEqual([["login", { email: "a@b.example" }]]);
});

it.each([
  ["agent_join", "agent.join"],
  ["agent_leave", "agent.leave"],
] as const)("%s is told as %s, with model and agent", (event, name) => {
  const emit = vi.fn();
  tellPage(emit, event, { id: "ag_1", name: "Anna", description: "Orders" }, about);
  const [told, model, agent] = emit.mock.calls[0] ?? [];
  expect([told, model.get("lang"), agent]).toEqual([
    name,
    "fr",
    { id: "ag_1", nickname: "Anna", note: "Orders", avatar: null },
  ]);
});

it("a handler of agent.join may give the agent another nickname and note", () => {
  const card = { id: "ag_1", name: "Anna", description: "Orders" };
  const emit = (...[, , agent]: unknown[]) => Object.assign(agent as object, { nickname: "Team", note: 5 });
  tellPage(emit, "agent_join", card, about);
  expect(card).toEqual({ id: "ag_1", name: "Team", description: "Orders" });
});

it("event gives the triple that is sent to Google Analytics", () => {
  const emit = vi.fn();
  tellPage(emit, "event", { action: "Feedback_sent", label: "Good" }, about);
  tellPage(emit, "event", { action: "Visitor_started_conversation", label: "" }, about);
  expect(emit.mock.calls).toEqual([
    ["event", "Smartsupp_v3", "Feedback_sent", "Good"],
    ["event", "Smartsupp_v3", "Visitor_started_conversation", "not set"],
  ]);
});

it("message names the automatic message that it was triggered by", () => {
  const emit = vi.fn();
  const message = {
    id: "m",
    chatId: "c",
    visitorId: "v",
    subType: "trigger",
    type: "message",
    createdAt: "2026-01-01T00:00:00Z",
    content: { type: "text", text: "hello" },
    trigger: { id: null, name: "First visit" },
  };
  tellPage(emit, "message_received", message, about);
  expect(emit.mock.calls[1]?.[2]).toMatchObject({
    type: "agent",
    content: "hello",
    triggeredBy: "First visit",
  });
});
