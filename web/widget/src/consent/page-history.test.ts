import { settle } from "@entrenous/protocol/testing/manual-time.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clearBrowser, KEY, World } from "./testing/world.ts";

beforeEach(() => {
  clearBrowser();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const yes = { type: "page", answers: { statistics: true } } as const;

it("each page of a tab is told once, under the visit's id, which ends with the tab", async () => {
  const world = new World().load(yes);
  await settle();
  world.onPage();
  await settle();
  const name = `ssupp_${KEY}presence`;
  const { v } = JSON.parse(sessionStorage.getItem(name) ?? "{}");
  expect(world.pages.map(({ visit }) => visit)).toEqual([v, v]);
  expect(localStorage.getItem(name)).toBeNull();
});

it("pages wait for a token and then go out in order; the oldest give way", async () => {
  const world = new World();
  world.isOnline = false;
  world.load(yes);
  for (let page = 0; page < 30; page++) world.onPage();
  await settle();
  expect(world.pages).toEqual([]);
  world.isOnline = true;
  world.network.dispatchEvent(new Event("online"));
  await settle();
  await vi.waitFor(() => expect(world.pages).toHaveLength(20));
});

it("a page that opens after the withdrawal is not told", async () => {
  const world = new World().load(yes);
  await settle();
  const open = world.onPage;
  world.keeper.hear({ type: "page", answers: { statistics: false } });
  open();
  await settle();
  expect(world.pages).toHaveLength(1);
});

describe("whose visit it is", () => {
  const visits = (world: World) => world.owned.map((owned) => owned.split(" of "));

  it("is told once the chat has a visitor, after the pages that it is about", async () => {
    const world = new World().load(yes);
    await settle();
    expect(world.owned).toEqual([]);
    world.visitor = "first";
    world.keeper.poke();
    await settle();
    world.onPage();
    await settle();
    expect(visits(world)).toEqual([[world.pages[0]?.visit, "first"]]);
    expect(world.pages[1]?.visit).toBe(world.pages[0]?.visit);
  });

  it("is nobody's without a consent, whoever writes", async () => {
    const world = new World().load({ type: "page", answers: { statistics: false, marketing: false } });
    world.visitor = "first";
    world.keeper.poke();
    await settle();
    expect(world.owned).toEqual([]);
  });

  it("ends with a sign-out: whoever comes next takes nothing of it along", async () => {
    const world = new World();
    world.visitor = "first";
    world.load(yes);
    await settle();
    world.visitor = undefined;
    world.keeper.poke();
    world.onPage();
    world.visitor = "second";
    world.keeper.poke();
    await settle();
    const [before, after] = world.pages.map(({ visit }) => visit);
    expect(before).not.toBe(after);
    expect(visits(world)).toEqual([
      [before, "first"],
      [after, "second"],
    ]);
  });

  it("goes to the server again when it did not arrive, and not after the withdrawal", async () => {
    const world = new World().load(yes);
    await settle();
    world.visitor = "first";
    world.isOnline = false;
    world.keeper.poke();
    await settle();
    world.isOnline = true;
    world.keeper.poke();
    await settle();
    expect(world.owned).toHaveLength(2);
    world.keeper.hear({ type: "page", answers: { statistics: false } });
    world.visitor = "second";
    world.keeper.poke();
    await settle();
    expect(world.owned).toHaveLength(2);
  });
});
