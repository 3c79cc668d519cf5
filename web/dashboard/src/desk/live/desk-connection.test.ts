import { FakeNetwork } from "@entrenous/protocol/testing/fake-socket.ts";
import { ManualTime, seededRandom, settle } from "@entrenous/protocol/testing/manual-time.ts";
import { describe, expect, it } from "vitest";
import { Refusal, Unreachable } from "../../api/failure.ts";
import { applyPage } from "../state/apply-answer.ts";
import { emptyDesk } from "../state/desk-state.ts";
import { DeskStore } from "../state/desk-store.ts";
import type { NumberedEvent } from "../state/shapes.ts";
import { DeskLog } from "../testing/desk-log.ts";
import { overtaking } from "../testing/overtaking.ts";
import { agent, ME } from "../testing/samples.ts";
import type { DeskCalls } from "./desk-calls.ts";
import { deskCalls } from "./desk-calls.ts";
import { DeskConnection } from "./desk-connection.ts";
import type { DeskLink } from "./desk-link.ts";

const LIMITS = { frame_bytes: 65_536, text_chars: 4_000, file_bytes: 10, frames_per_10s: 100 };
const SENDING = { type: "text", conversationId: "cv_1", text: "Bonjour" } as const;

function world() {
  const time = new ManualTime();
  const network = new FakeNetwork();
  const log = new DeskLog(["si_1"], seededRandom(7));
  log.happen();
  const store = new DeskStore(emptyDesk(ME));
  const links: DeskLink[] = [];
  const applied: NumberedEvent[] = [];
  const posted: string[] = [];
  const state = { reloads: 0, callsWork: true, refuse: false, random: 0.5 };
  const askedAt: number[] = [];
  const reload = async () => {
    if (!state.callsWork) throw new Unreachable("no answer");
    state.reloads += 1;
    const asked = { view: "all", siteId: undefined, after: undefined } as const;
    store.update((before) => applyPage(before, asked, log.page()));
  };
  const calls: DeskCalls = {
    ...deskCalls,
    ticket: async () => {
      if (!state.callsWork) throw new Unreachable("no answer");
      return { ticket: "tk" };
    },
    send: async (_, body) => {
      if (!state.callsWork) throw new Unreachable("no answer");
      const refusal = { code: "conversation_closed", message: "It is closed.", request_id: "r" } as const;
      if (state.refuse) throw new Refusal(409, refusal);
      posted.push(body.client_msg_id);
      const { client_msg_id } = body;
      return { client_msg_id, conversation_id: "cv_1", id: "ms_1", seq: 1, created_at: 0 };
    },
  };
  let id = 0;
  const connection = new DeskConnection({
    store,
    calls,
    url: () => "ws://desk.example/ws/agent",
    newId: () => `m${++id}`,
    onReload: reload,
    onAsk: () => {
      askedAt.push(time.now());
      return reload();
    },
    onApplied: (events) => applied.push(...events),
    onLink: (link) => links.push(link),
    clock: time,
    timers: time,
    world: { open: network.open, random: () => state.random },
  });
  const welcome = async () => {
    network.last.accept();
    await settle();
    network.last.say({
      type: "welcomed",
      agent_id: ME,
      epoch: "e1",
      positions: log.positions,
      agents: [agent(ME)],
      limits: LIMITS,
      heartbeat_ms: 15_000,
    });
  };
  return { time, network, log, askedAt, store, links, applied, posted, state, connection, welcome };
}

const typesOf = (sent: readonly { type: string }[]) => sent.map((frame) => frame.type);

/** What was asked of the server, as the numbers after which it was. */
const resumesOf = (sent: readonly { type: string; position?: unknown }[]) =>
  sent.filter((frame) => frame.type === "resume").map((frame) => frame.position);

const afterNumber = (number: number) => ({ site_id: "si_1", number });

const TOO_MANY = { code: "rate_limited", message: "Too many at once.", retry_after_ms: 4_000 } as const;

/** A live desk that has heard the event 1 and then the event 3, with what the server says about the event 2. */
async function withHole() {
  const all = world();
  all.connection.start();
  await all.welcome();
  await all.connection.reload();
  const [late, early] = [all.log.happen(), all.log.happen()];
  all.network.last.say(early);
  return { ...all, late };
}

