/**
 * Turns the site's brand colour into readable tokens for both colour schemes.
 * Source: look.md section 2, "Brand colour computation"; OKLab by Björn Ottosson; contrast by WCAG 2.2.
 */
/** The six brand tokens of look.md section 2 as `#rrggbb`, for one colour scheme. */
export interface BrandScheme {
  readonly accent: string;
  readonly accentPress: string;
  readonly onAccent: string;
  readonly accentText: string;
  readonly accentSoft: string;
  readonly focus: string;
  /** The fill does not reach 3 : 1 on the surface, so fills need a `line-strong` edge. */
  readonly needsEdge: boolean;
}

/** The brand computed for both schemes; `shifted` says that the chosen colour had to be corrected. */
export interface BrandTheme {
  readonly light: BrandScheme;
  readonly dark: BrandScheme;
  readonly shifted: boolean;
}

/** Lightness 0–1, chroma, hue in radians. */
type Oklch = readonly [lightness: number, chroma: number, hue: number];

const TEXT_CONTRAST = 4.5;
const EDGE_CONTRAST = 3;

/** The neutral tokens of tokens.css that the brand must stand out from, as `#rrggbb`. */
export const NEUTRALS = {
  light: { surface: "#fdfcfa", paper: "#f6f3ef", bubble: "#f0ede8" },
  dark: { surface: "#121a1f", paper: "#0a1216", bubble: "#1f292f" },
} as const;

/** Text on fills: near-white and near-black, in both schemes. */
const NEAR_WHITE = "#fefcf9";
const NEAR_BLACK = "#0d181e";

/** The brand tokens for the chosen colour, `#rrggbb`. */
export function brandTheme(color: string): BrandTheme {
  const chosen = color.toLowerCase();
  const [lightness, chroma, hue] = toOklch(chosen);
  const light = scheme(chosen, NEUTRALS.light, false);
  const dark = scheme(toHex([Math.max(lightness, 0.72), chroma * 0.9, hue]), NEUTRALS.dark, true);
  return { light, dark, shifted: light.accent !== chosen };
}

function scheme(fill: string, neutral: (typeof NEUTRALS)["light" | "dark"], isDark: boolean): BrandScheme {
  const bestText = (ground: string) =>
    isDark || contrast(ground, NEAR_BLACK) > contrast(ground, NEAR_WHITE) ? NEAR_BLACK : NEAR_WHITE;
  const readableOn = (ground: string) => contrast(ground, bestText(ground)) >= TEXT_CONTRAST;
  const accent = nearest(fill, readableOn);
  const onAccent = bestText(accent);
  const [lightness, chroma, hue] = toOklch(accent);
  // A pressed fill moves away from its text, so that the text never gets harder to read.
  const accentPress = toHex([lightness + (onAccent === NEAR_BLACK ? 0.05 : -0.055), chroma, hue]);
  const accentSoft = toHex([isDark ? 0.3 : 0.95, Math.min(chroma, 0.04), hue]);
  const readable = [neutral.surface, neutral.paper, accentSoft];
  return {
    accent,
    accentPress,
    onAccent,
    accentText: nearest(fill, (text) => readable.every((ground) => contrast(text, ground) >= TEXT_CONTRAST)),
    accentSoft,
    focus: nearest(fill, (ring) =>
      [neutral.surface, neutral.paper, neutral.bubble].every(
        (ground) => contrast(ring, ground) >= EDGE_CONTRAST,
      ),
    ),
    needsEdge: contrast(accent, neutral.surface) < EDGE_CONTRAST,
  };
}

/** The colour itself if it fits, else the nearest lightness in steps of .01 that does; the hue is kept. */
function nearest(color: string, fits: (color: string) => boolean): string {
  if (fits(color)) return color;
  const [lightness, chroma, hue] = toOklch(color);
  for (let step = 1; step <= 100; step++) {
    for (const sign of [-1, 1]) {
      const shifted = toHex([lightness + (sign * step) / 100, chroma, hue]);
      if (fits(shifted)) return shifted;
    }
  }
  return color;
}

/** WCAG contrast ratio of two `#rrggbb` colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance by WCAG 2.2: 0 for black to 1 for white. */
function luminance(color: string): number {
  const [red, green, blue] = toLinear(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Linear red, green and blue of `#rrggbb`, each 0 to 1. */
function toLinear(color: string): [number, number, number] {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function toOklch(color: string): Oklch {
  const [r, g, b] = toLinear(color);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(a, bb), Math.atan2(bb, a)];
}

/** `#rrggbb`; a colour outside sRGB loses chroma until it fits, because clipping would turn its hue. */
function toHex([lightness, chroma, hue]: Oklch): string {
  const clamped = Math.min(1, Math.max(0, lightness));
  for (let c = chroma; ; c *= 0.9) {
    const rgb = toRgb(clamped, c * Math.cos(hue), c * Math.sin(hue));
    if (c < 0.002 || rgb.every((value) => value > -0.002 && value < 1.002)) {
      return `#${rgb.map(hexByte).join("")}`;
    }
  }
}

function toRgb(lightness: number, a: number, b: number): number[] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055));
}

function hexByte(value: number): string {
  const byte = Math.round(Math.min(1, Math.max(0, value)) * 255);
  return (byte < 16 ? "0" : "") + byte.toString(16);
}
