import type { VisitorServerFrame } from "@entrenous/protocol/frames.ts";
import { createHttp } from "@entrenous/protocol/http.ts";
import { FakeNetwork } from "@entrenous/protocol/testing/fake-socket.ts";
import { last } from "@entrenous/protocol/testing/last.ts";
import { ManualTime, settle } from "@entrenous/protocol/testing/manual-time.ts";
import { describe, expect, test, vi } from "vitest";
import { EMPTY_STATE } from "../testing/empty-state.ts";
import type { LinkState } from "./link.ts";
import { OwnLink } from "./own-link.ts";
import { Session } from "./session.ts";

const LIMITS = { frame_bytes: 65_536, text_chars: 4_000, file_bytes: 10, frames_per_10s: 20 };

/** A server of calls: answers by `METHOD path`, and remembers what it was asked. */
function fakeServer(answers: Record<string, unknown>) {
  const asked: { call: string; body: unknown; bearer: string | undefined }[] = [];
  const fetch = async (address: RequestInfo | URL, init: RequestInit = {}) => {
    const url = new URL(String(address));
    const call = `${init.method ?? "GET"} ${url.pathname}`;
    const headers = (init.headers ?? {}) as Record<string, string>;
    const body = typeof init.body === "string" ? JSON.parse(init.body) : url.search;
    asked.push({ call, body, bearer: headers.authorization });
    const answer = answers[call];
    if (answer === undefined) throw new TypeError("network");
    if (typeof answer === "number") return new Response("{}", { status: answer });
    return new Response(JSON.stringify(answer));
  };
  return { asked, answers, fetch: fetch as typeof globalThis.fetch };
}

function world(answers: Record<string, unknown> = {}) {
  const server = fakeServer({
    "POST /api/visitor/session": { token: "tok_1", state: EMPTY_STATE },
    ...answers,
  });
  const time = new ManualTime();
  const network = new FakeNetwork();
  const states: LinkState[] = [];
  const frames: VisitorServerFrame[] = [];
  const kept: { token: string | undefined } = { token: undefined };
  const http = createHttp({
    baseUrl: "https://chat.example",
    bearer: () => session.token,
    fetch: server.fetch,
  });
  const introduce = () => ({ page: { url: "https://shop.example/" }, identity: { name: "Nadia" } });
  const place = {
    read: () => kept.token,
    write: (token: string) => {
      kept.token = token;
    },
  };
  const session = new Session(http, "a".repeat(40), place, introduce, time);
  const link = new OwnLink({
    baseUrl: "https://chat.example",
    chatKey: "a".repeat(40),
    http,
    session,
    introduce,
    events: { onState: (state) => states.push(state), onFrame: (frame) => frames.push(frame) },
    world: { clock: time, timers: time, random: () => 0.5, open: network.open },
  });
  /** Sockets fail until calls take over. */
  const block = async () => {
    network.forbidden = true;
    link.start();
    await time.advance(6_000);
    // The code for calls is fetched only now.
    await vi.dynamicImportSettled();
    await time.advance(0);
  };
  return { server, time, network, states, frames, kept, session, link, block };
}

describe("the session", () => {
  test("asks once, keeps the token, and says it in a header only", async () => {
    const { session, kept, server } = world();
    await Promise.all([session.begin(), session.begin()]);
    expect(await session.begin()).toBe("tok_1");
    expect(kept.token).toBe("tok_1");
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]?.body).toMatchObject({ chat_key: "a".repeat(40), identity: { name: "Nadia" } });
  });

  test("goes on with a token of an earlier page, and takes another one when the server replaces it", async () => {
    const { session, kept, server } = world();
    kept.token = "tok_old";
    expect(await session.begin()).toBe("tok_1");
    expect(server.asked[0]?.body).toMatchObject({ token: "tok_old" });
    expect(kept.token).toBe("tok_1");
  });

  test("a late answer does not bring a forgotten visitor back", async () => {
    const { session, kept } = world();
    const begun = session.begin().catch((error: unknown) => error);
    await session.forget();
    await begun;
    expect(kept.token).toBeUndefined();
    expect(session.token).toBeUndefined();
  });

  test("a token that another tab is replacing at this moment is not shown again", async () => {
    const { session, kept, server, time } = world();
    await session.begin();
    session.renew(); // 4401, while the other tab's answer is on its way.
    const begun = session.begin();
    await time.advance(500);
    kept.token = "tok_2";
    server.answers["POST /api/visitor/session"] = { state: EMPTY_STATE };
    await time.advance(500);
    expect(await begun).toBe("tok_2");
    expect(server.asked.map(({ body }) => Object(body).token)).toEqual([undefined, "tok_2"]);
  });

  test("forgetting tells the server with the token that ends", async () => {
    const { session, server, kept } = world({ "POST /api/visitor/logout": {} });
    await session.begin();
    const forgotten = session.forget();
    kept.token = undefined; // The caller empties the place.
    await forgotten;
    expect(last(server.asked)).toMatchObject({ call: "POST /api/visitor/logout", bearer: "Bearer tok_1" });
    expect(session.token).toBeUndefined();
  });

  test("a logout that does not arrive is told again until it does", async () => {
    const { session, server, kept, time } = world();
    await session.begin();
    void session.forget();
    kept.token = undefined;
    await time.advance(1500);
    const tries = () => server.asked.filter((asked) => asked.call === "POST /api/visitor/logout");
    expect(tries()).toHaveLength(2);
    server.answers["POST /api/visitor/logout"] = {};
    await time.advance(60_000);
    expect(tries()).toHaveLength(3);
    expect(last(tries())).toMatchObject({ bearer: "Bearer tok_1" });
    expect(time.waiting).toBe(0);
  });
});

