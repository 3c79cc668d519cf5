import { seededRandom } from "@entrenous/protocol/testing/manual-time.ts";
import { describe, expect, it } from "vitest";
import { DeskLog } from "../testing/desk-log.ts";
import { overtaking } from "../testing/overtaking.ts";
import { agent, ME } from "../testing/samples.ts";
import { applyPage, applyThread } from "./apply-answer.ts";
import { openHoles, staleSites } from "./apply-event.ts";
import { applyFrame, asking, disconnected } from "./apply-frame.ts";
import { type DeskState, emptyDesk } from "./desk-state.ts";

type Frame = Parameters<typeof applyFrame>[1];

const FIRST_PAGE = { view: "all", siteId: undefined, after: undefined } as const;
const LIMITS = { frame_bytes: 65_536, text_chars: 4_000, file_bytes: 10, frames_per_10s: 100 };
const seeds = (count: number) => Array.from({ length: count }, (_, seed) => seed);

function welcomed(state: DeskState, log: DeskLog): DeskState {
  const frame = { agent_id: ME, epoch: "e1", positions: log.positions, agents: [agent(ME)], limits: LIMITS };
  return applyFrame(state, { type: "welcomed", heartbeat_ms: 15_000, ...frame }, 0);
}

/** A desk that has loaded its lists and opened some threads. */
function opened(log: DeskLog): DeskState {
  for (let n = 0; n < 20; n += 1) log.happen();
  let state = applyPage(welcomed(emptyDesk(ME), log), FIRST_PAGE, log.page());
  for (const id of [...log.held.keys()].slice(0, 3)) {
    const out = log.thread(id);
    if (out) state = applyThread(state, out);
  }
  return state;
}

function happenings(log: DeskLog, count: number): readonly Frame[] {
  return Array.from({ length: count }, () => log.happen());
}

const hearAll = (state: DeskState, frames: readonly Frame[]) =>
  frames.reduce((before, frame) => applyFrame(before, frame, 0), state);

/** Resumes the site until nothing is missing. */
function resumed(state: DeskState, log: DeskLog): DeskState {
  let next = state;
  for (let hole = openHoles(next)[0]; hole; hole = openHoles(next)[0]) {
    const { siteId, after } = hole;
    next = applyFrame(asking(next, siteId), log.resume({ site_id: siteId, number: after }), 0);
  }
  return next;
}

/** What the desk shows, without how it came to know it. */
function shown(state: DeskState): Omit<DeskState, "cursors"> {
  const { cursors: _, ...rest } = state;
  return rest;
}

const cursorOf = (state: DeskState) => state.cursors.get("si_1");

