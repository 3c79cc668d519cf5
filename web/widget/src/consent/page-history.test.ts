import { settle } from "@entrenous/protocol/testing/manual-time.ts";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
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
