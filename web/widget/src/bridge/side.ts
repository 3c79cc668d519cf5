import type { Options } from "../compat/configuration.ts";

/** At which side of the page launcher and box stand: the page's value beats the owner's. */
export function readSide(options: Options, look: Readonly<Record<string, unknown>>): "left" | "right" {
  return options.orientation ?? options.alignX ?? (look.side === "left" ? "left" : "right");
}
