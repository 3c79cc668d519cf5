import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fetchSettings } from "./fetch-settings.ts";

const warnings: string[] = [];
const answer = (body: unknown, status = 200) =>
  vi.stubGlobal("fetch", async () => Response.json(body, { status }));
const ask = () => fetchSettings("https://chat.example", "a".repeat(40));

beforeEach(() => {
  warnings.length = 0;
  vi.spyOn(console, "warn").mockImplementation((text: string) => warnings.push(text));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test("a page that the site does not admit learns why in its console, in the server's words", async () => {
  const message = "The chat is not shown on this page: its address is not among the allowed domains.";
  answer({ code: "origin_not_allowed", message, request_id: "rq" }, 403);
  expect(await ask()).toBeUndefined();
  expect(warnings).toEqual([`[Smartsupp] ${message}`]);
});

test("settings come without a word, and an answer that is none is told in our words", async () => {
  answer({ v: 1, name: "Brume", chat_box: { color: "#000000" } });
  expect(await ask()).toMatchObject({ name: "Brume", color: "#000000" });
  expect(warnings).toEqual([]);
  answer({}, 502);
  expect(await ask()).toBeUndefined();
  expect(warnings).toEqual(["[Smartsupp] no answer for this key"]);
});
