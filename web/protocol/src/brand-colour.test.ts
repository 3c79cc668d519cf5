import { describe, expect, it } from "vitest";
import { type BrandScheme, brandTheme, contrast, NEUTRALS } from "./brand-colour.ts";

/** Every colour of a grid through sRGB: 9 steps for each channel, 729 in all. */
const GRID = [0, 32, 64, 96, 128, 160, 192, 224, 255];
const colours = GRID.flatMap((red) =>
  GRID.flatMap((green) => GRID.map((blue) => `#${[red, green, blue].map(byte).join("")}`)),
);

function byte(value: number): string {
  return value.toString(16).padStart(2, "0");
}

/** What is below its threshold, as text; empty when all is readable. */
function failures(colour: string, name: "light" | "dark", scheme: BrandScheme): string[] {
  const { surface, paper, bubble } = NEUTRALS[name];
  const pairs: [string, string, string, number][] = [
    ["on-accent on accent", scheme.onAccent, scheme.accent, 4.5],
    ["on-accent on accent-press", scheme.onAccent, scheme.accentPress, 4.5],
    ...[surface, paper, scheme.accentSoft].map((ground): [string, string, string, number] => [
      "accent-text",
      scheme.accentText,
      ground,
      4.5,
    ]),
    ...[surface, paper, bubble].map((ground): [string, string, string, number] => [
      "focus",
      scheme.focus,
      ground,
      3,
    ]),
  ];
  if (!scheme.needsEdge) pairs.push(["accent without an edge", scheme.accent, surface, 3]);
  return pairs
    .filter(([, one, other, least]) => contrast(one, other) < least)
    .map(([what, one, other]) => `${colour} ${name}: ${what} ${one} on ${other} ${contrast(one, other)}`);
}

describe("the brand tokens", () => {
  it("are readable for every colour of the grid, in both schemes", () => {
    const found = colours.flatMap((colour) => {
      const theme = brandTheme(colour);
      return [...failures(colour, "light", theme.light), ...failures(colour, "dark", theme.dark)];
    });
    expect(colours).toHaveLength(729);
    expect(found).toEqual([]);
  });

  it("keep a readable choice as it is, and say when it was shifted", () => {
    expect(brandTheme("#00546A")).toMatchObject({ light: { accent: "#00546a" }, shifted: false });
    const shifted = colours.filter((colour) => brandTheme(colour).shifted);
    for (const colour of shifted) expect(brandTheme(colour).light.accent).not.toBe(colour);
    // Some middle tones carry neither near-white nor near-black at 4.5 : 1; most colours stay.
    expect(shifted.length).toBeGreaterThan(0);
    expect(shifted.length).toBeLessThan(colours.length / 5);
  });

  it("ask for an edge where the fill hardly differs from the paper", () => {
    expect(brandTheme("#f2c230").light.needsEdge).toBe(true);
    expect(brandTheme("#1d3a6e").light.needsEdge).toBe(false);
  });
});

describe("contrast", () => {
  it("is WCAG's ratio", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#ffffff", "#ffffff")).toBe(1);
  });
});
