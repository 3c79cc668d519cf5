import type { MessageOut } from "@entrenous/protocol/frames.ts";
import { expect, test } from "vitest";
import { toIdentityIn } from "./identity-frame.ts";
import { packMessage, unpackMessage } from "./memory.ts";
import { toPageMessage } from "./page-message.ts";

test("the identity carries what is set, in the server's limits", () => {
  expect(
    toIdentityIn(
      {
        name: "n".repeat(300),
        email: "nadia@shop.example",
        phone: "",
        group: "orders",
        variables: { cart: 24.5, plan: { label: "Plan", value: true }, "": "nameless" },
      },
      "fr",
    ),
  ).toEqual({
    name: "n".repeat(255),
    email: "nadia@shop.example",
    group: "orders",
    language: "fr",
    variables: [
      { id: "cart", value: "24.5" },
      { id: "plan", label: "Plan", value: "true" },
    ],
  });
});

test("an e-mail address that the server would refuse is left out, not the whole identity", () => {
  expect(toIdentityIn({ name: "Nadia", email: "nadia", variables: {} }, "en")).toEqual({
    name: "Nadia",
    language: "en",
  });
});

test("at most fifty variables go", () => {
  const variables = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`v${at}`, at]));
  expect(toIdentityIn({ variables }, "en").variables).toHaveLength(50);
});

test("the page's handlers get the published names of the author kinds", () => {
  const subType = (kind: MessageOut["author"]["kind"]) => toPageMessage(textOf(kind), "cv_1", "vi_1").subType;
  expect((["visitor", "agent", "bot", "automatic", "ai", "system"] as const).map(subType)).toEqual([
    "contact",
    "agent",
    "bot",
    "trigger",
    "bot",
    "system",
  ]);
  expect(toPageMessage(textOf("ai"), "cv_1", "vi_1").aiGenerated).toBe(true);
});

test("a file is named for the page, without an address that would need the token", () => {
  const message: MessageOut = {
    ...textOf("agent"),
    content: {
      type: "file",
      file: { id: "up_1", name: "bowl.png", content_type: "image/png", size: 9, width: 3, height: 2 },
    },
  };
  const told = toPageMessage(message, "cv_1", "vi_1");
  expect(told).toMatchObject({ chatId: "cv_1", visitorId: "vi_1", createdAt: "1970-01-01T00:00:01.000Z" });
  expect(told.content.text).toBe("bowl.png");
  expect(JSON.stringify(told)).not.toContain("up_1");
});

test("a draft alone is stored as plain text, unsent messages beside it", () => {
  expect(packMessage("", [])).toBeUndefined();
  expect(packMessage("hello", [])).toBe("hello");
  const unsent = [{ id: "c1", payload: { content: { type: "text" as const, text: "one" } } }];
  expect(unpackMessage(JSON.parse(JSON.stringify(packMessage("draft", unsent))))).toEqual({
    draft: "draft",
    unsent,
  });
});

test("whatever else stands under the name is ignored", () => {
  const nothing = { draft: "", unsent: [] };
  for (const stored of [undefined, null, 7, [], { text: 1, unsent: 2 }]) {
    expect(unpackMessage(stored)).toEqual(nothing);
  }
  const damaged = [null, {}, { id: "c1" }, { id: "c1", payload: { content: { type: "note", text: "x" } } }];
  expect(unpackMessage({ text: "", unsent: damaged })).toEqual(nothing);
});

function textOf(kind: MessageOut["author"]["kind"]): MessageOut {
  return {
    id: "msg_1",
    seq: 1,
    author: { kind, name: "Anna" },
    content: { type: "text", text: "hello" },
    client_msg_id: "c1",
    created_at: 1000,
  };
}
