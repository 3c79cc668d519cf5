/** How times stand in rows: few characters, never a sentence. */
import type { TextKey } from "../../i18n/catalogue.ts";

/** A time as a text with its number, or as a date to be written by the language. */
export type ShortTime = { readonly key: TextKey; readonly count: number } | { readonly date: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "3 min", "2 h", then the date; `at` and `now` are Unix ms. */
export function shortAge(at: number, now: number): ShortTime {
  const passed = Math.max(0, now - at);
  if (passed < MINUTE) return { key: "desk.time.now", count: 0 };
  if (passed < HOUR) return { key: "desk.time.minutes", count: Math.floor(passed / MINUTE) };
  if (passed < DAY) return { key: "desk.time.hours", count: Math.floor(passed / HOUR) };
  return { date: at };
}

/** How urgent a wait is: the target is an answer within 40 s (look.md section 5, "Wait timer"). */
export type Urgency = "calm" | "warn" | "bad";

export function urgency(waitedMs: number): Urgency {
  if (waitedMs >= 40_000) return "bad";
  return waitedMs >= 20_000 ? "warn" : "calm";
}

/** m:ss below an hour. Undefined from then on: seconds no longer matter. */
export function clockOf(waitedMs: number): string | undefined {
  if (waitedMs >= HOUR) return undefined;
  const seconds = Math.max(0, Math.floor(waitedMs / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** "3 h", "2 d" for waits of an hour and more. */
export function longWait(waitedMs: number): { readonly key: TextKey; readonly count: number } {
  return waitedMs < DAY
    ? { key: "desk.time.hours", count: Math.floor(waitedMs / HOUR) }
    : { key: "desk.time.days", count: Math.floor(waitedMs / DAY) };
}
