/** Times and figures as the language writes them; times on the 24-hour clock, as in 14:05. */
import { createBytes } from "@entrenous/protocol/bytes.ts";
import type { Language } from "./catalogue.ts";

export interface Format {
  /** 14:05 */
  time(ms: number): string;
  /** 12 Oct, with the year when it is not the year of `now`. */
  date(ms: number, now: number): string;
  /** 12 October 2026, 14:05 */
  dateTime(ms: number): string;
  /** 3 minutes ago, in words; "now" below a minute. */
  ago(ms: number, now: number): string;
  number(value: number): string;
  /** 1.4 MB */
  bytes(value: number): string;
  /** Anna, Luc and Mina */
  list(items: readonly string[]): string;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** British English for `en`: day before month, and the 24-hour clock. */
export function localeOf(language: Language): string {
  return language === "en" ? "en-GB" : language;
}

export function createFormat(language: Language): Format {
  const locale = localeOf(language);
  const time = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  const dayOfYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "numeric" });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  return {
    time: (ms) => time.format(ms),
    // The parts of a date stay on one line.
    date: (ms, now) =>
      (new Date(ms).getFullYear() === new Date(now).getFullYear() ? day : dayOfYear)
        .format(ms)
        .replace(/ /gu, "\u00a0"),
    dateTime: (ms) => dateTime.format(ms),
    ago: (ms, now) => {
      const passed = Math.max(0, now - ms);
      const step = STEPS.find(([, size]) => passed >= size);
      return step === undefined
        ? relative.format(0, "second")
        : relative.format(-Math.floor(passed / step[1]), step[0]);
    },
    number: (value) => number.format(value),
    bytes: createBytes(locale),
    list: (items) => list.format(items),
  };
}
