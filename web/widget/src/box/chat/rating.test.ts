import { expect, test } from "vitest";
import { conversation } from "../testing/fake-host.ts";
import { isRatable } from "./rating.ts";

const DAY_MS = 24 * 3_600_000;

test("a conversation can be rated while it goes on and for a week after its end, and nothing else can", () => {
  const now = 100 * DAY_MS;
  expect(isRatable(undefined, now)).toBe(false);
  expect(isRatable(conversation(1), now)).toBe(true);
  expect(isRatable(conversation(1, { closed_at: now - 6 * DAY_MS }), now)).toBe(true);
  expect(isRatable(conversation(1, { closed_at: now - 7 * DAY_MS }), now)).toBe(false);
});
