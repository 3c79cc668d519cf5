import { contrast, NEUTRALS } from "@entrenous/protocol/brand-colour.ts";
import { expect, it } from "vitest";
import { applyColour, luminance } from "./launcher-colour.ts";

const GRID = [0, 51, 102, 153, 204, 255].map((value) => value.toString(16).padStart(2, "0"));
const colours = GRID.flatMap((red) => GRID.flatMap((green) => GRID.map((blue) => `#${red}${green}${blue}`)));

it("the icon has 3 : 1 on its fill for every colour, and a faint fill has an edge", () => {
  const frame = document.createElement("div");
  for (const colour of colours) {
    applyColour(frame, colour);
    const icon = frame.style.getPropertyValue("--on-brand");
    expect(contrast(icon, colour), colour).toBeGreaterThanOrEqual(3);
    if (frame.style.getPropertyValue("--brand-edge") === "#0000") {
      expect(contrast(colour, NEUTRALS.light.surface), colour).toBeGreaterThanOrEqual(2.9);
    }
  }
  expect(luminance("#ffffff")).toBeCloseTo(1, 5);
});
