import { describe, expect, it } from "vitest";
import { originWithin, readOrigin } from "./origins.ts";
import { outcomeOf } from "./use-snippet-test.ts";

describe("an allowed domain", () => {
  it.each([
    ["Shop.Example", "https://shop.example"],
    ["https://shop.example:443/", "https://shop.example"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
    ["http://shop.example:80", "http://shop.example"],
    ["http://localhost:3000", "http://localhost:3000"],
  ])("%s is read as %s", (typed, origin) => {
    expect(readOrigin(typed)).toBe(origin);
  });

  it.each(["nonsense", "https://domain", "localhos"])(
    "%s is refused, because no page has such an address",
    (typed) => {
      expect(readOrigin(typed)).toBeUndefined();
    },
  );

  // The same list as the server's own test of `AllowedOrigin`.
  it.each([
    "",
    "ftp://a.b",
    "https://a.b/c",
    "https://u@a.b",
    "*.a.b",
    "https://a.b:0",
    "https://a.b:x",
    "https://a b",
    "javascript:alert(1)",
  ])("%s is refused", (typed) => {
    expect(readOrigin(typed)).toBeUndefined();
  });

  it("is found within an address with a path, for a suggestion", () => {
    expect(originWithin("https://shop.example/a?b#c")).toBe("https://shop.example");
    expect(originWithin("shop.example/a")).toBe("https://shop.example");
    expect(originWithin("*.shop.example")).toBeUndefined();
  });
});

describe("the test of the snippet", () => {
  const shop = "https://shop.example";
  const pages = (page: object, origin = shop) => ({ now: 0, pages: [{ origin, ...page }] });

  it("sees a page of the tested origin that was loaded since, or so shortly before that it is in the browser's cache", () => {
    expect(outcomeOf(pages({ seen_at: 100_000 }), shop, 90_000)).toEqual({ kind: "seen", at: 100_000 });
    expect(outcomeOf(pages({ seen_at: 100_000 }), shop, 160_000)).toEqual({ kind: "seen", at: 100_000 });
    expect(outcomeOf(pages({ seen_at: 100_000 }), shop, 160_001)).toBeUndefined();
  });

  it("waits while only other origins ask", () => {
    expect(outcomeOf(pages({ seen_at: 100_000 }, "https://other.example"), shop, 90_000)).toBeUndefined();
  });

  it("says when the page was refused, and believes a later success", () => {
    expect(outcomeOf(pages({ refused_at: 100_000 }), shop, 90_000)).toEqual({ kind: "refused", at: 100_000 });
    expect(outcomeOf(pages({ refused_at: 100_000, seen_at: 100_001 }), shop, 90_000)).toEqual({
      kind: "seen",
      at: 100_001,
    });
    expect(outcomeOf(pages({ refused_at: 80_000 }), shop, 90_000)).toBeUndefined();
  });
});
