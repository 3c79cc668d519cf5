/**
 * Builds the loader (one classic script) and the box (ES modules with hashed names) into web/dist,
 * compresses both and stops when a size is over web/budgets.json or the loader's syntax is too new.
 */
import { rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { checkBudgets } from "./budgets.mjs";
import { compress } from "./compress.mjs";
import { launcherTexts } from "./launcher-texts.mjs";
import { checkLoader } from "./loader-rules.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here("../../dist");

const shared = {
  configFile: false,
  root: here(".."),
  logLevel: "warn",
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
};

/** The loader stands alone: no import, so that one request brings the launcher. */
async function buildLoader() {
  await build({
    ...shared,
    plugins: [launcherTexts()],
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: "es2020",
      modulePreload: false,
      reportCompressedSize: false,
      minify: "oxc",
      rolldownOptions: {
        input: here("../src/loader/main.ts"),
        output: { format: "iife", entryFileNames: "loader.js" },
      },
    },
  });
}

/** The box and what it loads later; relative imports, so that any path prefix works. Returns its manifest. */
async function buildBox() {
  const result = await build({
    ...shared,
    base: "./",
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: "es2020",
      modulePreload: false,
      reportCompressedSize: false,
      minify: "oxc",
      rolldownOptions: {
        input: { box: here("../src/box/index.ts") },
        preserveEntrySignatures: "strict",
        output: {
          format: "es",
          entryFileNames: "widget/[name]-[hash].js",
          chunkFileNames: "widget/[name]-[hash].js",
          assetFileNames: "widget/[name]-[hash][extname]",
        },
      },
    },
  });
  const entry = result.output.find((file) => file.type === "chunk" && file.isEntry);
  const chunks = new Map(
    result.output.filter((file) => file.type === "chunk").map((file) => [file.fileName, file]),
  );
  return { box: entry.fileName, chat: withImports(entry.fileName, chunks) };
}

/** The entry and everything it imports at once: what a chat needs. Later imports are not counted. */
function withImports(fileName, chunks, seen = new Set()) {
  if (seen.has(fileName)) return seen;
  seen.add(fileName);
  for (const imported of chunks.get(fileName)?.imports ?? []) withImports(imported, chunks, seen);
  return seen;
}

for (const old of ["loader.js", "loader.js.br", "loader.js.gz", "widget", "manifest.json"]) {
  await rm(`${dist}/${old}`, { recursive: true, force: true });
}
await buildLoader();
const { box, chat } = await buildBox();
await writeFile(`${dist}/manifest.json`, `${JSON.stringify({ box }, null, 2)}\n`);
await checkLoader(`${dist}/loader.js`);
const sizes = await compress(dist, ["loader.js", "widget"]);
await checkBudgets(sizes, ["loader.js", ...chat]);
