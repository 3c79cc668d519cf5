/** What a website's pages have stored in the browser, and what may be: `privacy/registry.toml`, read as it stands. */
import { readFile } from "node:fs/promises";

/**
 * The declared names, with the site's key in them. `isWritten`: a part of this version writes it;
 * `life_ms` is undefined for what ends with its tab; `always` is what differs in that tracking mode.
 */
export async function declaredNames(chatKey) {
  const text = await readFile(new URL("../../privacy/registry.toml", import.meta.url), "utf8");
  const names = [];
  for (const block of text.split(/^\[\[/m).filter((part) => part.startsWith("storage]]"))) {
    const value = (field) => new RegExp(`^${field} = "(.*)"$`, "m").exec(block)?.[1];
    const field = (of) => new RegExp(`^mode\\.always = .*\\b${of} = "([^"]*)"`, "m").exec(block)?.[1];
    names.push({
      name: value("name").replace("<CHAT_KEY>", chatKey).replace("<REC_ID>", "23361dd035530"),
      kind: value("kind"),
      purpose: value("purpose"),
      trigger: value("trigger"),
      from: value("from"),
      life_ms: value("ttl") === "tab" ? undefined : Number.parseInt(value("ttl"), 10) * 86_400_000,
      alternateOf: value("alternate_of"),
      isWritten: value("written_by") !== undefined,
      always: {
        ...(field("trigger") && { trigger: field("trigger") }),
        ...(field("from") && { from: field("from") }),
      },
    });
  }
  // An alternate is written where its first is.
  for (const one of names)
    if (one.alternateOf)
      one.isWritten = names.some(({ name, isWritten }) => isWritten && name === one.alternateOf);
  return names;
}

/** Everything that a page's origin holds in this browser, as `kind name`, sorted. */
export async function stored(page) {
  const cookies = await page.context().cookies();
  const rest = await page.evaluate(async () => {
    const found = [];
    for (const name of Object.keys(localStorage)) found.push(`localStorage ${name}`);
    for (const name of Object.keys(sessionStorage)) found.push(`sessionStorage ${name}`);
    for (const { name } of await indexedDB.databases()) found.push(`indexedDB ${name}`);
    // Caches and service workers exist on secure pages only.
    if (globalThis.caches) for (const name of await caches.keys()) found.push(`cache ${name}`);
    const workers = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    for (const worker of workers) found.push(`worker ${worker.scope}`);
    return found;
  });
  return [...cookies.map(({ name }) => `cookie ${name}`), ...rest].sort();
}

/** The stored things that nobody declared. */
export function undeclared(found, declared) {
  const known = new Set(declared.map(({ kind, name }) => `${kind} ${name}`));
  return found.filter((one) => !known.has(one));
}
