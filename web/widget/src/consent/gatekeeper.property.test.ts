/**
 * Random lives of a visitor: signals, calls, managers, own answers, other tabs, reloads, time, a server that is slow
 * or away. Whatever happens, nothing gated is stored, runs or is sent without a grant, and nothing at all by a page
 * that has been left.
 *
 * Source: privacy.md section 11, B4, B5, C1, C2.
 */
import { seededRandom, settle } from "@entrenous/protocol/testing/manual-time.ts";
import { expect, test } from "vitest";
import { ANSWER_LIFE_MS, type Heard, type Reading } from "./authority.ts";
import type { Answer, Gated } from "./purposes.ts";
import { clearBrowser, KEY, World } from "./testing/world.ts";

const RUNS = 50;
const STEPS = 50;
const TIMEOUT_MS = 60_000;
const DAY_MS = 86_400_000;
const PURPOSES = ["statistics", "marketing"] as const;

/** Watches one world; `check` is the property. */
class Watch {
  readonly world: World;
  grants = 0;
  purges = 0;
  sent = 0;
  elsewhere = 0;
  /** How often names waited for a manager to come. */
  waits = 0;
  /** The last look for managers is not over. */
  #isEarly = true;

  constructor(gpc: "strict" | "overridable") {
    this.world = new World({ gpc });
  }

  load(...heard: Heard[]): void {
    this.#isEarly = true;
    this.world.load(...heard);
  }

  /** The page is left, something happens, another one is loaded. */
  reload(happens: () => void, ...heard: Heard[]): void {
    this.world.unload();
    happens();
    this.load(...heard);
  }

  stopWaiting(): void {
    this.#isEarly = false;
    this.world.keeper.stopWaiting();
  }

  /** Only a manager's yes that is still kept may be waited for, and only until the last look. */
  #mayWait(purpose: Gated): boolean {
    const { time, settings, keeper } = this.world;
    const { v: kept, exp } = JSON.parse(localStorage.getItem(`ssupp_${KEY}`) ?? "{}");
    const isAlive =
      exp > time.now() &&
      kept.text_version === settings.text_version &&
      kept.answers?.[purpose] === true &&
      !/^(own|api|gpc)$/.test(kept.by[purpose]);
    const isUnknown = keeper.decision().answers[purpose] === "unknown";
    return this.#isEarly && isAlive && isUnknown && settings.purposes.includes(purpose);
  }

  /** The visitor changes an answer in another tab of the site, whose storage this one shares. */
  answerElsewhere(choice: Partial<Record<Gated, boolean>>): void {
    const kept = JSON.parse(localStorage.getItem(`ssupp_${KEY}`) ?? "null");
    if (!kept?.v.answers) return;
    const now = this.world.time.now();
    for (const purpose of PURPOSES) {
      if (choice[purpose] === undefined) continue;
      kept.v.answers[purpose] = choice[purpose];
      kept.v.by[purpose] = "own";
    }
    const answer = { ...kept.v, answered_at: now, overrides: false, unsent: undefined };
    localStorage.setItem(`ssupp_${KEY}`, JSON.stringify({ v: answer, exp: now + ANSWER_LIFE_MS }));
    this.elsewhere++;
    this.world.keeper.hearKept();
  }

  isGranted(purpose: Gated): boolean {
    return this.world.keeper.decision().answers[purpose] === "granted";
  }

  check(): void {
    const { world } = this;
    const stored = world.stored();
    const { answers } = world.keeper.decision();
    for (const purpose of PURPOSES) {
      if (answers[purpose] === "granted") {
        this.grants++;
        // The other direction: a grant is used, or the property would hold for a module that does nothing.
        expect(stored[purpose], `${purpose} is in use`).toHaveLength(1);
      } else if (this.#mayWait(purpose)) {
        this.waits += stored[purpose].length;
      } else {
        expect(stored[purpose], `${purpose} is ${answers[purpose]}`).toEqual([]);
      }
    }
    const runs = world.log.filter((line) => line === "start statistics").length;
    const ends = world.log.filter((line) => line === "stop statistics").length;
    expect(runs - ends, "page history runs").toBe(this.isGranted("statistics") ? 1 : 0);
    this.purges = world.log.filter((line) => line.startsWith("purge")).length;
    this.sent = world.visits.length + world.pages.length;
  }
}

