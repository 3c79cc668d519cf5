import { describe, expect, it } from "vitest";
import { loadCatalogue } from "./catalogue.ts";
import { createFormat } from "./format.ts";
import { browserLanguage } from "./language.ts";
import { choose, fill } from "./message.ts";

describe("texts", () => {
  it("choose singular and plural as the language counts", async () => {
    const [en, fr] = [await loadCatalogue("en"), await loadCatalogue("fr")];
    const left = (count: number) => [
      fill(choose(en, "settings.totp.codes_left", count, "en"), { count }, "en"),
      fill(choose(fr, "settings.totp.codes_left", count, "fr"), { count }, "fr"),
    ];
    expect(left(0)).toEqual(["0 recovery codes left.", "Il reste 0 code de secours."]);
    expect(left(1)).toEqual(["1 recovery code left.", "Il reste 1 code de secours."]);
    expect(left(12_000)[0]).toBe("12,000 recovery codes left.");
  });

  it("leave no hole when a value is missing, and do not fill values twice", () => {
    expect(fill("{a} and {b}", { a: "{b}", b: "x" }, "en")).toBe("{b} and x");
    expect(fill("{a}.", {}, "en")).toBe(".");
  });
});

/** look.md section 7: narrow no-break spaces, no-break spaces, the right apostrophe, no exclamation mark. */
const WRONG_IN_FRENCH = [
  /(^|[^\u202f\s])[;?!»](\s|$)| [;?!»]/u,
  /«[^\u202f]/u,
  / :|[a-zé]: /u,
  /[a-z]'[a-zéèêà]/iu,
  /!/u,
];

describe("French typography", () => {
  const wrongIn = (texts: Readonly<Record<string, string>>) =>
    Object.values(texts).filter((text) => WRONG_IN_FRENCH.some((pattern) => pattern.test(text)));

  it("holds in every text", async () => {
    expect(wrongIn(await loadCatalogue("fr"))).toEqual([]);
  });

  it("would be found wrong", () => {
    const wrong = ["Quoi ?", "Quoi?", "« Quoi »", "Ici : là", "Ici: là", "l'été", "Bien\u202f!"];
    expect(wrongIn(Object.fromEntries(wrong.map((text) => [text, text])))).toEqual(wrong);
  });
});

describe("times", () => {
  it("use the 24-hour clock in both languages", () => {
    const noon = new Date(2026, 9, 12, 14, 5).getTime();
    expect(createFormat("en").time(noon)).toBe("14:05");
    expect(createFormat("fr").time(noon)).toBe("14:05");
    expect(createFormat("en").date(noon, noon)).toBe("12\u00a0Oct");
  });

  it("are not torn apart at the end of a line", () => {
    const noon = new Date(2026, 10, 28, 14, 5).getTime();
    for (const language of ["en", "fr"] as const) {
      expect(createFormat(language).date(noon, noon)).not.toMatch(/ /u);
      expect(createFormat(language).date(noon, noon + 366 * 86_400_000)).not.toMatch(/ /u);
    }
  });

  it("never lie ahead, even when the clocks differ", () => {
    expect(createFormat("en").ago(10_000, 0)).toBe("now");
    expect(createFormat("en").ago(0, 3 * 3_600_000 + 5)).toBe("3 hours ago");
  });
});

describe("the language before the sign-in", () => {
  it.each([
    [["de-DE", "fr-CA", "en"], "fr"],
    [["de"], "en"],
    [[], "en"],
    [["EN-us", "fr"], "en"],
  ] as const)("of a browser with %j is %s", (languages, language) => {
    expect(browserLanguage(languages)).toBe(language);
  });
});
