import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Introducer } from "./introducer.ts";

const warnings: string[] = [];

beforeEach(() => {
  warnings.length = 0;
  vi.spyOn(console, "warn").mockImplementation((text: string) => warnings.push(text));
});
afterEach(() => vi.restoreAllMocks());

const shop = (proof?: string) =>
  new Introducer(
    { name: "Nadia", group: "orders", variables: { plan: "gold" }, ...(proof ? { proof } : {}) },
    "en",
  );

test("the page's address goes with what the page says of itself", () => {
  const about = { platform: "WP 6.8", asks_group: true };
  const introducer = new Introducer({ variables: {} }, "en", about);
  expect(introducer.introduce().page).toEqual({ ...shop().page, ...about });
});

test("a proof goes with a session until it is taken, and once", () => {
  const introducer = shop("one");
  expect(introducer.introduce().identity).toMatchObject({ name: "Nadia", proof: "one" });
  expect(introducer.news()).not.toHaveProperty("proof");
  introducer.taken(introducer.introduce().identity);
  expect(introducer.hasProof).toBe(false);
  expect(introducer.introduce().identity).not.toHaveProperty("proof");
  expect(introducer.news()).toBeUndefined();
  introducer.identity = { ...introducer.identity, proof: "two" };
  expect(introducer.introduce().identity.proof).toBe("two");
  // What was on its way when the page gave the next one settles only itself.
  introducer.taken({ proof: "one" });
  expect(introducer.introduce().identity.proof).toBe("two");
});

test("a refused proof is not shown again, is named to the server once, and to the page's developer", () => {
  const introducer = shop("one");
  const sent = introducer.introduce();
  expect(introducer.refused("identity_proof_expired", sent.identity)).toBe(true);
  const again = introducer.introduce();
  expect(again.refused_proof).toBe("one");
  expect(again.identity).not.toHaveProperty("proof");
  expect(warnings).toEqual([expect.stringContaining("the proof has expired")]);
  expect(introducer.refused("identity_proof_expired", again.identity)).toBe(false);
  introducer.taken(again.identity);
  expect(introducer.introduce()).not.toHaveProperty("refused_proof");
});

test("where the site takes nothing unsigned, group and language are still told", () => {
  const introducer = shop();
  expect(introducer.refused("identity_unsigned", introducer.introduce().identity)).toBe(true);
  expect(introducer.introduce().identity).toEqual({ group: "orders", language: "en" });
  expect(introducer.refused("identity_unsigned", {})).toBe(false);
  expect(warnings).toHaveLength(1);
  introducer.identity = { ...introducer.identity, proof: "one" };
  expect(introducer.introduce().identity).toEqual({ group: "orders", language: "en", proof: "one" });
});

test("other refusals are not its business", () => {
  expect(shop("one").refused("rate_limited", { proof: "one" })).toBe(false);
  expect(warnings).toEqual([]);
});
