/** The chat box's own texts, for previews and placeholders; read from its catalogues, not typed again. */
import { isRightToLeft, languageTag } from "@entrenous/protocol/language-codes.ts";
import { useQuery } from "@tanstack/react-query";
import box from "../../../../../locales/en/box.json";
import forms from "../../../../../locales/en/forms.json";
import greeting from "../../../../../locales/en/greeting.json";

const english = { ...box, ...forms, ...greeting };

/** Every text of the chat box, its forms and its greeting, by key. */
export type BoxTexts = typeof english;

/** A bundle for each language that has a catalogue; a new one is found by its file. */
const CATALOGUES = import.meta.glob<Partial<BoxTexts>>("../../../../../locales/*/{box,forms,greeting}.json", {
  import: "default",
});

/** The codes of the languages in which a part of the box has texts of its own, in the order of their files. */
function spokenIn(part: "box" | "greeting"): readonly string[] {
  const paths = Object.keys(CATALOGUES).filter((path) => path.endsWith(`/${part}.json`));
  return paths.map((path) => path.split("/").at(-2) ?? "");
}

/** The codes of the languages that have texts of their own. */
export const SPOKEN = spokenIn("box");
const GREETED = spokenIn("greeting");

/** The language in which visitors read what is not replaced: their own, or English. */
export function wordsOf(language: string): string {
  return SPOKEN.includes(language) ? language : "en";
}

/** For elements that show these words: their language, and the direction in which the box runs with them. */
export function speechOf(language: string): Speech {
  const words = wordsOf(language);
  return { lang: languageTag(words), dir: isRightToLeft(words) ? "rtl" : "ltr" };
}

/** The same for the greeting, which has fewer languages. */
export function greetingSpeechOf(language: string): Speech {
  return speechOf(GREETED.includes(language) ? language : "en");
}

interface Speech {
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
}

async function loadBoxTexts(language: string): Promise<BoxTexts> {
  const found = Object.entries(CATALOGUES).filter(([path]) => path.includes(`/${language}/`));
  const parts = await Promise.all(found.map(([, load]) => load()));
  // A text that a catalogue has not yet is read in English, as in the box.
  return Object.assign({ ...english }, ...parts);
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
