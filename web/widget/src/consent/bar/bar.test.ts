/** The bar by itself, in every language that has words for it. */
import { describe, expect, it, vi } from "vitest";
import english from "../../../../../locales/en/consent.json";
import { OTHER_LANGUAGES, readCatalogue, SLOPPY, slotsOf } from "../../testing/catalogues.ts";
import { byPurpose } from "../purposes.ts";
import { loadBarTexts } from "./bar-texts.ts";
import { mountBar } from "./index.ts";

async function showBar(language: string) {
  const root = document.createElement("div").attachShadow({ mode: "open" });
  const frame = document.createElement("div");
  root.append(frame);
  const spec = { id: "chat", baseUrl: "", chatKey: "", options: {}, given: {}, onVisitorId: () => {} };
  const told = { language: undefined, color: undefined, said: [] };
  const storage = { chatKey: "", widgetPrefix: "", cookiePrefix: "", cookieDomain: "", cookiePath: "" };
  const place = { container: frame, root, frame, mountPoint: document.createElement("div") };
  const seat = { spec, place, settings: {}, told, storage };
  const nobody = { answers: byPurpose(() => "unknown" as const), by: byPurpose(() => undefined) };
  const bar = mountBar({
    seat,
    settings: { gpc: "strict" },
    gatekeeper: { decision: () => ({ ...nobody, overruled: [], disputed: [] }) },
    language: () => language,
    usesAnalytics: () => true,
    onAnswer: () => {},
    onClose: () => {},
  });
  bar.show({ how: "shown", purposes: ["statistics", "marketing"] });
  await vi.waitFor(() => expect(frame.querySelector("section")).not.toBeNull());
  return { bar, section: frame.querySelector("section") as HTMLElement };
}

it.each([
  ["ar", "ar", "rtl"],
  ["fa", "fa", "rtl"],
  ["he", "he", "rtl"],
  ["fr", "fr", "ltr"],
  ["br", "pt", "ltr"],
  ["fi", "en", "ltr"],
] as const)(
  "asked for %s it speaks %s, runs %s, and says for the ledger what was read",
  async (code, spoken, dir) => {
    const { bar, section } = await showBar(code);
    const { parentElement } = section;
    expect([parentElement?.lang, parentElement?.dir, bar.language()]).toEqual([spoken, dir, spoken]);
  },
);

describe.each(OTHER_LANGUAGES)("the words in %s", (language) => {
  it("leave nothing English and no slot on the bar", async () => {
    const { section } = await showBar(language);
    const said = section.textContent ?? "";
    expect(said).not.toMatch(/[{}]|\b(consent|bar|lock|statistics|marketing)\.\w/);
    for (const text of Object.values(english)) expect(said).not.toContain(text);
  });

  it("have the slots of English and are typeset with care", async () => {
    const catalogue = await readCatalogue(language, "consent");
    expect(Object.keys(catalogue)).toEqual(Object.keys(english));
    for (const [key, text] of Object.entries(english)) {
      expect(slotsOf(catalogue[key] ?? ""), key).toEqual(slotsOf(text));
      expect(catalogue[key], key).not.toMatch(SLOPPY);
    }
  });
});

const NOTHING = { keepsPages: false, usesAnalytics: false };

it.each([
  ["pl", "182 dni"],
  ["ar", "182 يومًا"],
  ["fa", "۱۸۲ روز"],
])("writes how long it lasts in %s", async (language, period) => {
  expect((await loadBarTexts(language)).purpose("marketing", NOTHING)).toContain(`(${period})`);
});