describe("the socket", () => {
  test("says hello with the token in the frame, never in the address", async () => {
    const { link, network, states } = world();
    link.start();
    expect(network.last.url).toBe("wss://chat.example/ws/visitor");
    network.last.accept();
    await settle();
    await settle();
    expect(network.last.sent[0]).toMatchObject({ type: "hello", protocol: 1, token: "tok_1" });
    network.last.say({ type: "welcomed", state: EMPTY_STATE, limits: LIMITS, heartbeat_ms: 15_000 });
    expect(states).toEqual(["connecting", "ready"]);
  });

  test("4401 asks for the session again", async () => {
    const { link, network, server, time } = world();
    link.start();
    network.last.accept();
    await time.advance(0);
    network.last.cut(4401);
    await time.advance(2_000);
    network.last.accept();
    await time.advance(0);
    expect(server.asked.map(({ call }) => call)).toEqual([
      "POST /api/visitor/session",
      "POST /api/visitor/session",
    ]);
    expect(network.sockets).toHaveLength(2);
  });
});

describe("without sockets", () => {
  const CONVERSATION = {
    id: "cv_1",
    owner_state: "human",
    owner_version: 1,
    agent_ids: [],
    last_seq: 1,
    agent_read_seq: 0,
    visitor_read_seq: 0,
    created_at: 1,
  };
  const withState = { ...EMPTY_STATE, conversation: CONVERSATION };
  const accepted = { client_msg_id: "c1", conversation_id: "cv_1", id: "msg_1", seq: 1, created_at: 1 };
  const text = { type: "text" as const, text: "hello" };

  test("calls take over after three failed connections, with the same frames", async () => {
    const { block, frames, states, link, server, time } = world({
      "GET /api/visitor/state": withState,
      "POST /api/visitor/messages": accepted,
      "GET /api/visitor/messages": { messages: [], notes: [], last_seq: 1, more: false },
    });
    await block();
    expect(last(states)).toBe("ready");
    expect(frames.map(({ type }) => type)).toContain("welcomed");
    expect(link.send({ type: "send_message", client_msg_id: "c1", content: text })).toBe(true);
    link.send({ type: "resume", conversation_id: "cv_1", after_seq: 0, epoch: "e1" });
    await settle();
    await time.advance(0);
    expect(frames).toContainEqual({ type: "message_accepted", accepted });
    expect(frames).toContainEqual({
      type: "resumed",
      conversation: CONVERSATION,
      messages: [],
      more: false,
    });
    expect(server.asked.some(({ bearer }) => bearer === "Bearer tok_1")).toBe(true);
  });

  test("a socket that opens and stays mute keeps nobody waiting: calls take over after 5 s", async () => {
    const { link, network, frames, states, time } = world({ "GET /api/visitor/state": withState });
    link.start();
    network.last.accept();
    await time.advance(0);
    await time.advance(5_000);
    await vi.dynamicImportSettled();
    await time.advance(0);
    expect(last(states)).toBe("ready");
    expect(frames.map(({ type }) => type)).toContain("welcomed");
  });

  test("the state is asked for at intervals and told as a heartbeat", async () => {
    const { block, frames, time } = world({ "GET /api/visitor/state": withState });
    await block();
    frames.length = 0;
    await time.advance(4_000);
    expect(frames).toContainEqual({
      type: "heartbeat",
      epoch: "e1",
      availability: "online",
      conversation_id: "cv_1",
      last_seq: 1,
    });
  });

  test("a lost call is a refusal to be repeated, a refused one is not", async () => {
    const { block, frames, link, server, time } = world({ "GET /api/visitor/state": withState });
    await block();
    link.send({ type: "send_message", client_msg_id: "c1", content: text });
    await time.advance(0);
    expect(last(frames)).toMatchObject({ type: "refused", refused: { retry_after_ms: 5_000 } });
    server.answers["POST /api/visitor/messages"] = 422;
    link.send({ type: "send_message", client_msg_id: "c1", content: text });
    await time.advance(0);
    const refusal = last(frames);
    expect(refusal).toMatchObject({ type: "refused", refused: { client_msg_id: "c1" } });
    expect(refusal?.type === "refused" && "retry_after_ms" in refusal.refused).toBe(false);
  });

  test("the socket takes over again as soon as it works", async () => {
    const { block, network, states, frames, link, time, server } = world({
      "GET /api/visitor/state": withState,
    });
    await block();
    network.forbidden = false;
    link.wake();
    network.last.accept();
    await time.advance(0);
    network.last.say({ type: "welcomed", state: EMPTY_STATE, limits: LIMITS, heartbeat_ms: 15_000 });
    expect(last(states)).toBe("ready");
    const calls = server.asked.length;
    frames.length = 0;
    await time.advance(10_000);
    expect(server.asked).toHaveLength(calls);
    link.send({ type: "set_typing", typing: true });
    expect(last(network.last.sent)).toEqual({ type: "set_typing", typing: true });
  });

  test("stop ends everything", async () => {
    const { block, link, time, server } = world({ "GET /api/visitor/state": withState });
    await block();
    link.stop();
    const calls = server.asked.length;
    await time.advance(120_000);
    expect(server.asked).toHaveLength(calls);
    expect(time.waiting).toBe(0);
  });
});
