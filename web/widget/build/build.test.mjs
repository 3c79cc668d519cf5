// @vitest-environment node
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkBudgets } from "./budgets.mjs";
import { compress } from "./compress.mjs";
import { readLauncherTexts } from "./launcher-texts.mjs";
import { checkLoader } from "./loader-rules.mjs";

let folder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "build-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function check(code) {
  const path = join(folder, "loader.js");
  await writeFile(path, code);
  return checkLoader(path);
}

describe("the loader's rules", () => {
  it("accept what ES2020 knows", async () => {
    await check("(()=>{const a=window?.b??1;import(a)})()");
  });

  it.each([
    ["newer syntax", "let a;a??=1"],
    ["a class field", "class A{#b=1}"],
    ["a module", "export const a=1"],
    ["markup from a string", "e.innerHTML=x"],
    ["a write to local storage", "localStorage.setItem('a','b')"],
    ["evaluated text", "new Function('a')"],
    ["an inline style", "e.setAttribute('style','a')"],
    ["somebody's address", "fetch('https://example.com')"],
  ])("refuse %s", async (_, code) => {
    await expect(check(code)).rejects.toThrow();
  });
});

describe("the budgets", () => {
  const sizes = (loader, box, consent = 1) =>
    new Map([
      ["loader.js", { raw: 1, gz: 1, br: loader }],
      ["widget/box.js", { raw: 1, gz: 1, br: box }],
      ["widget/consent.js", { raw: 1, gz: 1, br: consent }],
    ]);
  const needed = {
    loader: ["loader.js"],
    chat: ["loader.js", "widget/box.js"],
    consent: ["widget/consent.js"],
  };

  beforeEach(() => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });

  it("stop a loader that is too heavy, and a chat or a consent module that is", async () => {
    await checkBudgets(sizes(6144, 30_000, 10_240), needed);
    await expect(checkBudgets(sizes(6145, 1), needed)).rejects.toThrow("loader 6145");
    await expect(checkBudgets(sizes(6000, 40_081), needed)).rejects.toThrow("chat 46081");
    await expect(checkBudgets(sizes(1, 1, 10_241), needed)).rejects.toThrow("consent 10241");
  });

  it("stop what has no budget", async () => {
    await expect(checkBudgets(sizes(1, 1), { other: ["loader.js"] })).rejects.toThrow("other");
  });
});

it("compressed files hold the same bytes", async () => {
  const text = "hello ".repeat(100);
  await writeFile(join(folder, "a.js"), text);
  const sizes = await compress(folder, ["a.js"]);
  expect(brotliDecompressSync(await readFile(join(folder, "a.js.br"))).toString()).toBe(text);
  expect(gunzipSync(await readFile(join(folder, "a.js.gz"))).toString()).toBe(text);
  expect(sizes.get("a.js").br).toBeLessThan(text.length);
});

it("every language has the launcher's texts", () => {
  const byLanguage = readLauncherTexts();
  expect(Object.keys(byLanguage)).toEqual(expect.arrayContaining(["en", "fr"]));
  for (const texts of Object.values(byLanguage)) {
    expect(Object.keys(texts).sort()).toEqual(["name", "unread_many", "unread_one", "write"]);
    expect(texts.unread_many).toContain("{count}");
  }
});