async function run(seed: number): Promise<Watch> {
  const random = seededRandom(seed);
  const pick = (n: number) => Math.floor(random() * n);
  const one = <T>(items: readonly T[]): T => items[pick(items.length)] as T;
  const answers = ["granted", "denied", "unknown"] as const satisfies readonly Answer[];
  const some = <T>(make: () => T) => {
    const made: Partial<Record<Gated, T>> = {};
    for (const purpose of PURPOSES) if (pick(3) > 0) made[purpose] = make();
    return made;
  };
  const reading = (id: string): Reading => ({ id, answers: some(() => one(answers)) });
  const readings = () => ["a", "b"].slice(0, pick(3)).map(reading);
  const watch = new Watch(one(["strict", "overridable"]));
  const { world } = watch;
  watch.load();

  for (let step = 0; step < STEPS; step++) {
    switch (pick(18)) {
      case 0:
        world.keeper.hear({ type: "signal", isOn: pick(3) === 0 });
        break;
      case 1:
        world.keeper.hear({ type: "page", answers: some(() => pick(2) === 0) });
        break;
      case 2:
      case 3:
        world.keeper.hear({ type: "managers", readings: readings() });
        break;
      case 4:
        world.keeper.hear({ type: "platforms", readings: pick(3) === 0 ? [reading("p")] : [] });
        break;
      case 5:
      case 6:
        world.keeper.answer(
          some(() => pick(2) === 0),
          one(["shown", "asked"]),
        );
        break;
      case 7:
        watch.reload(
          () => {},
          { type: "signal", isOn: pick(4) === 0 },
          { type: "managers", readings: readings() },
        );
        break;
      case 8:
        await world.time.advance(one([1_000, 31 * 60_000, 100 * DAY_MS]));
        world.keeper.hear();
        watch.stopWaiting();
        break;
      case 9:
        world.isOnline = pick(2) === 0;
        world.network.dispatchEvent(new Event("online"));
        break;
      case 10:
        world.isHeld = pick(2) === 0;
        for (const call of world.pending.splice(0)) {
          call.answer(one(["as usual", { kind: "refused" }, { kind: "later" }]));
        }
        break;
      case 11:
        watch.answerElsewhere(some(() => pick(2) === 0));
        break;
      case 12:
        watch.stopWaiting();
        break;
      case 13:
        // Somebody clears what the browser keeps of the answer, but not the rest.
        watch.reload(() => localStorage.removeItem(`ssupp_${KEY}`));
        break;
      case 14:
        watch.reload(() => Object.assign(world.settings, { text_version: 1 + pick(2) }));
        break;
      case 15:
        watch.reload(() => Object.assign(world.settings, { purposes: PURPOSES.filter(() => pick(5) > 0) }));
        break;
      case 16:
        watch.reload(() => world.erase());
        break;
      default:
        world.onPage();
        world.keeper.hearKept();
    }
    watch.check();
    // What was on its way when the answer changed arrives now, or not at all.
    const before = { visits: world.visits.length, pages: world.pages.length };
    await settle();
    if (!watch.isGranted("marketing")) expect(world.visits).toHaveLength(before.visits);
    if (!watch.isGranted("statistics")) expect(world.pages).toHaveLength(before.pages);
    watch.check();
  }
  world.unload();
  // Whatever the left page still waits for, it sends and stores nothing any more.
  const before = { visits: world.visits.length, pages: world.pages.length, stored: world.stored() };
  world.isHeld = false;
  await world.time.advance(DAY_MS);
  expect({ visits: world.visits.length, pages: world.pages.length, stored: world.stored() }).toEqual(before);
  return watch;
}

test(
  "no sequence of events leaves gated storage, a running module or a request without a grant",
  async () => {
    let grants = 0;
    let purges = 0;
    let sent = 0;
    let entries = 0;
    let elsewhere = 0;
    let waits = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      clearBrowser();
      const watch = await run(seed).catch((failure: unknown) => {
        throw new Error(`seed ${seed}: ${failure}`);
      });
      grants += watch.grants;
      purges += watch.purges;
      sent += watch.sent;
      entries += watch.world.entries.length;
      elsewhere += watch.elsewhere;
      waits += watch.waits;
    }
    // The runs must have exercised what they are about.
    expect(grants).toBeGreaterThan(RUNS * 10);
    expect(purges).toBeGreaterThan(RUNS * 3);
    expect(sent).toBeGreaterThan(RUNS);
    expect(entries).toBeGreaterThan(RUNS * 3);
    expect(elsewhere).toBeGreaterThan(RUNS);
    expect(waits).toBeGreaterThan(RUNS);
  },
  TIMEOUT_MS,
);
