/** Builds the dashboard into web/dist/app: hashed files, a manifest, and a `.br` and `.gz` beside each file. */
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { compress } from "../../widget/build/compress.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({ root: here(".."), configFile: here("../vite.config.ts"), logLevel: "warn" });
const sizes = await compress(here("../../dist"), ["app/assets", "app/index.html"]);
for (const [name, size] of sizes) {
  process.stdout.write(`${name}  raw ${size.raw}  gz ${size.gz}  br ${size.br}\n`);
}
