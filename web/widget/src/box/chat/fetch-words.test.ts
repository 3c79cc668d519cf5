import { expect, test } from "vitest";
import { type Catalogues, fetchWords } from "./fetch-words.ts";

const lost = () => Promise.reject(new TypeError("lost"));
const english = { default: { "box.header.menu": "Menu" } };
const german = { default: { "box.header.menu": "Menü" } };
const catalogues: Catalogues = { en: async () => english, de: async () => german, fr: lost };

test.each([
  ["de", "de", "Menü"],
  ["fr", "en", "Menu"],
  ["xx", "en", "Menu"],
])("the words asked for in %s are those in %s", async (asked, tag, menu) => {
  expect(await fetchWords(catalogues, asked)).toEqual({ tag, words: { "box.header.menu": menu } });
});

test("without English there is nothing to fall back on", async () => {
  await expect(fetchWords({ en: lost, fr: lost }, "fr")).rejects.toThrow("lost");
});
