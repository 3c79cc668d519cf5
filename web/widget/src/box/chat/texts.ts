/** The words of the box: the catalogue of one language, the owner's own texts, and how numbers and times are written. */
import { createBytes } from "@entrenous/protocol/bytes.ts";
import type english from "../../../../../locales/en/box.json";
import type formsEnglish from "../../../../../locales/en/forms.json";
import { isRightToLeft } from "../../bridge/languages.ts";
import { wordsOf } from "../../bridge/words-of.ts";
import { type Catalogue, type Catalogues, fetchWords } from "./fetch-words.ts";

/** A key of the catalogues without its `box.` at the front; those of the forms are there once the forms are. */
export type TextKey = keyof (typeof english & typeof formsEnglish) extends `box.${infer Rest}` ? Rest : never;
/** The page's own words, by whole key. */
export type Overrides = Catalogue;

/** By language; one is fetched with the box: a visitor reads one language. */
const CATALOGUES: Catalogues = {
  ar: () => import("../../../../../locales/ar/box.json"),
  cs: () => import("../../../../../locales/cs/box.json"),
  de: () => import("../../../../../locales/de/box.json"),
  en: () => import("../../../../../locales/en/box.json"),
  es: () => import("../../../../../locales/es/box.json"),
  fa: () => import("../../../../../locales/fa/box.json"),
  fr: () => import("../../../../../locales/fr/box.json"),
  he: () => import("../../../../../locales/he/box.json"),
  hu: () => import("../../../../../locales/hu/box.json"),
  it: () => import("../../../../../locales/it/box.json"),
  nl: () => import("../../../../../locales/nl/box.json"),
  pl: () => import("../../../../../locales/pl/box.json"),
  pt: () => import("../../../../../locales/pt/box.json"),
};

/** Everything that turns a meaning into words. */
export interface Texts {
  /** The language of the words, which may differ from the one asked for; the box runs as they do. */
  readonly tag: string;
  say(key: TextKey, values?: Readonly<Record<string, string | number>>): string;
  /** The form of the text that the number needs: `zero`, `one`, `two`, `few`, and `many` for all that have no own. */
  count(key: string, count: number): string;
  /** `14:05` */
  time(at: number): string;
  /** Today, yesterday, or the date. `now` in Unix ms. */
  day(at: number, now: number): string;
  bytes(count: number): string;
  list(names: readonly string[]): string;
  /** The same with the words of a later part; what the page has replaced stays so. */
  with(more: Catalogue): Texts;
}

/** The words for a language code, English for those that have none; rejects when no words can be fetched. */
export async function loadTexts(code: string, overrides: Overrides = {}): Promise<Texts> {
  const { tag, words } = await fetchWords(CATALOGUES, wordsOf(code));
  return createTexts(tag, { ...words, ...overrides });
}

/** Makes the words from a catalogue; `tag` also decides how numbers and dates look. */
export function createTexts(tag: string, catalogue: Catalogue): Texts {
  const isolate = isolating(isRightToLeft(tag));
  const plural = new Intl.PluralRules(tag);
  const time = new Intl.DateTimeFormat(tag, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = new Intl.DateTimeFormat(tag, { weekday: "long", day: "numeric", month: "long" });
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  // British, because our English has no comma before its "and".
  const names = new Intl.ListFormat(tag === "en" ? "en-GB" : tag);
  const say: Texts["say"] = (key, values = {}) =>
    (catalogue[`box.${key}`] ?? key).replace(/\{(\w+)\}/g, (slot, name: string) => {
      const value = values[name] ?? slot;
      return isolate(typeof value === "number" ? number.format(value) : value);
    });
  return {
    tag,
    say,
    count(key, count) {
      const form = `${key}_${plural.select(count)}`;
      return say((`box.${form}` in catalogue ? form : `${key}_many`) as TextKey, { count });
    },
    time: (at) => time.format(at),
    day(at, now) {
      const days = dayNumber(now) - dayNumber(at);
      return days === 0 ? say("thread.today") : days === 1 ? say("thread.yesterday") : date.format(at);
    },
    bytes: createBytes(tag),
    list: (given) =>
      names
        .formatToParts(given)
        .map(({ type, value }) => (type === "element" ? isolate(value) : value))
        .join(""),
    with: (more) => createTexts(tag, { ...more, ...catalogue }),
  };
}

/** Calendar days since 1970 in the visitor's own time zone. */
export function dayNumber(at: number): number {
  const date = new Date(at);
  return Math.floor(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

/**
 * A value that may run against the words around it is set apart (U+2068, U+2069), or it would turn them: among words
 * from left to right one with letters from right to left, among words from right to left every one.
 */
function isolating(isAlways: boolean): (value: string) => string {
  return (value) => (isAlways || /[\u0590-\u08ff]/.test(value) ? `\u2068${value}\u2069` : value);
}
