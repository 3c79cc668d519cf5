/**
 * Looking at declared names and removing them. The loader has this and nothing more:
 * what can be written is only in store.ts, which comes with the box.
 */
import { type Clock, systemClock } from "./clock.ts";
import { STORAGE, type StorageKey } from "./storage-names.ts";

/** Fills in the variables of the declared names and the attributes of cookies. */
export interface StorageScope {
  readonly chatKey: string;
  /** `<widgetId>_` when the page creates its widgets itself, else empty. */
  readonly widgetPrefix: string;
  /** `_smartsupp.cookiePrefix`, before each cookie name. */
  readonly cookiePrefix: string;
  /** `_smartsupp.cookieDomain`, or empty for the current host only. */
  readonly cookieDomain: string;
  /** `_smartsupp.cookiePath`. */
  readonly cookiePath: string;
}

/** The name in the browser: `ssupp_<CHAT_KEY>opened` → `ssupp_0123…opened`. */
export function storedName(key: StorageKey, scope: StorageScope): string {
  const name = key.replace("<CHAT_KEY>", scope.chatKey).replace("<REC_ID>", REC_ID);
  if (STORAGE[key].kind === "cookie") return scope.cookiePrefix + name;
  return name.startsWith("ssupp_") ? scope.widgetPrefix + name : name;
}

/** The recorder's id in the published cookie names. Source: privacy.md section 3. */
const REC_ID = "23361dd035530";

/** The storage area, or undefined where the browser refuses it (the mere access may throw). */
export function area(kind: "localStorage" | "sessionStorage"): Storage | undefined {
  try {
    return window[kind] ?? undefined;
  } catch {
    return undefined;
  }
}

/** The cookie's text; undefined when it is missing or cookies are blocked. */
export function readCookie(name: string): string | undefined {
  try {
    for (const part of document.cookie.split(";")) {
      const at = part.indexOf("=");
      if (part.slice(0, at).trim() === name) return decodeURIComponent(part.slice(at + 1));
    }
  } catch {
    // Sandboxed documents throw on any look, and a foreign value may not decode: both count as absent.
  }
  return undefined;
}

/** Domain and path of a cookie: without the same ones it can be neither replaced nor removed. */
export function cookiePlace(scope: StorageScope): string {
  return `; path=${scope.cookiePath || "/"}${scope.cookieDomain ? `; domain=${scope.cookieDomain}` : ""}`;
}

/**
 * The stored value, or undefined when there is none, it cannot be read, or its life is over.
 * Cookies give text; the storage areas give the value of their envelope `{"v":…,"exp":<unix ms>}`.
 */
export function look(key: StorageKey, scope: StorageScope, clock: Clock = systemClock): unknown {
  const { kind } = STORAGE[key];
  const name = storedName(key, scope);
  if (kind === "cookie") return readCookie(name);
  try {
    return openEnvelope(area(kind)?.getItem(name), clock.now());
  } catch {
    return undefined;
  }
}

/** The value of an envelope that is still alive at `now` (Unix ms), else undefined. */
export function openEnvelope(text: string | null | undefined, now: number): unknown {
  try {
    const envelope: unknown = JSON.parse(text ?? "");
    if (envelope && typeof envelope === "object" && "v" in envelope && "exp" in envelope) {
      const { v, exp } = envelope;
      if (exp === null || (typeof exp === "number" && exp > now)) return v;
    }
  } catch {
    // Not ours or damaged: absent.
  }
  return undefined;
}

/** Removes the name; harmless when it is not there. */
export function remove(key: StorageKey, scope: StorageScope): void {
  const { kind } = STORAGE[key];
  const name = storedName(key, scope);
  try {
    if (kind === "cookie") {
      if (readCookie(name) !== undefined) {
        document.cookie = `${name}=; max-age=0${cookiePlace(scope)}; samesite=strict`;
      }
    } else {
      area(kind)?.removeItem(name);
    }
  } catch {
    // Storage is blocked, so nothing is there to remove.
  }
}

/** Removes declared names whose life is over or whose value cannot be read; called once at boot. */
export function sweep(scope: StorageScope, clock: Clock = systemClock): void {
  for (const key of Object.keys(STORAGE) as StorageKey[]) {
    const { kind } = STORAGE[key];
    if (kind === "cookie") continue; // The browser ends cookies itself.
    try {
      const text = area(kind)?.getItem(storedName(key, scope));
      if (text != null && openEnvelope(text, clock.now()) === undefined) remove(key, scope);
    } catch {
      return;
    }
  }
}
