/** Prints the sizes and refuses a build that is heavier than web/budgets.json allows. */
import { readFile } from "node:fs/promises";

const budgets = JSON.parse(await readFile(new URL("../../budgets.json", import.meta.url), "utf8"));

/** `needed`: the files that a chat loads, the loader first. */
export async function checkBudgets(sizes, needed) {
  for (const [name, size] of sizes) {
    process.stdout.write(`${name}  raw ${size.raw}  gz ${size.gz}  br ${size.br}\n`);
  }
  const chat = needed.reduce((sum, name) => sum + sizes.get(name).br, 0);
  const rows = [
    ["loader", sizes.get("loader.js").br, budgets.loader],
    ["chat", chat, budgets.chat],
  ];
  for (const [name, bytes, limit] of rows) {
    process.stdout.write(`${name}: ${bytes} of ${limit} bytes (brotli)\n`);
  }
  const over = rows.filter(([, bytes, limit]) => bytes > limit);
  if (over.length > 0) {
    throw new Error(
      `over budget: ${over.map(([name, bytes, limit]) => `${name} ${bytes} > ${limit}`).join(", ")}`,
    );
  }
}
