/** The words of the box: the catalogue of one language, the owner's own texts, and how numbers and times are written. */
import { createBytes } from "@entrenous/protocol/bytes.ts";
import english from "../../../../../locales/en/box.json";

/** A key of the catalogue without its `box.` at the front. */
export type TextKey = keyof typeof english extends `box.${infer Rest}` ? Rest : never;
type Catalogue = Readonly<Record<string, string>>;
/** The page's own words, by whole key. */
export type Overrides = Catalogue;

/** Fetched only when needed: a visitor reads one language. */
const OTHERS: Readonly<Record<string, () => Promise<{ default: Catalogue }>>> = {
  fr: () => import("../../../../../locales/fr/box.json"),
};

/** Everything that turns a meaning into words. */
export interface Texts {
  /** The language of the words, which may differ from the one asked for; the box runs as they do. */
  readonly tag: string;
  say(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  /** `one` or `many`, by the rules of the language. */
  count(key: string, count: number): string;
  /** `14:05` */
  time(at: number): string;
  /** Today, yesterday, or the date. `now` in Unix ms. */
  day(at: number, now: number): string;
  bytes(count: number): string;
  list(names: readonly string[]): string;
}

/** The words for a language code; English for those that have none, also when the catalogue cannot be fetched. */
export async function loadTexts(code: string, overrides: Overrides = {}): Promise<Texts> {
  const load = OTHERS[code];
  if (!load) return englishTexts(overrides);
  try {
    return createTexts(code, { ...(await load()).default, ...overrides });
  } catch {
    return englishTexts(overrides);
  }
}

/** English is always there. */
export function englishTexts(overrides: Overrides = {}): Texts {
  return createTexts("en", { ...english, ...overrides });
}

/** Makes the words from a catalogue; `tag` also decides how numbers and dates look. */
export function createTexts(tag: string, catalogue: Catalogue): Texts {
  const say: Texts["say"] = (key, values = {}) =>
    (catalogue[`box.${key}`] ?? (english as Catalogue)[`box.${key}`] ?? key).replace(
      /\{(\w+)\}/g,
      (slot, name: string) => isolate(`${values[name] ?? slot}`),
    );
  const plural = new Intl.PluralRules(tag);
  const time = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", hour12: false });
  const date = new Intl.DateTimeFormat(tag, { weekday: "long", day: "numeric", month: "long" });
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  return {
    tag,
    say,
    count: (key, count) =>
      say(`${key}_${plural.select(count) === "one" ? "one" : "many"}` as TextKey, {
        count: number.format(count),
      }),
    time: (at) => time.format(at),
    day(at, now) {
      const days = dayNumber(now) - dayNumber(at);
      return days === 0 ? say("thread.today") : days === 1 ? say("thread.yesterday") : date.format(at);
    },
    bytes: createBytes(tag),
    list(names) {
      const last = names[names.length - 1] ?? "";
      if (names.length < 2) return last;
      return say("header.and", { names: names.slice(0, -1).join(", "), last });
    },
  };
}

/** Calendar days since 1970 in the visitor's own time zone. */
export function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

/** A value that runs from right to left is set apart (U+2068, U+2069), or it would turn the words around it. */
function isolate(value: string): string {
  return /[\u0590-\u08ff]/.test(value) ? `\u2068${value}\u2069` : value;
}
