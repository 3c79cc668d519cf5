/** The words of the forms; they come with the forms, so that a chat without one does not carry them. */
import { type Catalogue, type Catalogues, fetchWords } from "../../chat/fetch-words.ts";

const CATALOGUES: Catalogues = {
  ar: () => import("../../../../../../locales/ar/forms.json"),
  cs: () => import("../../../../../../locales/cs/forms.json"),
  de: () => import("../../../../../../locales/de/forms.json"),
  en: () => import("../../../../../../locales/en/forms.json"),
  es: () => import("../../../../../../locales/es/forms.json"),
  fa: () => import("../../../../../../locales/fa/forms.json"),
  fr: () => import("../../../../../../locales/fr/forms.json"),
  he: () => import("../../../../../../locales/he/forms.json"),
  hu: () => import("../../../../../../locales/hu/forms.json"),
  it: () => import("../../../../../../locales/it/forms.json"),
  nl: () => import("../../../../../../locales/nl/forms.json"),
  pl: () => import("../../../../../../locales/pl/forms.json"),
  pt: () => import("../../../../../../locales/pt/forms.json"),
};

/** The words for the language of the box; `tag` says which they are. Rejects when none can be fetched. */
export function loadFormWords(tag: string): Promise<{ readonly tag: string; readonly words: Catalogue }> {
  return fetchWords(CATALOGUES, tag);
}
