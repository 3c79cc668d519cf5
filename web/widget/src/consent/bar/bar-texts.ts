/** The words of the bar in one language. */
import { STORAGE } from "@entrenous/protocol/storage-names.ts";
import english from "../../../../../locales/en/consent.json";
import { wordsOf } from "../../bridge/words-of.ts";

/** A key of the catalogue without its `consent.` at the front. */
export type BarKey = keyof typeof english extends `consent.${infer Rest}` ? Rest : never;
type Catalogue = Readonly<Record<string, string>>;

/** By language; each is fetched only when needed: a visitor reads one language. */
const OTHERS: Readonly<Record<string, () => Promise<{ default: Catalogue }>>> = {
  ar: () => import("../../../../../locales/ar/consent.json"),
  cs: () => import("../../../../../locales/cs/consent.json"),
  de: () => import("../../../../../locales/de/consent.json"),
  es: () => import("../../../../../locales/es/consent.json"),
  fa: () => import("../../../../../locales/fa/consent.json"),
  fr: () => import("../../../../../locales/fr/consent.json"),
  he: () => import("../../../../../locales/he/consent.json"),
  hu: () => import("../../../../../locales/hu/consent.json"),
  it: () => import("../../../../../locales/it/consent.json"),
  nl: () => import("../../../../../locales/nl/consent.json"),
  pl: () => import("../../../../../locales/pl/consent.json"),
  pt: () => import("../../../../../locales/pt/consent.json"),
};

/** Source: privacy.md section 7, the default of the retention class. */
const VISIT_DAYS = 90;
const DAY_MS = 86_400_000;

/** What a yes to statistics leads to on this page. */
export interface Statistics {
  /** Our team sees which pages a visit saw. */
  readonly keepsPages: boolean;
  /** The page's own Google Analytics hears what happens in the chat. */
  readonly usesAnalytics: boolean;
}

export interface BarTexts {
  /** The language of the words, which may differ from the one asked for. */
  readonly language: string;
  say(key: BarKey, values?: Readonly<Record<string, string>>): string;
  /** What is done for the purpose and how long it lasts. */
  purpose(purpose: "statistics" | "marketing", done: Statistics): string;
}

/** The words for a language code; English where there are none or the catalogue cannot be fetched. */
export async function loadBarTexts(code: string): Promise<BarTexts> {
  const language = wordsOf(code);
  const load = OTHERS[language];
  try {
    return load ? createBarTexts(language, (await load()).default) : createBarTexts("en", english);
  } catch {
    return createBarTexts("en", english);
  }
}

export function createBarTexts(language: string, catalogue: Catalogue): BarTexts {
  const say: BarTexts["say"] = (key, values = {}) =>
    (catalogue[`consent.${key}`] ?? key).replace(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);
  /** The catalogues have the form that the numbers in use need: days from 90 on. */
  const days = (count: number) =>
    say("period.days", { count: new Intl.NumberFormat(language).format(count) });
  return {
    language,
    say,
    purpose(purpose, { keepsPages, usesAnalytics }) {
      if (purpose === "marketing") {
        return say("marketing.text", { period: days((STORAGE["ssupp.visits"].ttlMs ?? 0) / DAY_MS) });
      }
      const pages = keepsPages ? [say("statistics.text", { period: days(VISIT_DAYS) })] : [];
      return [...pages, ...(usesAnalytics ? [say("statistics.analytics")] : [])].join(" ");
    },
  };
}
