/** The words of the greeting: the page's, else the owner's, else the product's. */
import english from "../../../../locales/en/greeting.json";
import french from "../../../../locales/fr/greeting.json";
import { languageCode } from "../bridge/languages.ts";
import type { PartSeat, Said } from "../bridge/seat.ts";
import { isObject } from "../compat/is-object.ts";

const CATALOGUES: Readonly<Record<string, typeof english>> = { en: english, fr: french };

export interface GreetingTexts {
  /** Published code of the language of the words. */
  readonly language: string;
  readonly title: string;
  readonly line: string;
  /** The name of the closing button. */
  readonly close: string;
}

export function readGreeting(seat: Pick<PartSeat, "told" | "settings">, isOffline: boolean): GreetingTexts {
  const { told, settings } = seat;
  const asked = languageCode(told.language || `${settings.language}`);
  const language = CATALOGUES[asked] ? asked : "en";
  const words = CATALOGUES[asked] ?? english;
  const texts = isObject(settings.texts) ? settings.texts : {};
  const given = texts[asked] ?? texts[language];
  const owner = isObject(given) ? given : {};
  const page = readBanner(told.said);
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
function readBanner(said: readonly Said[]): { title?: string; line?: string } {
  let banner: { title?: string; line?: string } = {};
  for (const [name, [value]] of said) {
    if (!isObject(value)) continue;
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
