/** The chat box's languages as a reader calls them. */
import { LANGUAGE_CODES, languageTag } from "@entrenous/protocol/language-codes.ts";
import type { SelectOption } from "../../parts/field.tsx";

/** All languages by name; a site's own odd one stays choosable. */
export function siteLanguages(reader: string, present?: string): SelectOption[] {
  const codes =
    present === undefined || LANGUAGE_CODES.includes(present) ? LANGUAGE_CODES : [...LANGUAGE_CODES, present];
  const order = new Intl.Collator(reader);
  return codes
    .map((value) => ({ value, label: languageName(reader, value) }))
    .sort((a, b) => order.compare(a.label, b.label));
}

/** The name of one language, as it begins a sentence. */
export function languageName(reader: string, code: string): string {
  const name = new Intl.DisplayNames(reader, { type: "language" }).of(languageTag(code)) ?? code;
  return name.charAt(0).toLocaleUpperCase(reader) + name.slice(1);
}
