import { expect, it } from "vitest";

const FRENCH = import.meta.glob<Record<string, string>>("../../../../locales/fr/*.json", {
  eager: true,
  import: "default",
});

/** Words that lose their vowel before another one: "de Luc", but "d’Anna". Digits and dates elide nothing. */
const ELIDED =
  /(?:^|[^\p{L}])(?:de|que|je|me|te|se|le|la|ne|jusque|lorsque|puisque|quoique) \{(?:site|name|by|account)\}/iu;

/** Every French text that puts such a word before a name, which may begin with a vowel. */
function traps(files: Record<string, Record<string, string>>): string[] {
  return Object.values(files).flatMap((texts) =>
    Object.entries(texts)
      .filter(([, text]) => ELIDED.test(text))
      .map(([key]) => key),
  );
}

it("no French text needs an apostrophe before some names and none before others", () => {
  expect(traps(FRENCH)).toEqual([]);
});

it("such a text would be found", () => {
  expect(traps({ own: { one: "J’accepte que {site} lise.", two: "Écrire à {name}" } })).toEqual(["one"]);
  expect(Object.keys(FRENCH)).toHaveLength(8);
});
