import { ManualTime } from "@entrenous/protocol/testing/manual-time.ts";
import { expect, it } from "vitest";
import { TypingSignal } from "./typing-signal.ts";

function signal() {
  const time = new ManualTime();
  const told: string[] = [];
  const typing = new TypingSignal((id, on) => told.push(`${id} ${on}`), time);
  return { time, told, typing };
}

it("tells once for many keys, renews while typing goes on, and ends when it stops", async () => {
  const { time, told, typing } = signal();
  for (let key = 0; key < 20; key += 1) {
    typing.typed("cv_1");
    await time.advance(300);
  }
  expect(told).toEqual(["cv_1 true", "cv_1 true"]);
  await time.advance(20_000);
  expect(told.at(-1)).toBe("cv_1 false");
  expect(told.filter((one) => one.endsWith("false"))).toHaveLength(1);
  expect(time.waiting).toBe(0);
});

it("ends in one conversation before it begins in another", () => {
  const { told, typing } = signal();
  typing.typed("cv_1");
  typing.typed("cv_2");
  typing.stop();
  typing.stop();
  expect(told).toEqual(["cv_1 true", "cv_1 false", "cv_2 true", "cv_2 false"]);
});
