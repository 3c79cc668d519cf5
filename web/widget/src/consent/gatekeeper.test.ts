import { settle } from "@entrenous/protocol/testing/manual-time.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Reading } from "./authority.ts";
import type { CookieJar } from "./testing/cookie-jar.ts";
import { clearBrowser, KEY, World } from "./testing/world.ts";
import type { ConsentIn } from "./wire.ts";

const DAY_MS = 86_400_000;
const YES = { statistics: true, marketing: true };
const NO = { statistics: false, marketing: false };
const ALL_NO = { statistics: false, recording: false, marketing: false };

let jar: CookieJar;
beforeEach(() => {
  jar = clearBrowser();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const page = (answers: object) => ({ type: "page", answers }) as const;
const signal = { type: "signal", isOn: true } as const;
const managers = (...readings: Reading[]) => ({ type: "managers", readings }) as const;
const klaro = (statistics: "granted" | "denied" | "unknown"): Reading => ({
  id: "klaro",
  answers: { statistics },
  evidence: { quality: "no-timestamp" },
});
const shape = ({ event, source, method, gpc, choices }: ConsentIn) => ({
  event,
  source,
  method,
  gpc,
  yes: Object.entries(choices).flatMap(([purpose, isYes]) => (isYes ? [purpose] : [])),
});
const kept = () => JSON.parse(localStorage.getItem(`ssupp_${KEY}`) ?? "{}").v;

describe("while nobody has answered", () => {
  it("nothing is stored, sent or told", async () => {
    const world = new World().load();
    await settle();
    expect([localStorage.length, sessionStorage.length, jar.names()]).toEqual([0, 0, []]);
    expect([world.entries, world.told]).toEqual([[], []]);
  });

  it("what is left from before goes, whatever its purpose", () => {
    document.cookie = "ssupp.visits=3.100.100;Max-Age=100;path=/";
    localStorage.setItem(`ssupp_${KEY}visits`, JSON.stringify({ v: "3.100.100", exp: 9e15 }));
    sessionStorage.setItem(`ssupp_${KEY}presence`, JSON.stringify({ v: "x", exp: 9e15 }));
    const world = new World().load();
    expect(world.stored()).toEqual({ statistics: [], marketing: [] });
    expect([world.entries, world.told]).toEqual([[], []]);
  });
});

describe("what an answer left on the device", () => {
  const NONE = { statistics: [], marketing: [] };
  const YES_OF_KLARO: Reading = { id: "klaro", answers: { statistics: "granted", marketing: "granted" } };
  const all = () => [`ssupp_${KEY}presence`, "ssupp.visits"];

  it.each([
    ["is gone", () => localStorage.clear()],
    ["is 182 days old", (world: World) => world.time.advance(182 * DAY_MS)],
    ["was given to another text", (world: World) => Object.assign(world.settings, { text_version: 2 })],
    [
      "is of purposes that the site uses no more",
      (world: World) => Object.assign(world.settings, { purposes: [] }),
    ],
  ])("goes with the next page when the answer %s", async (_, happens) => {
    for (const load of [
      (world: World) => world.load(managers(YES_OF_KLARO)),
      (world: World) => world.load(),
    ]) {
      jar = clearBrowser();
      const world = load(new World());
      if (!world.keeper.decision().by.marketing) world.keeper.answer(YES, "asked");
      await settle();
      expect([...world.stored().statistics, ...world.stored().marketing]).toEqual(all());
      world.unload();
      await happens(world);
      world.load();
      expect(world.stored()).toEqual(NONE);
    }
  });

  it("stays while a manager that said yes may still come, unused, and goes when it does not come", async () => {
    const world = new World().load(managers(YES_OF_KLARO));
    await settle();
    world.unload();
    const [visits, pages] = [world.visits.length, world.pages.length];
    world.load();
    await settle();
    expect([...world.stored().statistics, ...world.stored().marketing]).toEqual(all());
    expect([world.visits.length, world.pages.length]).toEqual([visits, pages]);
    world.keeper.stopWaiting();
    expect(world.stored()).toEqual(NONE);
  });

  it("goes at once when another tab takes the manager's yes back", () => {
    const world = new World().load(managers(YES_OF_KLARO));
    world.unload();
    world.load();
    localStorage.clear();
    world.keeper.hearKept();
    expect(world.stored()).toEqual(NONE);
  });

  it("goes when the ledger has forgotten the answer, which is then asked anew", async () => {
    const world = new World({ purposes: ["marketing"] }).load();
    world.keeper.answer({ marketing: true }, "asked");
    await settle();
    world.unload();
    world.erase();
    world.isNewVisit = false;
    world.load();
    await settle();
    expect(world.stored()).toEqual(NONE);
    expect(world.keeper.decision().answers.marketing).toBe("unknown");
    expect(kept()).toEqual({});
  });

  it("goes on when a manager still says yes, to a ledger that knows it as somebody new", async () => {
    const world = new World().load(managers(YES_OF_KLARO));
    await settle();
    world.unload();
    world.erase();
    world.load(managers(YES_OF_KLARO));
    await settle();
    expect(world.entries.map(({ event }) => event)).toEqual(["answered", "answered"]);
    expect(world.entries[1]?.subject).not.toBe(world.entries[0]?.subject);
    expect(kept().entry_id).toBe("ce_2");
    expect(world.pages).toHaveLength(2);
  });
});

describe("a yes", () => {
  it("starts the modules, is kept, recorded, and told to the page", async () => {
    const world = new World().load();
    world.keeper.answer(YES, "asked");
    expect(world.stored()).toEqual({
      statistics: [`ssupp_${KEY}presence`],
      marketing: ["ssupp.visits"],
    });
    expect(world.told).toEqual([{ statistics: true, recording: false, marketing: true }]);
    await settle();
    expect(world.entries.map(shape)).toEqual([
      { event: "answered", source: "own", method: "button", gpc: "none", yes: ["statistics", "marketing"] },
    ]);
    expect(world.entries[0]?.text).toEqual({ version: 1, language: "fr" });
    expect(kept()).toMatchObject({ answers: YES, entry_id: "ce_1", text_version: 1 });
    expect(world.visits).toEqual([{ count: 1, scope: "marketing of ce_1" }]);
    expect(world.pages).toHaveLength(1);
  });

  it("to a purpose that the site does not use grants nothing", () => {
    const world = new World({ purposes: ["statistics"] }).load(page({ marketing: true, recording: true }));
    expect(world.keeper.decision().answers).toEqual({
      statistics: "unknown",
      recording: "unknown",
      marketing: "unknown",
    });
    expect(world.stored()).toEqual({ statistics: [], marketing: [] });
    expect([world.entries, world.told]).toEqual([[], []]);
  });

  it("is not recorded again on the next page, whose modules get their tokens by the entry", async () => {
    const world = new World().load();
    world.keeper.answer(YES, "asked");
    await settle();
    world.unload();
    world.isNewVisit = false;
    world.load();
    await settle();
    expect(world.entries).toHaveLength(1);
    expect(world.pages).toHaveLength(2);
    expect(world.pages[1]?.visit).toBe(world.pages[0]?.visit);
  });
});

describe("a withdrawal", () => {
  it("stops, purges, records and tells in this order, the first two in the same task", () => {
    const world = new World().load(page(YES));
    world.log.length = 0;
    world.keeper.hear(page(NO));
    expect(world.stored()).toEqual({ statistics: [], marketing: [] });
    expect(world.log).toEqual([
      "stop statistics",
      "purge statistics",
      "purge marketing",
      "record withdrawn",
      "tell",
    ]);
  });

  it("drops what is on its way: a token that comes late is not used", async () => {
    const world = new World().load();
    world.isHeld = true;
    world.keeper.hear(page(YES));
    await settle();
    world.keeper.hear(page(NO));
    world.isHeld = false;
    for (const call of world.pending) call.answer("as usual");
    await settle();
    expect([world.visits, world.pages]).toEqual([[], []]);
    expect(world.entries.map(({ event }) => event)).toEqual(["answered", "withdrawn"]);
  });

  it("holds while offline, and reaches the ledger later under the same id", async () => {
    const world = new World().load(page(YES));
    await settle();
    world.isOnline = false;
    world.keeper.hear(page(NO));
    await settle();
    expect(world.stored()).toEqual({ statistics: [], marketing: [] });
    expect(world.entries).toHaveLength(1);
    world.isOnline = true;
    world.network.dispatchEvent(new Event("online"));
    await settle();
    expect(world.entries.map(({ event }) => event)).toEqual(["answered", "withdrawn"]);
  });

  it("that the server has not heard of when the page is left is sent from the next one", async () => {
    const world = new World().load(page(YES));
    await settle();
    world.isOnline = false;
    world.keeper.hear(page(NO));
    await settle();
    const waiting = kept().unsent;
    world.unload();
    world.isOnline = true;
    world.load(page(NO));
    await settle();
    expect(world.entries[1]).toEqual(waiting);
    expect(kept().unsent).toBeUndefined();
    expect(kept().entry_id).toBe("ce_2");
  });

  it("in another tab holds in this one", () => {
    const world = new World().load();
    world.keeper.answer(YES, "asked");
    const other = { ...kept(), answers: NO };
    localStorage.setItem(`ssupp_${KEY}`, JSON.stringify({ v: other, exp: world.time.now() + 1000 }));
    world.keeper.hearKept();
    expect(world.stored()).toEqual({ statistics: [], marketing: [] });
    expect(world.log.filter((line) => line.startsWith("record"))).toEqual(["record answered"]);
  });
});

describe("the order of authority", () => {
  it("the browser's signal beats a yes of everybody, which the ledger is told", async () => {
    const world = new World().load(signal, page({ statistics: true }));
    world.keeper.answer(YES, "asked");
    await settle();
    expect(world.keeper.decision().answers.statistics).toBe("denied");
    expect(world.entries.map(shape)).toEqual([
      { event: "answered", source: "gpc", method: "signal", gpc: "applied", yes: [] },
    ]);
    expect(world.stored()).toEqual({ statistics: [], marketing: [] });
  });

  it("the signal alone is no answer: nothing is kept or recorded for it", async () => {
    document.cookie = "ssupp.visits=3.100.100;Max-Age=100;path=/";
    const world = new World().load(signal);
    await settle();
    expect([localStorage.length, world.entries, jar.names()]).toEqual([0, [], []]);
  });

  it("where the site lets it, a later act of the visitor beats the signal for its purpose", async () => {
    const world = new World({ gpc: "overridable" }).load(signal);
    world.keeper.answer({ statistics: true, marketing: false }, "asked");
    await settle();
    expect(world.entries.map(shape)).toEqual([
      { event: "answered", source: "own", method: "button", gpc: "overridden", yes: ["statistics"] },
    ]);
    world.unload();
    world.load(signal);
    expect(world.keeper.decision().answers).toMatchObject({ statistics: "granted", marketing: "denied" });
  });

  it("an own yes from before the signal does not beat it", () => {
    const world = new World({ gpc: "overridable" }).load();
    world.keeper.answer(YES, "asked");
    world.unload();
    world.load(signal);
    expect(world.keeper.decision().answers).toMatchObject({ statistics: "denied", marketing: "denied" });
  });

  it("the page's call beats a manager, and a manager an own answer", () => {
    const world = new World().load(page({ marketing: false }), managers(klaro("denied")));
    world.keeper.answer(YES, "asked");
    expect(world.keeper.decision()).toMatchObject({
      answers: { statistics: "denied", marketing: "denied" },
      by: { statistics: "cmp:klaro", marketing: "api" },
    });
  });

  it("of two managers that disagree the stricter counts, and the page's developer is told once", () => {
    const other: Reading = { id: "cookiebot", answers: { statistics: "granted" } };
    const world = new World().load(managers(klaro("denied"), other));
    world.keeper.hear(managers(klaro("granted"), other));
    world.keeper.hear(managers(klaro("denied"), other));
    expect(world.keeper.decision().answers.statistics).toBe("denied");
    expect(world.warnings).toHaveLength(1);
  });

  it("a manager that has not been answered yet counts as refused and is told to nobody", async () => {
    const world = new World().load(managers(klaro("unknown")));
    await settle();
    expect([world.entries, localStorage.length]).toEqual([[], 0]);
  });

  it("a manager's answer names the manager and its evidence", async () => {
    const world = new World().load(managers(klaro("granted")));
    await settle();
    expect(world.entries.map(shape)).toEqual([
      { event: "answered", source: "cmp:klaro", method: "manager", gpc: "none", yes: ["statistics"] },
    ]);
    expect(world.entries[0]).toMatchObject({ text: null, evidence: { quality: "no-timestamp" } });
  });

  it("a manager that loads late takes nothing back in the meantime, and what it said is not repeated for it", async () => {
    const world = new World().load(managers(klaro("granted")));
    await settle();
    world.unload();
    world.load();
    await settle();
    expect(world.keeper.decision().answers.statistics).toBe("unknown");
    world.keeper.hear(managers(klaro("granted")));
    await settle();
    expect(world.entries).toHaveLength(1);
    expect(world.pages).toHaveLength(2);
  });

  it("a page's answer lasts when it says nothing on the next page", () => {
    const world = new World().load(page({ marketing: true }));
    world.unload();
    world.load();
    expect(world.keeper.decision().answers.marketing).toBe("granted");
  });
});

describe("an own answer", () => {
  it("that followed the shown bar is recorded with what was shown", async () => {
    const world = new World().load();
    world.keeper.answer(NO, "shown");
    await settle();
    expect(world.entries.map(({ event, shown, choices }) => [event, shown, choices])).toEqual([
      ["shown", null, ALL_NO],
      ["answered", "ce_1", ALL_NO],
    ]);
  });

  it.each([
    ["is kept for 182 days, yes and no alike", 182 * DAY_MS - 1, 1, "denied"],
    ["is asked again after 182 days", 182 * DAY_MS, 1, "unknown"],
    ["is asked again when the text has changed", 0, 2, "unknown"],
  ])("%s", async (_, ms, text_version, expected) => {
    const world = new World().load();
    world.keeper.answer(NO, "shown");
    await settle();
    world.unload();
    await world.time.advance(ms);
    Object.assign(world.settings, { text_version });
    world.load();
    expect(world.keeper.decision().answers.statistics).toBe(expected);
  });

  it("that grows too old on an open page takes its storage with it, and is recorded as nobody's refusal", async () => {
    const world = new World().load();
    world.keeper.answer(YES, "asked");
    await settle();
    await world.time.advance(182 * DAY_MS);
    world.keeper.hear();
    await settle();
    expect(world.stored()).toEqual({ statistics: [], marketing: [] });
    expect(world.entries).toHaveLength(1);
  });

  it("keeps what others have stored under the name", () => {
    localStorage.setItem(`ssupp_${KEY}`, JSON.stringify({ v: { language: "fr" }, exp: 9e15 }));
    const world = new World().load();
    world.keeper.answer(YES, "asked");
    expect(kept()).toMatchObject({ language: "fr", answers: YES });
  });

  it("that the server refuses is not sent again", async () => {
    const world = new World().load();
    world.isHeld = true;
    world.keeper.answer(YES, "asked");
    await settle();
    for (const call of world.pending.splice(0)) call.answer({ kind: "refused" });
    await settle();
    world.isHeld = false;
    world.unload();
    world.load();
    await settle();
    expect(world.entries).toEqual([]);
    // Without an entry there are no tokens, and nothing is sent.
    expect(world.pages).toEqual([]);
  });
});
