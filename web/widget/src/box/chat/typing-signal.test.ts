import { ManualTime } from "@entrenous/protocol/testing/manual-time.ts";
import { expect, test } from "vitest";
import { TypingSignal } from "./typing-signal.ts";

function world() {
  const time = new ManualTime();
  const told: boolean[] = [];
  return { time, told, signal: new TypingSignal((typing) => told.push(typing), time, time) };
}

test("is told once for a burst of keys and ends after a pause", async () => {
  const { time, told, signal } = world();
  for (let key = 0; key < 5; key++) {
    signal.changed(true);
    await time.advance(300);
  }
  expect(told).toEqual([true]);
  await time.advance(4_000);
  expect(told).toEqual([true, false]);
});

test("is repeated while the writing goes on, before it would end at the agents", async () => {
  const { time, told, signal } = world();
  for (let key = 0; key < 11; key++) {
    signal.changed(true);
    await time.advance(1_000);
  }
  expect(told).toEqual([true, true, true]);
});

test("an emptied field ends it at once, and nothing is told twice", async () => {
  const { time, told, signal } = world();
  signal.changed(true);
  signal.changed(false);
  signal.stop();
  await time.advance(10_000);
  expect(told).toEqual([true, false]);
  expect(time.waiting).toBe(0);
});
