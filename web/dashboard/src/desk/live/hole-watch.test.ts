import { ManualTime } from "@entrenous/protocol/testing/manual-time.ts";
import { expect, it } from "vitest";
import type { Hole } from "../state/site-cursor.ts";
import { HoleWatch } from "./hole-watch.ts";

const late = (siteId: string, after: number): Hole => ({ siteId, after, isMissed: false });

function world() {
  const time = new ManualTime();
  const asked: string[] = [];
  let holes: readonly Hole[] = [];
  const watch = new HoleWatch({
    holes: () => holes,
    ask: (hole) => {
      asked.push(`${hole.siteId} ${hole.after}`);
      holes = holes.filter((one) => one !== hole);
    },
    timers: time,
  });
  const see = (...now: readonly Hole[]) => {
    holes = now;
    watch.look();
  };
  return { time, asked, watch, see };
}

it("asks about a hole that stays open, each site for itself", async () => {
  const { time, asked, see } = world();
  see(late("si_1", 4));
  await time.advance(200);
  see(late("si_1", 4), late("si_2", 9));
  await time.advance(99);
  expect(asked).toEqual([]);
  await time.advance(1);
  expect(asked).toEqual(["si_1 4"]);
  await time.advance(200);
  expect(asked).toEqual(["si_1 4", "si_2 9"]);
  expect(time.waiting).toBe(0);
});

it("asks about nothing while the holes of a busy site are filled one after the other", async () => {
  const { time, asked, see } = world();
  for (let after = 0; after < 50; after += 1) {
    see(late("si_1", after));
    await time.advance(250);
  }
  see();
  await time.advance(1_000);
  expect(asked).toEqual([]);
  expect(time.waiting).toBe(0);
});

it("asks at once about what does not come by itself, also when it was waited for", () => {
  const { time, asked, see } = world();
  see(late("si_1", 4));
  see({ siteId: "si_1", after: 4, isMissed: true });
  expect(asked).toEqual(["si_1 4"]);
  expect(time.waiting).toBe(0);
});

it("asks nothing in a pause, and afterwards only about what is still open", async () => {
  const { time, asked, watch, see } = world();
  see(late("si_1", 4), late("si_2", 9));
  watch.pause(4_000);
  see({ siteId: "si_1", after: 4, isMissed: true }, late("si_2", 9));
  await time.advance(3_000);
  see({ siteId: "si_1", after: 4, isMissed: true });
  await time.advance(999);
  expect(asked).toEqual([]);
  await time.advance(1);
  expect(asked).toEqual(["si_1 4"]);
  expect(time.waiting).toBe(0);
});

it("leaves no timer when the connection goes", () => {
  const { time, watch, see } = world();
  watch.pause(4_000);
  watch.forget();
  see(late("si_1", 4));
  watch.forget();
  expect(time.waiting).toBe(0);
});
