/** Signed identities in the box: one proof, one use, and nothing of one person is seen by another. */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import { last } from "@entrenous/protocol/testing/last.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { CHAT_KEY, conversation, message, openBox, settle, type World } from "./testing/fake-host.ts";
import { joinTabs } from "./testing/join-tabs.ts";

let world: World;
let begun: Schemas["SessionIn"][] = [];
const warnings: string[] = [];
const bubbles = () =>
  Array.from(world.place.querySelectorAll(".bub .text")).map(({ textContent }) => textContent);
const field = () => world.place.querySelector("textarea") as HTMLTextAreaElement;
const token = () => /ssupp\.vid=([^;]*)/.exec(document.cookie)?.[1];
const refusal = (code: string) => Response.json({ code, message: "no", request_id: "rq" }, { status: 401 });

/** Answers sessions in turn, the last one again and again. */
function server(...answers: ((sent: Schemas["SessionIn"]) => Response)[]) {
  return (sent: Schemas["SessionIn"]) => {
    begun.push(sent);
    const answer = answers[Math.min(begun.length, answers.length) - 1];
    if (!answer) throw new Error("a test of sessions has an answer");
    return answer(sent);
  };
}
const gives =
  (name: string, more: object = {}) =>
  () =>
    Response.json({ token: name, state: {}, ...more });
const goesOn = () => Response.json({ state: {} });

beforeEach(() => {
  localStorage.clear();
  document.cookie = "ssupp.vid=; max-age=0; path=/";
  begun = [];
  warnings.length = 0;
  vi.spyOn(console, "warn").mockImplementation((text: string) => warnings.push(text));
});
afterEach(() => {
  world.box.destroy();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test("the session begins with the proof, and later frames carry none", async () => {
  world = await openBox({ identity: { proof: "p1", variables: {} }, session: server(gives("tok_1")) });
  expect(begun.map(({ identity }) => identity?.proof)).toEqual(["p1"]);
  const socket = await world.welcome();
  world.box.setIdentity({ proof: "p1", name: "Nadia", variables: {} });
  await settle();
  expect(last(socket.sent)).toEqual({ type: "set_identity", identity: { name: "Nadia", language: "en" } });
  expect(begun).toHaveLength(1);
});

test("a proof that comes later is shown at once, and the new token replaces the old one", async () => {
  world = await openBox({ session: server(gives("tok_1"), gives("tok_2")) });
  await world.welcome({ conversation: conversation(0) });
  await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
  world.box.setIdentity({ proof: "p1", variables: {} });
  await settle();
  expect(begun[1]).toMatchObject({ token: "tok_1", identity: { proof: "p1" } });
  expect(token()).toBe("tok_2");
  expect(bubbles()).toEqual(["text 1"]);
});

test("somebody else finds nothing of the person before, and sends nothing of theirs", async () => {
  world = await openBox({ session: server(gives("tok_1"), gives("tok_2", { is_reset: true })) });
  await world.welcome({ conversation: conversation(0) });
  await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
  world.box.send("never acknowledged");
  field().value = "a draft";
  field().dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
  expect(bubbles()).toHaveLength(2);
  world.box.setIdentity({ proof: "p2", variables: {} });
  await settle();
  expect(bubbles()).toEqual([]);
  expect(field().value).toBe("");
  expect(localStorage.getItem(`ssupp_${CHAT_KEY}message`)).toBeNull();
  expect(token()).toBe("tok_2");
  expect(world.visitorId()).toBeUndefined();
  const socket = await world.welcome({ visitor_id: "vi_2" });
  expect(socket.sent).toEqual([expect.objectContaining({ type: "hello", token: "tok_2" })]);
  expect(world.visitorId()).toBe("vi_2");
});

test("the other tabs forget the person before too, and none of them ends the new session", async () => {
  joinTabs();
  world = await openBox({ session: server(gives("tok_1")) });
  await world.welcome({ conversation: conversation(0) });
  const here = world;
  begun = [];
  world = await openBox({ session: server(goesOn, gives("tok_2", { is_reset: true }), goesOn) });
  await world.welcome({ conversation: conversation(0) });
  await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
  expect([bubbles(), begun[0]?.token]).toEqual([["text 1"], "tok_1"]);
  here.box.setIdentity({ proof: "p2", variables: {} });
  await settle();
  expect([bubbles(), world.visitorId()]).toEqual([[], undefined]);
  expect(token()).toBe("tok_2");
  expect(begun.slice(2).map((sent) => sent.token)).toEqual(begun.slice(2).map(() => "tok_2"));
  expect([...here.calls, ...world.calls]).not.toContain("POST /api/visitor/logout");
  // This DOM cannot say which element of one shadow tree has the focus while it is in another.
  world.place.querySelector("textarea")?.blur();
  here.box.destroy();
});

test("a page that begins as somebody else restores nothing that was kept", async () => {
  document.cookie = "ssupp.vid=tok_0; path=/";
  const kept = {
    text: "a draft",
    unsent: [{ id: "m1", payload: { content: { type: "text", text: "unsent" } } }],
  };
  localStorage.setItem(`ssupp_${CHAT_KEY}message`, JSON.stringify({ v: kept, exp: Date.now() + 60_000 }));
  world = await openBox({
    identity: { proof: "p2", variables: {} },
    session: server(gives("tok_2", { is_reset: true })),
  });
  expect(begun[0]).toMatchObject({ token: "tok_0" });
  const socket = await world.welcome();
  expect(socket.sent.map(({ type }) => type)).toEqual(["hello"]);
  expect([bubbles(), field().value]).toEqual([[], ""]);
});

test("a refused proof is said in the console, and the chat goes on without it and without another person's thread", async () => {
  world = await openBox({
    identity: { proof: "old", variables: {} },
    session: server(() => refusal("identity_proof_expired"), gives("tok_1")),
  });
  expect(begun[1]).toMatchObject({ refused_proof: "old" });
  expect(begun[1]?.identity).not.toHaveProperty("proof");
  expect(warnings).toEqual([expect.stringMatching(/^\[Smartsupp\] identify: the proof has expired/)]);
  const socket = await world.welcome();
  expect(socket.sent[0]).toMatchObject({ type: "hello", token: "tok_1" });
});

test("a site that takes nothing unsigned gets nothing unsigned, on either way", async () => {
  world = await openBox({
    identity: { name: "Eve", group: "orders", variables: {} },
    session: server(() => refusal("identity_unsigned"), gives("tok_1"), goesOn),
  });
  expect(begun[1]?.identity).toEqual({ group: "orders", language: "en" });
  const socket = await world.welcome();
  world.box.setIdentity({ name: "Eve", group: "returns", variables: { plan: "gold" } });
  await settle();
  expect(last(socket.sent)).toEqual({ type: "set_identity", identity: { group: "returns", language: "en" } });
  expect(warnings).toHaveLength(1);
});
