import { describe, expect, it } from "vitest";
import { linkPieces } from "./link-pieces.ts";

const links = (text: string) => linkPieces(text).flatMap((piece) => ("href" in piece ? [piece.href] : []));

describe("linkPieces", () => {
  it("loses no character of the text", () => {
    const text = "Voir https://shop.example/bols?x=1&y=(2), ou écrire à anna@shop.example. Merci !";
    expect(
      linkPieces(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
    expect(links(text)).toEqual(["https://shop.example/bols?x=1&y=(2)", "mailto:anna@shop.example"]);
  });

  it("leaves the sentence's punctuation outside", () => {
    expect(links("(see http://a.example/b).")).toEqual(["http://a.example/b"]);
    expect(links("« https://a.example »")).toEqual(["https://a.example/"]);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "JAVASCRIPT:alert(1)",
    "file:///etc/passwd",
    "https://",
    "https://shop.example@evil.example/",
  ])("makes no link of %s", (text) => {
    expect(links(text)).toEqual([]);
  });
});
