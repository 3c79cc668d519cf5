import { LANGUAGES } from "../../i18n/catalogue.ts";
import type { SelectOption } from "../../parts/field.tsx";

/** The chat box's languages, named in the reader's language; a site's own odd one stays choosable. */
export function siteLanguages(reader: string, present?: string): SelectOption[] {
  const names = new Intl.DisplayNames(reader, { type: "language" });
  const codes: readonly string[] =
    present === undefined || LANGUAGES.some((code) => code === present) ? LANGUAGES : [...LANGUAGES, present];
  return codes.map((value) => {
    const name = names.of(value) ?? value;
    return { value, label: name.charAt(0).toLocaleUpperCase(reader) + name.slice(1) };
  });
}
