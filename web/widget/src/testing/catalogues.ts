/** The catalogues as they lie in locales/, for tests over all of them. */
type Catalogue = Readonly<Record<string, string>>;

/** Beside English; `br` reads the words of `pt`. */
export const OTHER_LANGUAGES = "ar cs de es fa fr he hu it nl pl pt".split(" ");

/** Of locales/<language>/<file>.json. */
export async function readCatalogue(language: string, file: "box" | "consent" | "forms"): Promise<Catalogue> {
  const { default: texts } = await import(`../../../../locales/${language}/${file}.json`);
  return texts;
}

/** The names in braces, sorted. */
export function slotsOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => `${name}`).sort();
}

/** Typewriter quotes and dots, and spaces that nobody meant. */
export const SLOPPY = /['"]|\.\.\.| {2}|^\s|\s$/;
