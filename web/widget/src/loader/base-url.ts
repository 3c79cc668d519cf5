/** Finds out which server this loader came from: the page changed only the host in its snippet. */
import { documentProperty } from "./dom.ts";

/** `https://host/prefix/loader.js?x` → `https://host/prefix`; undefined when it is no loader's address. */
export function baseOf(src: unknown): string | undefined {
  return /^([^?#]*)\/loader\.js([?#]|$)/.exec(`${src}`)?.[1];
}

/**
 * The base address, without a slash at the end.
 *
 * `document.currentScript` names the running script; it is null for some injections
 * (evaluated text, module wrappers), so the last script tag with a loader's path answers then.
 */
export function findBaseUrl(): string | undefined {
  // Null and a script inside a drawing have no such property.
  let base = baseOf(Object(documentProperty("currentScript")).src);
  if (base === undefined) {
    for (const script of Array.from(documentProperty("scripts"))) base = baseOf(script.src) ?? base;
  }
  return base;
}
