import { expect, test } from "vitest";
import deskEn from "../../../../locales/en/desk.json";
import formsEn from "../../../../locales/en/forms.json";
import deskFr from "../../../../locales/fr/desk.json";
import formsFr from "../../../../locales/fr/forms.json";
import { ratingWord } from "./names.ts";

test.each([
  ["English", deskEn, formsEn],
  ["French", deskFr, formsFr],
])("agents read a rating in the words that the visitor chose it by, in %s", (_name, desk, box) => {
  const chosen = [box["box.rating.bad"], box["box.rating.normal"], box["box.rating.good"]];
  const say = (key: string) => (desk as Record<string, string>)[key] ?? "";
  expect(([1, 3, 5] as const).map((value) => ratingWord(value, say))).toEqual(chosen);
});
