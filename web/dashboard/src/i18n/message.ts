/**
 * Fills a text: `{name}` is a value.
 *
 * A text that depends on a number is a pair of keys, `…_one` and `…_many`, chosen by `count`
 * as the language counts (in French, 0 is singular).
 */
import type { Catalogue, TextKey } from "./catalogue.ts";

/** The text of a key; for a pair, the one that fits `count`. */
export function choose(catalogue: Catalogue, key: TextKey, count: unknown, language: string): string {
  const texts: Readonly<Record<string, string>> = catalogue;
  const one = new Intl.PluralRules(language).select(Number(count ?? 0)) === "one";
  // Keys are typed, so one of them exists.
  return texts[key] ?? texts[`${key}_${one ? "one" : "many"}`] ?? key;
}

/** The text with its values; numbers are written as the language writes them. */
export function fill(
  message: string,
  values: Readonly<Record<string, string | number>>,
  language: string,
): string {
  return message.replace(/\{([^{}]+)\}/gu, (_placeholder, name: string) => show(values[name], language));
}

function show(value: string | number | undefined, language: string): string {
  return typeof value === "number" ? new Intl.NumberFormat(language).format(value) : (value ?? "");
}
