import { grantByConsent } from "@entrenous/protocol/store.ts";
import { settle } from "@entrenous/protocol/testing/manual-time.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CookieJar } from "./testing/cookie-jar.ts";
import { clearBrowser, World } from "./testing/world.ts";
import { beginsVisit, visitCounter } from "./visit-counter.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let jar: CookieJar;
beforeEach(() => {
  jar = clearBrowser();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const yes = { type: "page", answers: { marketing: true } } as const;
const counts = (world: World) => world.visits.map(({ count }) => count);

/** The next page of the same browser, after `ms`. */
async function next(world: World, ms: number, isNewVisit: boolean): Promise<void> {
  world.unload();
  await world.time.advance(ms);
  world.isNewVisit = isNewVisit;
  world.load(yes);
  await settle();
}

describe("the counter", () => {
  it("is raised by visits and not by their pages, at most once in half an hour", async () => {
    const world = new World().load(yes);
    await settle();
    await next(world, 31 * MINUTE_MS, false);
    await next(world, 0, true);
    expect(counts(world)).toEqual([1, 2]);
    await next(world, 29 * MINUTE_MS, true);
    expect(counts(world)).toEqual([1, 2]);
  });

  it("is the chat's visitor's, once there is one, and the next one's after a sign-out", async () => {
    const world = new World().load(yes);
    await settle();
    for (const visitor of ["first", "first", undefined, "second"]) {
      world.visitor = visitor;
      world.keeper.poke();
      await settle();
    }
    expect(world.owned).toEqual(["visits of first", "visits of second"]);
    expect(counts(world)).toEqual([1]);
  });

  it("begins on the page where consent is given, whichever page that is", async () => {
    const world = new World();
    world.isNewVisit = false;
    world.load();
    world.keeper.hear(yes);
    await settle();
    expect(counts(world)).toEqual([1]);
  });

  it("lives for 182 days from its first visit, however often the visitor comes back", async () => {
    const world = new World().load(yes);
    await settle();
    const life = () => Number(/Max-Age=(\d+)/.exec(jar.written("ssupp.visits") ?? "")?.[1]) * 1000;
    expect(life()).toBe(182 * DAY_MS);
    await next(world, 100 * DAY_MS, true);
    // The first visit is known to the minute.
    expect(life()).toBeGreaterThan(82 * DAY_MS - 2 * MINUTE_MS);
    expect(life()).toBeLessThanOrEqual(82 * DAY_MS);
  });

  it.each(["7", "x", "0.1.1", "-3.100.100"])("of another make (%s) begins anew", async (value) => {
    document.cookie = `ssupp.visits=${value};Max-Age=100;path=/`;
    const world = new World().load(yes);
    await settle();
    expect(counts(world)).toEqual([1]);
  });

  it("sends nothing without a token, and sends it when there is one", async () => {
    const world = new World().load();
    let token: string | undefined;
    const counter = visitCounter({
      store: world.store,
      clock: world.time,
      calls: world.calls,
      token: async () => token,
      visitor: () => undefined,
      isNewVisit: () => true,
    });
    const running = counter.start(grantByConsent("marketing", () => true));
    await settle();
    expect(world.visits).toEqual([]);
    token = "t";
    running.poke();
    running.poke();
    await settle();
    expect(world.visits).toEqual([{ count: 1, scope: "t" }]);
  });
});

it.each([
  ["a link of another site", "https://search.example/", "navigate", true],
  ["a typed address", "", "navigate", true],
  ["a link of the same site", "https://shop.example/cart", "navigate", false],
  ["a reload", "https://search.example/", "reload", false],
  ["the back button", "https://search.example/", "back_forward", false],
])("%s", (_, referrer, navigation, expected) => {
  expect(beginsVisit({ referrer, navigation, origin: "https://shop.example" })).toBe(expected);
});
