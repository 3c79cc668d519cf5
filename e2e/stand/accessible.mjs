/** axe over a page as it stands, open shadow trees included. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Makes axe part of every page that this person opens: a page's policy would refuse a script tag. */
export function withAxe(context) {
  return context.addInitScript({ content: source });
}

/** What axe calls serious or critical, one line each; `within` is a selector. */
export async function barriers(page, within = "html") {
  const violations = await page.evaluate(async (selector) => {
    const result = await window.axe.run(selector, { resultTypes: ["violations"] });
    return result.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.map(
        (node) =>
          `${node.target.flat().join(" ")} – ${node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? ""}`,
      ),
    }));
  }, within);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node}`));
}
