import { seededRandom } from "@entrenous/protocol/testing/manual-time.ts";
import { describe, expect, it } from "vitest";
import { DeskLog } from "../testing/desk-log.ts";
import { agent, conversation, ME, message, note } from "../testing/samples.ts";
import { applyPage, applyThread } from "./apply-answer.ts";
import { openHoles, staleSites } from "./apply-event.ts";
import { applyFrame, asking, disconnected } from "./apply-frame.ts";
import { type DeskState, emptyDesk } from "./desk-state.ts";
import { stillWriting } from "./typing.ts";

const FIRST_PAGE = { view: "all", siteId: undefined, after: undefined } as const;

function welcomed(state: DeskState, log: DeskLog): DeskState {
  const limits = { frame_bytes: 65_536, text_chars: 4_000, file_bytes: 10, frames_per_10s: 100 };
  const positions = log.positions;
  const agents = [agent(ME)];
  return applyFrame(
    state,
    { type: "welcomed", agent_id: ME, epoch: "e1", positions, agents, limits, heartbeat_ms: 15_000 },
    0,
  );
}

/** Asks for what is missing, as the connection does, until nothing is; answers may be lost on the way. */
function catchUp(state: DeskState, log: DeskLog, lost: () => boolean): DeskState {
  let next = state;
  for (const { siteId, after } of openHoles(next)) {
    next = asking(next, siteId);
    const answer = log.resume({ site_id: siteId, number: after });
    if (!lost()) next = applyFrame(next, answer, 0);
  }
  return staleSites(next).length > 0 && !lost() ? reload(next, log) : next;
}

function reload(state: DeskState, log: DeskLog): DeskState {
  const opened = [...state.threads.keys()];
  let next = applyPage(state, FIRST_PAGE, log.page());
  for (const id of opened) {
    const out = log.thread(id);
    if (out) next = applyThread(next, out);
  }
  return next;
}

