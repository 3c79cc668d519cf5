/** The chat box's own texts, for previews and placeholders; read from its catalogues, not typed again. */
import { isRightToLeft, languageTag } from "@entrenous/protocol/language-codes.ts";
import { useQuery } from "@tanstack/react-query";
import english from "../../../../../locales/en/box.json";

/** Every text of the chat box, by key. */
export type BoxTexts = typeof english;

/** A bundle for each language that has a catalogue; a new one is found by its file. */
const CATALOGUES = import.meta.glob<Partial<BoxTexts>>("../../../../../locales/*/box.json", {
  import: "default",
});

/** The codes of the languages that have texts of their own, in the order of their files. */
export const SPOKEN: readonly string[] = Object.keys(CATALOGUES).map((path) => path.split("/").at(-2) ?? "");

/** The language in which visitors read what is not replaced: their own, or English. */
export function wordsOf(language: string): string {
  return SPOKEN.includes(language) ? language : "en";
}

/** For elements that show these words: their language, and the direction in which the box runs with them. */
export function speechOf(language: string): { readonly lang: string; readonly dir: "ltr" | "rtl" } {
  const words = wordsOf(language);
  return { lang: languageTag(words), dir: isRightToLeft(words) ? "rtl" : "ltr" };
}

async function loadBoxTexts(language: string): Promise<BoxTexts> {
  const found = Object.entries(CATALOGUES).find(([path]) => path.endsWith(`/${language}/box.json`));
  // A text that a catalogue has not yet is read in English, as in the box.
  return { ...english, ...(await found?.[1]()) };
}

/** The texts of a language; English until they have come, and where the chat box has none. */
export function useBoxTexts(language: string): BoxTexts {
  const words = wordsOf(language);
  const { data } = useQuery({
    queryKey: ["box-texts", words],
    queryFn: () => loadBoxTexts(words),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? english;
}
