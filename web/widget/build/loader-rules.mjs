/** What the built loader must never contain, checked on the bytes that visitors get. */
import { readFile } from "node:fs/promises";
import { parse } from "acorn";

const FORBIDDEN = [
  [
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write/,
    "markup from strings breaks under Trusted Types",
  ],
  [/\beval\(|new Function\(/, "a strict host policy forbids it"],
  [/\.setItem\(|indexedDB|\bcaches\./, "the loader looks at storage and never writes it"],
  [/\.setAttribute\((["'`])style\1/, "a strict host policy forbids inline styles"],
  [/https?:\/\/(?!www\.w3\.org)/, "no address is built in"],
];

/** Throws when the loader's syntax is newer than ES2020 (dynamic import is the newest we need) or a rule is broken. */
export async function checkLoader(path) {
  const code = await readFile(path, "utf8");
  parse(code, { ecmaVersion: 2020, sourceType: "script" });
  for (const [pattern, reason] of FORBIDDEN) {
    const found = pattern.exec(code);
    if (found) throw new Error(`loader.js contains ${JSON.stringify(found[0])}: ${reason}`);
  }
}
