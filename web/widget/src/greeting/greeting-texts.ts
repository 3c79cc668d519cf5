/** The words of the greeting: the page's, else the owner's, else the product's. */
import english from "../../../../locales/en/greeting.json";
import { languageCode } from "../bridge/languages.ts";
import type { PartSeat, Said } from "../bridge/seat.ts";
import { wordsOf } from "../bridge/words-of.ts";
import { isObject } from "../compat/is-object.ts";

/** By language; each is fetched only when needed: a visitor reads one language. */
const OTHERS: Readonly<Record<string, () => Promise<{ default: typeof english }>>> = {
  ar: () => import("../../../../locales/ar/greeting.json"),
  cs: () => import("../../../../locales/cs/greeting.json"),
  de: () => import("../../../../locales/de/greeting.json"),
  es: () => import("../../../../locales/es/greeting.json"),
  fa: () => import("../../../../locales/fa/greeting.json"),
  fr: () => import("../../../../locales/fr/greeting.json"),
  he: () => import("../../../../locales/he/greeting.json"),
  hu: () => import("../../../../locales/hu/greeting.json"),
  it: () => import("../../../../locales/it/greeting.json"),
  nl: () => import("../../../../locales/nl/greeting.json"),
  pl: () => import("../../../../locales/pl/greeting.json"),
  pt: () => import("../../../../locales/pt/greeting.json"),
};

/** The product's words in one language. */
export interface GreetingWords {
  /** Published code of the language of the words. */
  readonly language: string;
  readonly words: typeof english;
}

/** The words for a known code, English at once where there are none; they are fetched else. */
export function loadGreetingWords(code: string): GreetingWords | Promise<GreetingWords> {
  const inEnglish = { language: "en", words: english };
  const load = OTHERS[wordsOf(code)];
  if (!load) return inEnglish;
  return load().then(
    (loaded) => ({ language: code, words: loaded.default }),
    () => inEnglish,
  );
}

/** The code of the language that the page or the site asks for. */
export function askedLanguage({ told, settings }: Pick<PartSeat, "told" | "settings">): string {
  return languageCode(told.language || `${settings.language}`);
}

export interface GreetingTexts {
  /** Published code of the language of the words. */
  readonly language: string;
  readonly title: string;
  readonly line: string;
  /** The name of the closing button. */
  readonly close: string;
}

export function readGreeting(
  seat: Pick<PartSeat, "told" | "settings">,
  { language, words }: GreetingWords,
  isOffline: boolean,
): GreetingTexts {
  const { told, settings } = seat;
  const asked = askedLanguage(seat);
  const texts = isObject(settings.texts) ? settings.texts : {};
  const given = texts[asked] ?? texts[language];
  const owner = isObject(given) ? given : {};
  const page = readBanner(told.said, asked);
  const own = isOffline ? owner.offline_text : owner.greeting_text;
  return {
    language,
    // A page that gives one line gives all of it.
    title: page.title ?? (page.line ? "" : text(owner.greeting_title) || words["box.teaser.title"]),
    line: page.line ?? (text(own) || words[isOffline ? "box.teaser.offline" : "box.teaser.online"]),
    close: words["box.teaser.close"],
  };
}

/** `banner:update` with `{text}` or `{title, desc}`, and the banner's part of `translate`; of several the last. */
function readBanner(said: readonly Said[], asked: string): { title?: string; line?: string } {
  let banner: { title?: string; line?: string } = {};
  for (const [name, [value, language]] of said) {
    // `translate` may be about one language.
    const isOther = name === "translate" && language && languageCode(`${language}`) !== asked;
    if (!isObject(value) || isOther) continue;
    const parts = isObject(value.banner) ? value.banner : {};
    const tree = { ...object(parts.bubble), ...object(parts.arrow) };
    const { title, desc, text: whole } = name === "banner:update" ? value : name === "translate" ? tree : {};
    const line = text(desc) || text(whole);
    if (text(title) || line) {
      banner = { ...(text(title) ? { title: text(title) } : {}), ...(line ? { line } : {}) };
    }
  }
  return banner;
}

function object(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
