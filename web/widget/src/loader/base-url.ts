/** Finds out which server this loader came from: the page changed only the host in its snippet. */
import { documentProperty } from "./dom.ts";

const LOADER_PATH = /\/loader\.js$/;

/** `https://host/prefix/loader.js?x` → `https://host/prefix`; undefined when it is no loader's address. */
export function baseOf(src: string): string | undefined {
  try {
    const { origin, protocol, host, pathname } = new URL(src, location.href);
    if (!LOADER_PATH.test(pathname)) return undefined;
    // Saved pages on disk have the opaque origin "null", but an address all the same.
    return (origin === "null" ? `${protocol}//${host}` : origin) + pathname.replace(LOADER_PATH, "");
  } catch {
    return undefined;
  }
}

/**
 * The base address, without a slash at the end.
 *
 * `document.currentScript` names the running script; it is null for some injections
 * (evaluated text, module wrappers), so the last script tag with a loader's path answers then.
 */
export function findBaseUrl(): string | undefined {
  const current = documentProperty("currentScript");
  const own = current instanceof HTMLScriptElement && baseOf(current.src);
  if (own) return own;
  const scripts = documentProperty("scripts");
  for (let at = scripts.length - 1; at >= 0; at--) {
    const base = baseOf(scripts[at]?.src ?? "");
    if (base) return base;
  }
  return undefined;
}
