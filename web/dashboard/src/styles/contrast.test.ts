/** Every pair of text and ground that the parts use reaches its contrast, by day and by night (look.md section 2). */
import { contrast } from "@entrenous/protocol/brand-colour.ts";
import { describe, expect, it } from "vitest";
import tokens from "./tokens.css?raw";

/** A token's `[lightness, chroma, hue]`, by day and by night. */
const COLOURS = new Map(
  [...tokens.matchAll(/--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);/gu)].map(
    ([, name = "", day = "", night = ""]) => [name, { day: toHex(day), night: toHex(night) }],
  ),
);

const GROUNDS = ["paper", "surface", "raised", "sunken", "hover", "bubble"];

const TEXT: readonly (readonly [string, readonly string[]])[] = [
  ["text", [...GROUNDS, "accent-soft"]],
  ["text-2", GROUNDS],
  ["text-3", GROUNDS],
  ["accent-text", ["paper", "surface", "raised", "accent-soft"]],
  ["on-accent", ["accent", "accent-press"]],
  ["ok-text", ["ok-soft", "surface"]],
  ["warn-text", ["warn-soft", "surface"]],
  ["bad-text", ["bad-soft", "surface", "raised"]],
  ["bot-text", ["bot-soft", "surface"]],
  ["ai-text", ["ai-soft", "surface"]],
  ["note-text", ["note"]],
  ["ground-1-text", ["ground-1"]],
  ["ground-2-text", ["ground-2"]],
  ["ground-3-text", ["ground-3"]],
  // Inverted: tooltips and toasts; the filled danger button.
  ["surface", ["text", "bad-text"]],
];

const MARKS: readonly (readonly [string, readonly string[]])[] = [
  ["line-strong", ["paper", "surface", "raised", "sunken"]],
  ["focus", GROUNDS],
  ["ok-dot", ["surface", "paper"]],
  ["warn-dot", ["surface", "sunken"]],
  ["bad-dot", ["surface", "raised"]],
];

function check(pairs: typeof TEXT, least: number): void {
  const cases = pairs.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground] as const));
  it.each(cases)(`%s on %s reaches ${least} : 1`, (ink, ground) => {
    for (const scheme of ["day", "night"] as const) {
      const [over, under] = [COLOURS.get(ink)?.[scheme], COLOURS.get(ground)?.[scheme]];
      if (over === undefined || under === undefined) throw new Error(`no token ${ink} or ${ground}`);
      expect(contrast(over, under), scheme).toBeGreaterThanOrEqual(least);
    }
  });
}

describe("text", () => check(TEXT, 4.5));
describe("edges and marks", () => check(MARKS, 3));

it("a hairline alone is not enough for a control", () => {
  const line = COLOURS.get("line")?.day ?? "";
  expect(contrast(line, COLOURS.get("surface")?.day ?? "")).toBeLessThan(3);
});

/** OKLCH (lightness, chroma, hue in degrees) as `#rrggbb`, clipped. Source: OKLab by Björn Ottosson. */
function toHex(oklch: string): string {
  const [lightness = 0, chroma = 0, degrees = 0] = oklch.split(" ").map(Number);
  const [a, b] = [Math.cos((degrees * Math.PI) / 180) * chroma, Math.sin((degrees * Math.PI) / 180) * chroma];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  const bytes = linear.map((value) => {
    const inside = Math.min(1, Math.max(0, value));
    const encoded = inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055;
    return Math.round(encoded * 255)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${bytes.join("")}`;
}