describe("applyEvents", () => {
  it.each(seeds(60))(
    "ends as in the order of the numbers when events overtake each other or repeat, and misses nothing (seed %i)",
    (seed) => {
      const random = seededRandom(seed);
      const log = new DeskLog(["si_1", "si_2", "si_3"], random);
      const start = opened(log);
      const frames = happenings(log, 300);
      let state = start;
      const told: Frame[] = [];
      for (const frame of overtaking(frames, 1 + random() * 100, random)) {
        told.push(frame);
        state = applyFrame(state, frame, 0);
        const repeated = told[Math.floor(random() * told.length)];
        if (repeated && random() < 0.3) state = applyFrame(state, repeated, 0);
        expect(openHoles(state).filter((hole) => hole.isMissed)).toEqual([]);
      }
      expect(openHoles(state)).toEqual([]);
      const ordered = hearAll(start, frames);
      // Doubtful counts stop at 0, so there it matters in which order the sites came.
      const counts = ordered.countsDoubtful ? state.counts : ordered.counts;
      expect(state).toEqual({ ...ordered, counts });
    },
  );

  it.each(seeds(20))(
    "shows at every moment what the log said up to its number, also when events are lost (seed %i)",
    (seed) => {
      const random = seededRandom(seed);
      const log = new DeskLog(["si_1"], random);
      const start = opened(log);
      const first = cursorOf(start)?.number ?? 0;
      const frames = happenings(log, 150);
      const moments = [start];
      for (const frame of frames) moments.push(applyFrame(moments.at(-1) ?? start, frame, 0));
      let state = start;
      const hear = (frame: Frame) => {
        state = applyFrame(state, frame, 0);
        const moment = moments[(cursorOf(state)?.number ?? 0) - first];
        if (!moment) throw new Error("the log has not come this far");
        expect(shown(state)).toEqual(shown(moment));
      };
      for (const frame of overtaking(frames, 1 + random() * 40, random)) {
        if (random() < 0.15) continue; // lost
        hear(frame);
        if (random() < 0.2) hear(frame); // repeated
        const hole = openHoles(state)[0];
        if (!hole || random() < 0.7) continue;
        state = asking(state, hole.siteId);
        if (random() < 0.7) hear(log.resume({ site_id: hole.siteId, number: hole.after }));
      }
      hear(log.heartbeat());
      state = resumed(state, log);
      expect(shown(state)).toEqual(shown(moments.at(-1) ?? start));
      expect(cursorOf(state)).toMatchObject({ number: first + 150, ahead: new Map() });
    },
  );

  it("keeps only the nearest events aside, and knows that the others do not come by themselves", () => {
    const log = new DeskLog(["si_1"], seededRandom(8));
    const start = opened(log);
    const [missed, ...early] = happenings(log, 400);
    let state = hearAll(start, overtaking(early.slice(0, 256), 256, seededRandom(9)));
    expect(openHoles(state)).toEqual([{ siteId: "si_1", after: 20, isMissed: false }]);
    state = hearAll(state, early);
    expect([...(cursorOf(state)?.ahead.keys() ?? [])].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 256 }, (_, at) => 22 + at),
    );
    expect(openHoles(state)).toEqual([{ siteId: "si_1", after: 20, isMissed: true }]);
    if (missed) state = applyFrame(state, missed, 0);
    expect(openHoles(state)).toEqual([{ siteId: "si_1", after: 277, isMissed: true }]);
    expect(shown(resumed(state, log))).toEqual(
      shown(hearAll(start, [...(missed ? [missed] : []), ...early])),
    );
  });

  it("is filled by an answer, and waits for what the server did not know yet when it answered", () => {
    const log = new DeskLog(["si_1"], seededRandom(10));
    let state = opened(log);
    const [, second] = happenings(log, 2);
    if (second) state = applyFrame(state, second, 0);
    const answer = log.resume({ site_id: "si_1", number: 20 });
    const [, fourth] = happenings(log, 2);
    state = asking(state, "si_1");
    if (fourth) state = applyFrame(state, fourth, 0);
    expect(openHoles(state)).toEqual([]);
    state = applyFrame(state, answer, 0);
    expect(openHoles(state)).toEqual([{ siteId: "si_1", after: 22, isMissed: false }]);
  });

  it("misses what a reconnection tells it of, but not what a heartbeat tells first", () => {
    const log = new DeskLog(["si_1"], seededRandom(11));
    const start = opened(log);
    log.happen();
    expect(openHoles(applyFrame(start, log.heartbeat(), 0))).toMatchObject([{ isMissed: false }]);
    expect(openHoles(welcomed(disconnected(start), log))).toMatchObject([{ isMissed: true }]);
  });

  it("misses what it asked for when the question was refused or lost", () => {
    const log = new DeskLog(["si_1"], seededRandom(12));
    let state = opened(log);
    const [, second] = happenings(log, 2);
    if (second) state = applyFrame(state, second, 0);
    state = asking(state, "si_1");
    const refused = { code: "rate_limited", message: "Too many.", retry_after_ms: 4_000 } as const;
    const ofMessage = applyFrame(state, { type: "refused", refused: { ...refused, client_msg_id: "m1" } }, 0);
    expect(openHoles(ofMessage)).toEqual([]);
    const missed = [{ siteId: "si_1", after: 20, isMissed: true }];
    expect(openHoles(applyFrame(state, { type: "refused", refused }, 0))).toEqual(missed);
    expect(openHoles(applyFrame(state, log.heartbeat(), 0))).toEqual(missed);
  });

  describe("of what was kept aside", () => {
    /** A desk that keeps the event 22 aside, and the event 21 that would fill the hole. */
    function aside() {
      const log = new DeskLog(["si_1"], seededRandom(13));
      const start = opened(log);
      const [late, early] = happenings(log, 2);
      if (!late || !early) throw new Error("two events happened");
      const state = applyFrame(start, early, 0);
      expect(cursorOf(state)?.ahead.size).toBe(1);
      // Without anything in between it is applied.
      expect(cursorOf(applyFrame(state, late, 0))?.number).toBe(22);
      return { log, state, late, page: { ...log.page(), positions: [{ site_id: "si_1", number: 20 }] } };
    }

    it("forgets everything in another epoch", () => {
      const { state, late, page, log } = aside();
      const other = applyFrame(state, { type: "heartbeat", epoch: "e2", positions: log.positions }, 0);
      expect(cursorOf(applyFrame(applyPage(other, FIRST_PAGE, page), late, 0))?.number).toBe(21);
    });

    it("forgets everything when its numbers are too old, also what comes before the lists are loaded again", () => {
      const { state, late, page, log } = aside();
      const event = log.happen();
      let stale = applyFrame(state, { type: "resync_required", site_id: "si_1" }, 0);
      expect(cursorOf(applyFrame(stale, late, 0))?.number).toBe(21);
      stale = applyFrame(stale, event, 0);
      expect(cursorOf(stale)?.ahead.size).toBe(0);
      expect(staleSites(stale)).toEqual(["si_1"]);
      stale = applyPage(stale, FIRST_PAGE, page);
      expect(cursorOf(applyFrame(stale, late, 0))?.number).toBe(21);
      expect(openHoles(stale)).toMatchObject([{ isMissed: true }]);
    });

    it("forgets a site that the agent may no longer see", () => {
      const { state, late, page, log } = aside();
      const without = welcomed(disconnected(state), new DeskLog([], seededRandom(13)));
      expect(cursorOf(without)).toBeUndefined();
      const again = applyPage(welcomed(disconnected(without), log), FIRST_PAGE, page);
      expect(cursorOf(applyFrame(again, late, 0))?.number).toBe(21);
    });
  });
});
