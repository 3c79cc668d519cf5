/** Prints the sizes and refuses a build that is heavier than web/budgets.json allows. */
import { readFile } from "node:fs/promises";

const budgets = JSON.parse(await readFile(new URL("../../budgets.json", import.meta.url), "utf8"));

/** `needed`: for each budget the files that it is about, as the browser fetches them. */
export async function checkBudgets(sizes, needed) {
  for (const [name, size] of sizes) {
    process.stdout.write(`${name}  raw ${size.raw}  gz ${size.gz}  br ${size.br}\n`);
  }
  const rows = Object.entries(needed).map(([name, files]) => {
    const bytes = files.reduce((sum, file) => sum + sizes.get(file).br, 0);
    return [name, bytes, budgets[name]];
  });
  for (const [name, bytes, limit] of rows) {
    process.stdout.write(`${name}: ${bytes} of ${limit} bytes (brotli)\n`);
  }
  const over = rows.filter(([, bytes, limit]) => !(bytes <= limit));
  if (over.length > 0) {
    throw new Error(
      `over budget: ${over.map(([name, bytes, limit]) => `${name} ${bytes} > ${limit}`).join(", ")}`,
    );
  }
}
