/** The words of the forms; they come with the forms, so that a chat without one does not carry them. */
import english from "../../../../../../locales/en/forms.json";
import type { Catalogue } from "../../chat/texts.ts";

const OTHERS: Readonly<Record<string, () => Promise<{ default: Catalogue }>>> = {
  ar: () => import("../../../../../../locales/ar/forms.json"),
  cs: () => import("../../../../../../locales/cs/forms.json"),
  de: () => import("../../../../../../locales/de/forms.json"),
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

/** The words for the language of the box, `tag` says which they are: English where they cannot be fetched. */
export async function loadFormWords(tag: string): Promise<{ tag: string; words: Catalogue }> {
  const own = await OTHERS[tag]?.().catch(() => undefined);
  return { tag: own ? tag : "en", words: { ...english, ...own?.default } };
}
