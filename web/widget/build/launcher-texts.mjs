/**
 * Gives the loader only the texts it shows: `virtual:launcher-texts` is
 * `{en: {…}, fr: {…}}` with the keys `box.launcher.*` of locales/<language>/launcher.json, prefix removed.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../locales/", import.meta.url));
const PREFIX = "box.launcher.";

/** The launcher's texts by language. */
export function readLauncherTexts() {
  const byLanguage = {};
  for (const language of readdirSync(folder).sort()) {
    const file = `${folder}${language}/launcher.json`;
    if (!existsSync(file)) continue;
    const texts = Object.entries(JSON.parse(readFileSync(file, "utf8")));
    byLanguage[language] = Object.fromEntries(texts.map(([key, text]) => [key.slice(PREFIX.length), text]));
  }
  return byLanguage;
}

/** The Vite plugin behind `virtual:launcher-texts`. */
export function launcherTexts() {
  const id = "\0virtual:launcher-texts";
  return {
    name: "launcher-texts",
    resolveId: (source) => (source === "virtual:launcher-texts" ? id : null),
    load: (asked) => (asked === id ? `export default ${JSON.stringify(readLauncherTexts())};` : null),
  };
}
