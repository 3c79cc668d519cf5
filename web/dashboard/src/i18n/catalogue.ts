/** The texts of the dashboard. English is the shape; French must have every key (the compiler sees to it). */

import type dashboardEn from "../../../../locales/en/dashboard.json";
import type deskEn from "../../../../locales/en/desk.json";

/** The languages of the dashboard itself. */
export const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

type Key = keyof typeof dashboardEn | keyof typeof deskEn;

/** Text by key; keys are screen, part, meaning. */
export type Catalogue = { readonly [Name in Key]: string };

/** A key, or the stem of a pair `…_one` and `…_many`. */
export type TextKey =
  | Key
  | (Key extends infer Name ? (Name extends `${infer Stem}_one` ? Stem : never) : never);

/** Loads the texts of one language; each is a bundle of its own. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  switch (language) {
    case "en": {
      const [dashboard, desk] = await Promise.all([
        import("../../../../locales/en/dashboard.json"),
        import("../../../../locales/en/desk.json"),
      ]);
      return { ...dashboard.default, ...desk.default };
    }
    case "fr": {
      const [dashboard, desk] = await Promise.all([
        import("../../../../locales/fr/dashboard.json"),
        import("../../../../locales/fr/desk.json"),
      ]);
      return { ...dashboard.default, ...desk.default };
    }
  }
}

export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((language) => language === text);
}
