import { expect, test } from "vitest";
import english from "../../../../../locales/en/box.json";
import french from "../../../../../locales/fr/box.json";
import { createTexts, englishTexts, loadTexts } from "./texts.ts";

const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([slot]) => slot).sort();

test("French has every text of English, with the same slots", () => {
  expect(Object.keys(french)).toEqual(Object.keys(english));
  for (const [key, text] of Object.entries(english)) {
    expect(slots(french[key as keyof typeof french]), key).toEqual(slots(text));
  }
});

test("French writes its own spaces and apostrophes", () => {
  for (const [key, text] of Object.entries(french)) {
    expect(text, key).not.toMatch(/'|[^\u202f\s][?;!]| [?;!:]/);
  }
});

test("a language without texts speaks English, and says so", async () => {
  const texts = await loadTexts("fi");
  expect(texts.tag).toBe("en");
  expect(texts.say("composer.send")).toBe("Send");
});

test("values fill their slots; those from right to left are set apart", () => {
  const texts = englishTexts();
  expect(texts.say("system.agent_joined", { name: "Anna" })).toBe("Anna (a person) has joined.");
  expect(texts.say("system.agent_joined", { name: "آنا" })).toBe("\u2068آنا\u2069 (a person) has joined.");
});

test("counts follow the language: French says zero in the singular", () => {
  expect(englishTexts().count("thread.new", 0)).toBe("0 new messages");
  expect(createTexts("fr", french).count("thread.new", 0)).toBe("0 nouveau message");
  expect(createTexts("fr", french).count("thread.new", 2)).toBe("2 nouveaux messages");
});

test("sizes, days and lists read as people write them", () => {
  const texts = englishTexts();
  const fr = createTexts("fr", french);
  expect([texts.bytes(12), texts.bytes(20_480), texts.bytes(2_516_582)]).toEqual([
    "12 bytes",
    "20.5 kB",
    "2.5 MB",
  ]);
  expect(fr.bytes(2_516_582)).toMatch(/^2,5\sMo$/u);
  const noon = new Date(2026, 10, 22, 12).getTime();
  const day = 24 * 3_600_000;
  expect([texts.day(noon, noon), texts.day(noon - day, noon)]).toEqual(["Today", "Yesterday"]);
  expect(fr.day(noon - 5 * day, noon)).toBe("mardi 17 novembre");
  expect(texts.list(["Anna", "Luc", "Marie"])).toBe("Anna, Luc and Marie");
  expect(texts.list(["Anna"])).toBe("Anna");
});
