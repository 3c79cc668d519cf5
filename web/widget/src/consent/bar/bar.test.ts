/** The bar by itself, with words of a language that has none yet. */
import { expect, it, vi } from "vitest";
import english from "../../../../../locales/en/consent.json";
import { createBarTexts } from "./bar-texts.ts";
import { mountBar } from "./index.ts";

vi.mock("./bar-texts.ts", async (original) => ({
  ...(await original<typeof import("./bar-texts.ts")>()),
  loadBarTexts: async (code: string) => createBarTexts(code, english),
}));

it.each([
  ["ar", "rtl"],
  ["he", "rtl"],
  ["fr", "ltr"],
] as const)("words in %s run %s", async (language, dir) => {
  const root = document.createElement("div").attachShadow({ mode: "open" });
  const frame = document.createElement("div");
  root.append(frame);
  const spec = { id: "chat", baseUrl: "", chatKey: "", options: {}, given: {}, onVisitorId: () => {} };
  const told = { language: undefined, color: undefined, said: [] };
  const storage = { chatKey: "", widgetPrefix: "", cookiePrefix: "", cookieDomain: "", cookiePath: "" };
  const place = { container: frame, root, frame, mountPoint: document.createElement("div") };
  const seat = { spec, place, settings: {}, told, storage };
  const bar = mountBar({ seat, onAnswer: () => {}, onClose: () => {} });
  bar.show({ how: "shown", offers: [], language });
  await vi.waitFor(() => expect(frame.querySelector("section")).not.toBeNull());
  const { parentElement } = frame.querySelector("section") as HTMLElement;
  expect([parentElement?.lang, parentElement?.dir]).toEqual([language, dir]);
});
