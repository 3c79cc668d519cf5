import { expect, it } from "vitest";
import { markedPieces } from "./search-pane.tsx";

it("marks the beginnings of words, without regard to accents and case, and loses no character", () => {
  const text = "La facture corrigée, s’il vous plaît. Refacturer";
  const pieces = markedPieces(text, "FACT corrigee");
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.filter((piece) => piece.found).map((piece) => piece.text)).toEqual(["fact", "corrigée"]);
});
