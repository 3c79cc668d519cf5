/**
 * Builds the loader (one classic script), the box and the consent module (ES modules with hashed names) into web/dist,
 * compresses both and stops when a size is over web/budgets.json or the loader's syntax is too new.
 */
import { rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { checkBudgets } from "./budgets.mjs";
import { compress } from "./compress.mjs";
import { checkLoader } from "./loader-rules.mjs";
import { oneLineStyles } from "./one-line-styles.mjs";
import { ownPush } from "./own-push.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const dist = here("../../dist");
/** Built and checked here first, so that a failing build leaves the last good one in place. */
const next = here("../../dist/.next");

const shared = {
  configFile: false,
  root: here(".."),
  logLevel: "warn",
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"' },
};

const output = {
  outDir: next,
  emptyOutDir: false,
  target: "es2020",
  // A preload helper would add inline markup and weight to import chunks that are small anyway.
  modulePreload: false,
  reportCompressedSize: false,
};

/** The loader stands alone: no import, so that one request brings the launcher. */
async function buildLoader() {
  await build({
    ...shared,
    plugins: [oneLineStyles()],
    build: {
      ...output,
      lib: {
        entry: here("../src/loader/main.ts"),
        formats: ["iife"],
        name: "loader",
        fileName: () => "loader.js",
      },
      // Some 2 % smaller than the default minifier's output, which is worth it for this one file.
      minify: "terser",
      terserOptions: {
        ecma: 2020,
        compress: {
          passes: 2,
          inline: 1,
          pure_getters: true,
          unsafe_arrows: true,
          toplevel: true,
          hoist_props: false,
        },
        mangle: { toplevel: true },
      },
    },
  });
}

/** Modules with hashed names; relative imports, so that any path prefix works. Gives the chunks by their file names. */
async function buildChunks(entry) {
  const result = await build({
    ...shared,
    base: "./",
    plugins: [ownPush()],
    build: {
      ...output,
      // The box's colours need browsers of 2023 anyway; lowered private fields would add a tenth to its size.
      target: "es2022",
      // Logical properties and oklch() stay as written: lowered for older browsers they would double in size.
      cssTarget: ["chrome120", "firefox121", "safari16.4"],
      minify: "oxc",
      // As a library, so that no helper adds <link> elements to the page for the chunks it imports.
      lib: { entry, formats: ["es"] },
      rolldownOptions: {
        // What the box shares with its later parts stays in it, instead of in a file that would be one more request.
        preserveEntrySignatures: "allow-extension",
        output: {
          // The library mode would keep white space.
          minify: true,
          entryFileNames: "widget/[name]-[hash].js",
          chunkFileNames: "widget/[name]-[hash].js",
        },
      },
    },
  });
  const { output: files } = Array.isArray(result) ? result[0] : result;
  return new Map(files.filter((file) => file.type === "chunk").map((file) => [file.fileName, file]));
}

/** The heaviest catalogue `<name>.json` of all languages: a visitor fetches one of them, whichever it is. */
function heaviestWords(chunks, sizes, name) {
  const words = [...chunks.values()].filter((file) => file.facadeModuleId?.endsWith(`/${name}.json`));
  if (words.length === 0) throw new Error(`the build made no catalogue ${name}`);
  return words.map((file) => file.fileName).reduce((a, b) => (sizes.get(a).br < sizes.get(b).br ? b : a));
}

/** Box and consent module, and what they load later. */
async function buildModules() {
  const chunks = await buildChunks({
    box: here("../src/bridge/index.ts"),
    consent: here("../src/consent/index.ts"),
  });
  const box = findChunk(chunks, "the box", (file) => file.isEntry && file.name === "box");
  const consent = findChunk(chunks, "consent", (file) => file.isEntry && file.name === "consent");
  const forms = findChunk(chunks, "the forms", (file) =>
    file.facadeModuleId?.endsWith("/box/ui/forms/index.ts"),
  );
  const bar = findChunk(chunks, "the bar", (file) => file.facadeModuleId?.endsWith("/consent/bar/index.ts"));
  return {
    chunks,
    manifest: { box, consent },
    chat: withImports(box, chunks),
    forms: withImports(forms, chunks),
    consent: withImports(consent, chunks),
    bar: withImports(bar, chunks),
  };
}

/** The greeting is built by itself: it shares nothing, so that one request brings it. */
async function buildGreeting() {
  const chunks = await buildChunks({ greeting: here("../src/greeting/index.ts") });
  return findChunk(chunks, "the greeting", (file) => file.isEntry);
}

function findChunk(chunks, name, isRight) {
  const found = [...chunks.values()].find(isRight);
  if (found === undefined) throw new Error(`the build made no chunk for ${name}`);
  return found.fileName;
}

/** A module and everything it imports at once; later imports are not counted. */
function withImports(fileName, chunks, seen = new Set()) {
  if (seen.has(fileName)) return seen;
  seen.add(fileName);
  for (const imported of chunks.get(fileName)?.imports ?? []) withImports(imported, chunks, seen);
  return seen;
}

await rm(next, { recursive: true, force: true });
const { chunks, manifest, chat, forms, consent, bar } = await buildModules();
const greeting = await buildGreeting();
await buildLoader();
await writeFile(`${next}/manifest.json`, `${JSON.stringify({ ...manifest, greeting }, null, 2)}\n`);
await checkLoader(`${next}/loader.js`);
const sizes = await compress(next, ["loader.js", "widget"]);
await checkBudgets(sizes, {
  loader: ["loader.js"],
  chat: ["loader.js", ...chat, heaviestWords(chunks, sizes, "box")],
  // As with the bar: what the chat has brought already is not fetched again.
  forms: [...[...forms].filter((name) => !chat.has(name)), heaviestWords(chunks, sizes, "forms")],
  consent: [...consent],
  greeting: [greeting],
  // What the consent module has brought already is not fetched again.
  bar: [...[...bar].filter((name) => !consent.has(name)), heaviestWords(chunks, sizes, "consent")],
});
for (const name of ["loader.js", "loader.js.br", "loader.js.gz", "widget", "manifest.json"]) {
  await rm(`${dist}/${name}`, { recursive: true, force: true });
  await rename(`${next}/${name}`, `${dist}/${name}`);
}
await rm(next, { recursive: true, force: true });
