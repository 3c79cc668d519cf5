/** Texts and formats inside components. */
import { useMemo, useSyncExternalStore } from "react";
import type { Language, TextKey } from "./catalogue.ts";
import { createFormat, type Format } from "./format.ts";
import { currentSpeech, onSpeech, type Speech } from "./language.ts";
import { choose, fill } from "./message.ts";

/** Gives the text of a key, its placeholders filled; of a pair, the one that fits `values.count`. */
export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

function useSpeech(): Speech {
  const speech = useSyncExternalStore(onSpeech, currentSpeech);
  if (speech === undefined) throw new Error("texts are used before main.tsx has loaded them");
  return speech;
}

export function useLanguage(): Language {
  return useSpeech().language;
}

/** The texts of the language in use; the component renders again when the language changes. */
export function useText(): Translate {
  const { catalogue, language } = useSpeech();
  return useMemo(
    () =>
      (key, values = {}) =>
        fill(choose(catalogue, key, values.count, language), values, language),
    [catalogue, language],
  );
}

/** A text in the language of this moment, for what follows a change of language in the same function. */
export const textNow: Translate = (key, values = {}) => {
  const speech = currentSpeech();
  if (speech === undefined) throw new Error("texts are used before main.tsx has loaded them");
  return fill(choose(speech.catalogue, key, values.count, speech.language), values, speech.language);
};

/** Times, figures and lists of the language in use. */
export function useFormat(): Format {
  const { language } = useSpeech();
  return useMemo(() => createFormat(language), [language]);
}
