import { describe, expect, it } from "vitest";
import { originWithin, readOrigin } from "./origins.ts";
import { wasSeen } from "./use-snippet-test.ts";

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

describe("the snippet was seen", () => {
  const begun = { at: 185_000, seenBefore: 60_000 };

  it("when it was loaded after the start", () => {
    expect(wasSeen(186_000, begun)).toBe(true);
  });

  it("when it was loaded so shortly before that the next load leaves no note", () => {
    expect(wasSeen(65_000, { at: 185_000, seenBefore: 65_000 })).toBe(true);
  });

  it("when the time has moved on, even by a clock that is behind", () => {
    expect(wasSeen(61_000, { at: 900_000, seenBefore: 60_000 })).toBe(true);
  });

  it("not by a load of before", () => {
    expect(wasSeen(60_000, begun)).toBe(false);
    expect(wasSeen(null, begun)).toBe(false);
  });
});
