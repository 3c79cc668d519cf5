import { expect, it } from "vitest";
import { markedPieces } from "./marked-pieces.ts";

it("marks what the server found, and loses no character", () => {
  const text = "…Mon cœur 👋 你好世界";
  const marks = [
    { from: 5, to: 9 },
    { from: 15, to: 17 },
  ];
  expect(markedPieces(text, marks)).toEqual([
    { text: "…Mon ", found: false },
    { text: "cœur", found: true },
    { text: " 👋 你好", found: false },
    { text: "世界", found: true },
  ]);
  expect(markedPieces(text, [])).toEqual([{ text, found: false }]);
});
