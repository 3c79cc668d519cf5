import { expect, test } from "vitest";
import dashboardEn from "../../../../locales/en/dashboard.json";
import deskEn from "../../../../locales/en/desk.json";
import formsEn from "../../../../locales/en/forms.json";
import dashboardFr from "../../../../locales/fr/dashboard.json";
import deskFr from "../../../../locales/fr/desk.json";
import formsFr from "../../../../locales/fr/forms.json";
import { ratingWord } from "./names.ts";

test.each([
  ["English", deskEn, formsEn, dashboardEn],
  ["French", deskFr, formsFr, dashboardFr],
])(
  "agents and owners read a rating in the words that the visitor chose it by, in %s",
  (_name, desk, box, settings) => {
    const chosen = [box["box.rating.bad"], box["box.rating.normal"], box["box.rating.good"]];
    const say = (key: string) => (desk as Record<string, string>)[key] ?? "";
    expect(([1, 3, 5] as const).map((value) => ratingWord(value, say))).toEqual(chosen);
    expect([
      settings["settings.preview.face_bad"],
      settings["settings.preview.face_fair"],
      settings["settings.preview.face_good"],
    ]).toEqual(chosen);
  },
);
