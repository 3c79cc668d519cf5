// @vitest-environment node
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { checkBudgets } from "./budgets.mjs";
import { compress } from "./compress.mjs";
import { checkLoader } from "./loader-rules.mjs";
import { replacePush } from "./own-push.mjs";

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

describe("a page's own push", () => {
  /** Runs the code as built, in a page whose `push` throws; gives what it returns. */
  const run = (code) => {
    const { push } = Array.prototype;
    const whole = `globalThis.result=(()=>{${code}})()`;
    const built = new Function(replacePush(whole) ?? whole);
    Array.prototype.push = () => {
      throw new Error("the page's push");
    };
    try {
      built();
      return globalThis.result;
    } finally {
      Array.prototype.push = push;
    }
  };

  it.each([
    ["one value", "const a=[1];const n=a.push(2);return [a,n]", [[1, 2], 2]],
    ["several", "const a=[];a.push(1,2,...[3]);return a", [1, 2, 3]],
    ["none", "const a=[7];return a.push()", 1],
    ["one call in another", "const a=[],b=[];a.push(b.push(5),[...b]);return a", [1, [5]]],
    ["brackets on both sides", "const o={a:[]};(o.b||o.a) . push ((1,2));return o.a", [2]],
    ["a value that only looks like it", "const o={push:1};return o.push", 1],
  ])("is not asked for %s", (_, code, expected) => {
    expect(run(code)).toEqual(expected);
  });

  it("is what throws without the replacement", () => {
    expect(() => run("return (p=>[][p](1))('push')")).toThrow("the page's push");
  });

  it("leaves code without a call as it is, and refuses what it does not understand", () => {
    expect(replacePush("const a=1")).toBeNull();
    expect(() => replacePush("a?.push(1)")).toThrow("?.");
    expect(() => replacePush("a?.b.push(1)")).toThrow("?.");
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
    await checkBudgets(sizes(6144, 30_000, 10_752), needed);
    await expect(checkBudgets(sizes(6145, 1), needed)).rejects.toThrow("loader 6145");
    await expect(checkBudgets(sizes(6000, 40_081), needed)).rejects.toThrow("chat 46081");
    await expect(checkBudgets(sizes(1, 1, 10_753), needed)).rejects.toThrow("consent 10753");
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
