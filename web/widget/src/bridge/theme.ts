/** The brand tokens as style sheet text, for the element that holds launcher and box. */
import type { BrandScheme, BrandTheme } from "@entrenous/protocol/brand-colour.ts";

/** Two blocks instead of `light-dark()`, for browsers of before 2024. */
export function themeCss({ light, dark }: BrandTheme): string {
  return `.root{${tokens(light)}}@media(prefers-color-scheme:dark){.root{${tokens(dark)}}}${LAUNCHER}`;
}

/** The launcher's states in the exact tokens, now that they are known. */
const LAUNCHER =
  ".launcher:hover{filter:none}.launcher:not(.away):hover{background:var(--accent-press)}" +
  ".launcher:focus-visible{outline-color:var(--focus);box-shadow:0 0 0 6px var(--accent-soft)}";

function tokens(scheme: BrandScheme): string {
  return (
    `--accent:${scheme.accent};--accent-press:${scheme.accentPress};--on-accent:${scheme.onAccent};` +
    `--accent-text:${scheme.accentText};--accent-soft:${scheme.accentSoft};--focus:${scheme.focus};` +
    `--accent-edge:${scheme.needsEdge ? "var(--edge)" : "transparent"}`
  );
}
