import { describe, expect, test } from "vitest";
import { splitLinks } from "./link-text.ts";
import { safeUrl } from "./safe-url.ts";

describe("an address becomes a link only with a scheme that people follow", () => {
  test.each([
    ["https://shop.example/a?b=c#d", "https://shop.example/a?b=c#d"],
    ["http://shop.example", "http://shop.example/"],
    ["mailto:help@shop.example", "mailto:help@shop.example"],
    ["tel:+33123456789", "tel:+33123456789"],
  ])("%s", (given, href) => {
    expect(safeUrl(given)).toBe(href);
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "\u0001javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "blob:https://shop.example/1",
    "file:///etc/passwd",
    "https://shop.example@evil.example/",
    "https://shop\u202e.example/",
    "//shop.example",
    "relative/path",
    "",
  ])("not %j", (given) => {
    expect(safeUrl(given)).toBeUndefined();
  });
});

describe("a text is split into words and links", () => {
  const links = (text: string) =>
    splitLinks(text).flatMap((part) => (part.kind === "link" ? [`${part.text} → ${part.href}`] : []));

  test.each([
    ["See https://shop.example/a.", ["https://shop.example/a → https://shop.example/a"]],
    ["(https://shop.example/a)", ["https://shop.example/a → https://shop.example/a"]],
    ["https://shop.example/a_(b)", ["https://shop.example/a_(b) → https://shop.example/a_(b)"]],
    ["« https://shop.example »", ["https://shop.example → https://shop.example/"]],
    ["www.shop.example!", ["www.shop.example → https://www.shop.example/"]],
    ["write to a.b+c@shop.example, please", ["a.b+c@shop.example → mailto:a.b+c@shop.example"]],
    ["javascript:alert(1) and a@b", []],
    ["https://user:pass@evil.example/", []],
    ["no address at 14:05", []],
    ["<a href='https://x.example'>x</a>", ["https://x.example → https://x.example/"]],
  ])("%s", (text, expected) => {
    expect(links(text)).toEqual(expected);
  });

  test("nothing of the text is lost", () => {
    for (const text of ["a https://x.example, b www.y.example c", "https://x.example", "", "x@y.example.."]) {
      expect(
        splitLinks(text)
          .map((part) => part.text)
          .join(""),
      ).toBe(text);
    }
  });

  // A rule that goes back and forth would not come to an end within the runner's own limit.
  test("a long text without spaces is read to its end", () => {
    const text = `${"a.".repeat(20_000)}@${"b-".repeat(20_000)}`;
    const parts = splitLinks(text);
    expect(parts.map((part) => part.text).join("")).toBe(text);
  });
});