describe("applyFrame", () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    "ends as the log does, however frames are lost, repeated and reordered (seed %i)",
    (seed) => {
      const random = seededRandom(seed);
      const log = new DeskLog(["si_1", "si_2", "si_3"], random);
      for (let n = 0; n < 20; n += 1) log.happen();
      let state = welcomed(emptyDesk(ME), log);
      state = applyPage(state, FIRST_PAGE, log.page());
      for (const id of [...log.held.keys()].slice(0, 3)) {
        const out = log.thread(id);
        if (out) state = applyThread(state, out);
      }
      const late: Parameters<typeof applyFrame>[1][] = [];
      for (let n = 0; n < 400; n += 1) {
        const frame = log.happen();
        const dice = random();
        if (dice < 0.15) continue; // lost
        if (dice < 0.3)
          late.push(frame); // reordered
        else state = applyFrame(state, frame, 0);
        if (dice > 0.9) state = applyFrame(state, frame, 0); // repeated
        const old = late[0];
        if (old && random() < 0.3) state = applyFrame(state, late.shift() ?? old, 0);
        if (random() < 0.02)
          for (const { site_id, number } of log.positions) log.forgotten.set(site_id, number);
        if (random() < 0.1) state = applyFrame(state, log.heartbeat(), 0);
        if (random() < 0.05) state = welcomed(disconnected(state), log);
        if (random() < 0.5) state = catchUp(state, log, () => random() < 0.3);
      }
      state = applyFrame(state, log.heartbeat(), 0);
      while (openHoles(state).length > 0 || staleSites(state).length > 0) {
        state = catchUp(state, log, () => false);
      }
      expect(state.conversations).toEqual(log.conversations);
      expect([...state.cursors].map(([site_id, { number }]) => ({ site_id, number }))).toEqual(log.positions);
      for (const [id, thread] of state.threads) {
        const truth = log.held.get(id);
        expect(thread.messages).toEqual(truth?.messages);
        expect(new Set(thread.notes)).toEqual(new Set(truth?.notes));
      }
    },
  );

  it("keeps the counts in step with what it knows", () => {
    const log = new DeskLog(["si_1"], seededRandom(1));
    for (let n = 0; n < 60; n += 1) log.happen();
    let state = applyPage(welcomed(emptyDesk(ME), log), FIRST_PAGE, log.page());
    for (let n = 0; n < 200; n += 1) {
      state = applyFrame(state, log.happen(), 0);
      if (state.countsDoubtful) state = applyPage(state, FIRST_PAGE, log.page());
    }
    expect(state.counts).toEqual(log.page().counts);
  });

  it("applies nothing before the first page, and then only what came after it", () => {
    const log = new DeskLog(["si_1"], seededRandom(2));
    const early = log.happen();
    let state = applyFrame(welcomed(emptyDesk(ME), log), early, 0);
    expect(state.conversations.size).toBe(0);
    state = applyPage(state, FIRST_PAGE, log.page());
    expect(applyFrame(state, early, 0)).toBe(state);
  });

  it("forgets its numbers in another epoch and keeps what is unsent", () => {
    const log = new DeskLog(["si_1"], seededRandom(3));
    log.happen();
    const entry = {
      clientMsgId: "m1",
      payload: { type: "text", conversationId: "cv_1", text: "Bonjour" },
      state: "waiting",
      createdAt: 0,
    } as const;
    const before = {
      ...applyPage(welcomed(emptyDesk(ME), log), FIRST_PAGE, log.page()),
      outbox: { unsent: [entry], kept: [] },
    };
    const after = applyFrame(before, { type: "heartbeat", epoch: "e2", positions: log.positions }, 0);
    expect(after.conversations.size).toBe(0);
    expect(after.lists.size).toBe(0);
    expect(after.outbox.unsent).toEqual([entry]);
  });

  it("drops what belongs to a site that the agent may no longer see", () => {
    const log = new DeskLog(["si_1", "si_2"], seededRandom(4));
    for (let n = 0; n < 30; n += 1) log.happen();
    const state = applyPage(welcomed(emptyDesk(ME), log), FIRST_PAGE, log.page());
    const fewer = new DeskLog(["si_1"], seededRandom(4));
    const after = welcomed(disconnected(state), fewer);
    expect([...after.conversations.values()].every((one) => one.site_id === "si_1")).toBe(true);
    expect([...after.cursors.keys()]).toEqual(["si_1"]);
  });

  it("loads the lists again for a site that came later", () => {
    const state = applyPage(
      welcomed(emptyDesk(ME), new DeskLog(["si_1"], seededRandom(5))),
      FIRST_PAGE,
      new DeskLog(["si_1"], seededRandom(5)).page(),
    );
    const more = new DeskLog(["si_1", "si_2"], seededRandom(5));
    const after = welcomed(disconnected(state), more);
    expect(staleSites(after)).toEqual(["si_2"]);
    expect(staleSites(applyPage(after, FIRST_PAGE, more.page()))).toEqual([]);
  });

  it("does not let an answer that was on its way bring back what was removed", () => {
    const log = new DeskLog(["si_1"], seededRandom(6));
    log.happen();
    const old = log.page();
    const id = old.items[0]?.id ?? "";
    let state = applyPage(welcomed(emptyDesk(ME), log), FIRST_PAGE, old);
    const gone = {
      position: { site_id: "si_1", number: 2 },
      event: { kind: "removed", conversation_id: id },
    } as const;
    state = applyFrame(state, { type: "event", event: gone }, 0);
    state = applyPage(state, FIRST_PAGE, old);
    expect(state.conversations.has(id)).toBe(false);
  });

  it("ends the typing sign by itself, and at once when the message comes", () => {
    const typing = {
      type: "typing_changed",
      conversation_id: "cv_1",
      author_kind: "visitor",
      author_id: "vi_1",
      name: "",
      typing: true,
    } as const;
    let state = applyFrame(emptyDesk(ME), typing, 1_000);
    expect(stillWriting(state.typing.get("cv_1") ?? [], 2_000)).toHaveLength(1);
    expect(stillWriting(state.typing.get("cv_1") ?? [], 60_000)).toHaveLength(0);
    const page = {
      items: [],
      counts: { mine: 0, unassigned: 0, all: 0 },
      positions: [{ site_id: "si_1", number: 0 }],
    };
    state = applyPage(state, FIRST_PAGE, page);
    const event = {
      kind: "message_added",
      conversation: conversation("cv_1", { last_seq: 1 }),
      message: message(1),
    };
    state = applyFrame(
      state,
      { type: "event", event: { position: { site_id: "si_1", number: 1 }, event: event as never } },
      2_000,
    );
    expect(state.typing.get("cv_1")).toEqual([]);
  });

  it("shows what was kept until its event brings it", () => {
    const entry = (clientMsgId: string) => ({
      clientMsgId,
      payload: { type: "note" as const, conversationId: "cv_1", text: "look" },
      state: "sending" as const,
      createdAt: 0,
    });
    const start = { ...emptyDesk(ME), outbox: { unsent: [], kept: [entry("a"), entry("b")] } };
    const out = {
      conversation: conversation("cv_1"),
      messages: [],
      notes: [note("1", 0, { client_msg_id: "a" })],
      earlier: [],
      viewing: [],
    };
    expect(applyThread(start, out).outbox.kept.map((one) => one.clientMsgId)).toEqual(["b"]);
  });
});
