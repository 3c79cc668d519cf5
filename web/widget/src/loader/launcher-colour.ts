/**
 * The launcher's colours before the box is there. The icon needs 3 : 1 on its fill, which near-white or
 * near-black always reaches; the exact tokens of look.md section 2 come with the box (brand-colour.ts).
 */

/** Above it near-black contrasts more than near-white: the geometric middle of both. */
const TEXT_TURNS_DARK = 0.194;
/** Above it the fill has less than 3 : 1 on a light surface and needs an edge. */
const NEEDS_EDGE = 0.29;

/** Gives `frame` the chosen `#rrggbb` as the variables that LAUNCHER_CSS builds on. */
export function applyColour(frame: HTMLElement, color: string): void {
  const light = luminance(color);
  const { style } = frame;
  style.setProperty("--brand", color);
  style.setProperty("--on-brand", light > TEXT_TURNS_DARK ? "#0d181e" : "#fefcf9");
  style.setProperty("--brand-edge", light > NEEDS_EDGE ? "var(--edge)" : "#0000");
}

/** Relative luminance of `#rrggbb`, 0 to 1, with a plain power for the curve of sRGB: exact enough for an icon. */
export function luminance(color: string): number {
  const channel = (at: number) => (Number.parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2;
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
