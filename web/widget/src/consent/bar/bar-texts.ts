/** The words of the bar in one language. */
import { STORAGE } from "@entrenous/protocol/storage-names.ts";
import english from "../../../../../locales/en/consent.json";

/** A key of the catalogue without its `consent.` at the front. */
export type BarKey = keyof typeof english extends `consent.${infer Rest}` ? Rest : never;
type Catalogue = Readonly<Record<string, string>>;

/** Fetched only when needed: a visitor reads one language. */
const OTHERS: Readonly<Record<string, () => Promise<{ default: Catalogue }>>> = {
  fr: () => import("../../../../../locales/fr/consent.json"),
};

/** Source: privacy.md section 7, the defaults of the retention classes. */
const VISIT_DAYS = 90;
const STATISTICS_MONTHS = 25;
const DAY_MS = 86_400_000;

export interface BarTexts {
  /** The language of the words, which may differ from the one asked for. */
  readonly language: string;
  say(key: BarKey, values?: Readonly<Record<string, string>>): string;
  /** What the purpose means and how long it lasts. */
  purpose(purpose: "statistics" | "marketing", isAnonymous: boolean): string;
}

/** The words for a language code; English where there are none or the catalogue cannot be fetched. */
export async function loadBarTexts(code: string): Promise<BarTexts> {
  const load = OTHERS[code];
  try {
    return load ? createBarTexts(code, (await load()).default) : createBarTexts("en", english);
  } catch {
    return createBarTexts("en", english);
  }
}

export function createBarTexts(language: string, catalogue: Catalogue): BarTexts {
  const say: BarTexts["say"] = (key, values = {}) =>
    (catalogue[`consent.${key}`] ?? key).replace(/\{(\w+)\}/g, (slot, name: string) => values[name] ?? slot);
  const days = (count: number) => say("period.days", { count: `${count}` });
  return {
    language,
    say,
    purpose(purpose, isAnonymous) {
      if (purpose === "marketing") {
        return say("marketing.text", { period: days((STORAGE["ssupp.visits"].ttlMs ?? 0) / DAY_MS) });
      }
      const months = say("period.months", { count: `${STATISTICS_MONTHS}` });
      return isAnonymous
        ? say("statistics.anonymous", { period: months })
        : say("statistics.text", { period: days(VISIT_DAYS) });
    },
  };
}