describe("DeskConnection", () => {
  it("resumes from the last number without a gap, and applies each event once", async () => {
    const { time, network, log, store, applied, late } = await withHole();
    await time.advance(300);
    expect(resumesOf(network.last.sent)).toEqual([afterNumber(1)]);
    network.last.say(late);
    network.last.say(log.resume(afterNumber(1)));
    network.last.say(late);
    expect(applied.map((event) => event.position.number)).toEqual([2, 3]);
    expect(store.get().conversations).toEqual(log.conversations);
  });

  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    "asks for nothing when events only overtake each other, and tells each once in its order (seed %i)",
    async (seed) => {
      const { time, network, log, store, applied, connection, welcome } = world();
      connection.start();
      await welcome();
      await connection.reload();
      const random = seededRandom(seed);
      const frames = Array.from({ length: 200 }, () => log.happen());
      // Each place is 5 ms, so nothing is much later than 200 ms.
      for (const frame of overtaking(frames, 40, random)) {
        network.last.say(frame);
        if (random() < 0.2) network.last.say(frame); // repeated
        await time.advance(5);
      }
      await time.advance(1_000);
      expect(resumesOf(network.last.sent)).toEqual([]);
      expect(applied.map((event) => event.position.number)).toEqual(frames.map((_, at) => at + 2));
      expect(store.get().conversations).toEqual(log.conversations);
      connection.stop();
      expect(time.waiting).toBe(0);
    },
  );

  it("asks once for each event that was lost among those that overtake each other", async () => {
    const { time, network, log, applied, connection, welcome } = world();
    connection.start();
    await welcome();
    await connection.reload();
    const frames = Array.from({ length: 200 }, () => log.happen());
    const lost = [frames[40], frames[120]];
    let answered = 0;
    for (const frame of overtaking(frames, 10, seededRandom(1))) {
      if (!lost.includes(frame)) network.last.say(frame);
      await time.advance(20);
      const asked = resumesOf(network.last.sent);
      if (asked.length > answered) network.last.say(log.resume(asked[answered++] as never));
    }
    await time.advance(1_000);
    // The first lost event is number 42: number 1 was there before.
    expect(resumesOf(network.last.sent)).toEqual([afterNumber(41), afterNumber(121)]);
    expect(applied.map((event) => event.position.number)).toEqual(frames.map((_, at) => at + 2));
  });

  it("asks at once for what a reconnection tells it of", async () => {
    const { time, network, log, connection, welcome } = world();
    connection.start();
    await welcome();
    await connection.reload();
    network.last.cut();
    log.happen();
    await time.advance(1_000);
    await welcome();
    expect(resumesOf(network.last.sent)).toEqual([afterNumber(1)]);
  });

  it("asks again when the server said that a refused question may come again, and not before", async () => {
    const { time, network, log, store } = await withHole();
    await time.advance(300);
    network.last.say({ type: "refused", refused: TOO_MANY });
    network.last.say(log.heartbeat());
    await time.advance(3_999);
    expect(resumesOf(network.last.sent)).toHaveLength(1);
    await time.advance(1);
    expect(resumesOf(network.last.sent)).toEqual([afterNumber(1), afterNumber(1)]);
    network.last.say(log.resume(afterNumber(1)));
    expect(store.get().conversations).toEqual(log.conversations);
  });

  it("asks nothing while a message is one frame too many, but does when only the message is refused", async () => {
    for (const { refused, resumes } of [
      { refused: TOO_MANY, resumes: 0 },
      { refused: { code: "conversation_closed", message: "It is closed." }, resumes: 1 },
    ]) {
      const { time, network, connection } = await withHole();
      connection.queue.add(SENDING);
      network.last.say({ type: "refused", refused: { ...refused, client_msg_id: "m1" } });
      await time.advance(3_999);
      expect(resumesOf(network.last.sent)).toHaveLength(resumes);
      await time.advance(301);
      expect(resumesOf(network.last.sent)).toHaveLength(1);
    }
  });

  it("asks again at the next heartbeat when a refusal names no time", async () => {
    const { time, network, log } = await withHole();
    await time.advance(300);
    network.last.say({ type: "refused", refused: { code: "bad_request", message: "Not understood." } });
    await time.advance(10_000);
    expect(resumesOf(network.last.sent)).toHaveLength(1);
    network.last.say(log.heartbeat());
    expect(resumesOf(network.last.sent)).toHaveLength(2);
  });

  it("asks for more until the server has no more", async () => {
    const { time, network, log, store, connection, welcome } = world();
    connection.start();
    await welcome();
    await connection.reload();
    for (let n = 0; n < 20; n += 1) log.happen();
    network.last.say(log.heartbeat());
    await time.advance(300);
    for (let turn = 0; turn < 5; turn += 1) {
      const asked = network.last.sent.at(-1);
      if (asked?.type === "resume") network.last.say(log.resume(asked.position as never));
    }
    expect(store.get().conversations).toEqual(log.conversations);
  });

  it("loads everything again when its numbers are too old", async () => {
    const { network, log, store, state, connection, welcome } = world();
    connection.start();
    await welcome();
    await connection.reload();
    for (let n = 0; n < 5; n += 1) log.happen();
    log.forgotten.set("si_1", 6);
    network.last.say(log.heartbeat());
    network.last.say(log.resume({ site_id: "si_1", number: 1 }));
    await settle();
    expect(state.reloads).toBe(2);
    expect(store.get().conversations).toEqual(log.conversations);
  });

  it("sends an unanswered message again after a loss, with the same id, and shows it until its event comes", async () => {
    const { time, network, store, connection, welcome } = world();
    connection.start();
    await welcome();
    connection.queue.add(SENDING);
    const first = network.last.sent.at(-1);
    network.last.cut();
    expect(store.get().outbox.unsent[0]?.state).toBe("waiting");
    await time.advance(1_000);
    await welcome();
    expect(network.last.sent.at(-1)).toEqual(first);
    const accepted = { client_msg_id: "m1", conversation_id: "cv_1", id: "ms_1", seq: 2, created_at: 0 };
    network.last.say({ type: "message_accepted", accepted });
    expect(store.get().outbox.unsent).toEqual([]);
    expect(store.get().outbox.kept.map((one) => one.clientMsgId)).toEqual(["m1"]);
  });

  it("tells again what is open after a reconnection", async () => {
    const { time, network, connection, welcome } = world();
    connection.start();
    await welcome();
    connection.view("cv_1");
    network.last.cut();
    await time.advance(1_000);
    await welcome();
    expect(network.last.sent).toContainEqual({ type: "set_viewing", conversation_id: "cv_1" });
  });

  it("goes over to plain calls where sockets are blocked, and back", async () => {
    const { time, network, links, posted, state, connection, welcome } = world();
    connection.start();
    network.last.cut();
    await time.advance(500);
    network.last.cut();
    await time.advance(6_000);
    expect(links.at(-1)).toBe("asking");
    connection.queue.add(SENDING);
    await settle();
    expect(posted).toEqual(["m1"]);
    expect(connection.queue.entries).toEqual([]);
    await time.advance(30_000);
    const before = state.reloads;
    await welcome();
    expect(links.at(-1)).toBe("live");
    await time.advance(14_000);
    expect(state.reloads).toBe(before);
    expect(typesOf(network.last.sent)).toContain("hello");
  });

  it("asks by plain calls as soon as a socket opened and stayed mute for 5 s", async () => {
    const { time, network, links, connection } = world();
    connection.start();
    network.last.accept();
    await settle();
    await time.advance(5_000);
    await settle();
    expect(links.at(-1)).toBe("asking");
  });

  it("shows a reply as waiting when the network went, while the socket still looks alive", async () => {
    const { time, network, links, state, connection, welcome } = world();
    connection.start();
    await welcome();
    state.callsWork = false;
    connection.lost();
    connection.queue.add(SENDING);
    expect(connection.queue.entries[0]?.state).toBe("waiting");
    expect(links.at(-1)).toBe("lost");
    state.callsWork = true;
    await time.advance(500);
    await welcome();
    expect(typesOf(network.last.sent)).toContain("send_message");
  });

  it("keeps a message that a plain call refused, with the server's words", async () => {
    const { time, network, state, connection } = world();
    connection.start();
    network.last.cut();
    await time.advance(500);
    network.last.cut();
    await time.advance(6_000);
    state.refuse = true;
    connection.queue.add(SENDING);
    await settle();
    expect(connection.queue.entries[0]).toMatchObject({ state: "failed", reason: "It is closed." });
  });

  it("asks at random, ever rarer times while nobody answers, and at the usual pace again afterwards", async () => {
    const { time, network, askedAt, state, connection } = world();
    // The socket finds nobody either, and stays out of the way.
    state.random = 0.999_999;
    connection.start();
    state.callsWork = false;
    const waits = async (ms: number) => {
      askedAt.length = 0;
      for (let passed = 0; passed < ms; passed += 500) {
        if (!network.last.closed) network.last.cut();
        await time.advance(500);
        await settle();
      }
      return askedAt.slice(1).map((at, index) => Math.round((at - (askedAt[index] ?? 0)) / 500) / 2);
    };
    expect(await waits(300_000)).toEqual([10, 20, 40, 60, 60, 60]);
    state.random = 0.25;
    expect((await waits(120_000)).slice(0, 3)).toEqual([15, 15, 15]);
    // The network is said to be back: the long wait is given up.
    connection.wake();
    expect((await waits(30_000)).slice(0, 2)).toEqual([2.5, 5]);
    state.callsWork = true;
    expect((await waits(60_000)).slice(1, 4)).toEqual([5, 5, 5]);
  });

  it("lets messages wait while nothing works", async () => {
    const { time, network, links, state, connection } = world();
    connection.start();
    state.callsWork = false;
    network.last.cut();
    await time.advance(500);
    network.last.cut();
    await time.advance(6_000);
    connection.queue.add(SENDING);
    await settle();
    expect(links.at(-1)).toBe("lost");
    expect(connection.queue.entries[0]?.state).toBe("waiting");
  });
});
