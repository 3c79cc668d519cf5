/** A row has room for its owner's name and signs beside it: further words were cut off after a few letters. */
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { setLanguage } from "../../i18n/language.ts";
import { RowSigns } from "./row-signs.tsx";

it("marks of a conversation are signs, whose names screen readers and pointers get", async () => {
  await setLanguage("en");
  render(<RowSigns conversation={{ is_offline: true, rating: { value: 1 } }} />);
  for (const name of ["Offline", "Rated Bad"]) {
    expect(screen.getByTitle(name).textContent).toBe(name);
    expect(screen.getByText(name).className).toBe("sight-hidden");
  }
});
