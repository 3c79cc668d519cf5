/**
 * The only door to the visitor's browser storage: a name that is not in privacy/registry.toml cannot be
 * written, and each write shows the grant for the name's one purpose.
 */
import { type Clock, systemClock } from "./clock.ts";
import { cookiePlaces } from "./cookie-places.ts";
import { cookiePlace, openEnvelope, remove, type StorageScope, storedName } from "./storage-look.ts";
import {
  type CookieKey,
  LOCAL_KEYS,
  type Purpose,
  type PurposeByKey,
  STORAGE,
  type StorageKey,
} from "./storage-names.ts";

export type { StorageScope } from "./storage-look.ts";

/** The recorder's id in the published cookie names. Source: privacy.md section 3. */
const REC_ID = "23361dd035530";

/** Proof that a purpose may store; made only by the functions below. */
export interface Grant<P extends Purpose> {
  readonly purpose: P;
  /** False once the answer has changed: from then on nothing can be written with it. */
  isLive(): boolean;
}

/**
 * What the visitor asked for by using the chat needs no consent (ePrivacy: requested service).
 * Take it only where the visitor opened the box, wrote, switched something, or the site's mode is `always`.
 */
export function grantRequestedService<P extends "chat" | "preferences">(purpose: P): Grant<P> {
  return { purpose, isLive: () => true };
}

/**
 * A grant for a purpose that needs consent. `isGranted` is asked at each write and not only now,
 * so that whoever still holds the grant after a withdrawal can do nothing with it.
 */
export function grantByConsent<P extends "statistics" | "recording" | "marketing">(
  purpose: P,
  isGranted: () => boolean,
): Grant<P> {
  return { purpose, isLive: isGranted };
}

/** Reads and writes declared names; no method throws, blocked storage falls back to memory. */
export interface Store {
  /** The value, or undefined when absent, expired or unreadable. Cookies give text. */
  get(key: StorageKey): unknown;
  /**
   * Writes with the life that the registry declares, counted from `from` (Unix ms) or from now;
   * nothing is written without a live grant.
   * A cookie that cannot be read back is kept under its declared alternate, and else in memory.
   */
  set<K extends StorageKey>(key: K, value: unknown, grant: Grant<PurposeByKey[K]>, from?: number): void;
  /** Removes the name and its alternate. */
  remove(key: StorageKey): void;
  /** Removes every name of a purpose, cookies on every host and path that this page can reach: a withdrawal. */
  removePurpose(purpose: Purpose): void;
  /** Calls back when another tab writes the name in local storage; returns the end of it. */
  watch(key: StorageKey, changed: (value: unknown) => void): () => void;
}

/** The store of one widget. */
export function createStore(scope: StorageScope, clock: Clock = systemClock): Store {
  /** What storage refused to keep, for this page only. */
  const memory = new Map<StorageKey, unknown>();
  const nameOf = (key: StorageKey) =>
    (STORAGE[key].kind === "cookie" ? scope.cookiePrefix : "") +
    storedName(key, scope).replace("<REC_ID>", REC_ID);

  function areaOf(key: StorageKey): Storage {
    return STORAGE[key].kind === "sessionStorage" ? window.sessionStorage : window.localStorage;
  }

  function readArea(key: StorageKey): unknown {
    try {
      return openEnvelope(areaOf(key).getItem(nameOf(key)), clock.now());
    } catch {
      return undefined;
    }
  }

  function writeArea(key: StorageKey, value: unknown, from: number): boolean {
    try {
      const life = STORAGE[key].ttlMs;
      // A tab's life has no end of its own; the number keeps the envelope's shape.
      const exp = life === null ? Number.MAX_SAFE_INTEGER : from + life;
      areaOf(key).setItem(nameOf(key), JSON.stringify({ v: value, exp }));
      return readArea(key) !== undefined;
    } catch {
      return false;
    }
  }

  function writeCookie(key: StorageKey, value: string, from: number): boolean {
    try {
      const life = from + (STORAGE[key].ttlMs ?? 0) - clock.now();
      const secure = location.protocol === "https:" ? ";Secure" : "";
      document.cookie = `${nameOf(key)}=${encodeURIComponent(value)};Max-Age=${Math.floor(life / 1000)}${cookiePlace(scope)};SameSite=Strict${secure}`;
    } catch {
      return false;
    }
    return readCookie(nameOf(key)) === value;
  }

  function eraseCookie(key: StorageKey, place: string): void {
    try {
      document.cookie = `${nameOf(key)}=;Max-Age=0${place};SameSite=Strict`;
    } catch {
      // Blocked: only the memory had it.
    }
  }

  const store: Store = {
    get(key) {
      if (memory.has(key)) return memory.get(key);
      if (STORAGE[key].kind !== "cookie") return readArea(key);
      const alternate = alternateOf(key);
      const value = readCookie(nameOf(key));
      if (alternate === undefined) return value;
      // Both found: the cookie counts, and neither ever restores the other.
      if (value === undefined) return store.get(alternate);
      if (readArea(alternate) !== undefined) remove(alternate, scope);
      return value;
    },
    set(key, value, grant, from = clock.now()) {
      if (!grant.isLive()) return;
      memory.delete(key);
      if (STORAGE[key].kind !== "cookie") {
        if (!writeArea(key, value, from)) memory.set(key, value);
        return;
      }
      const alternate = alternateOf(key);
      if (writeCookie(key, `${value}`, from)) {
        if (alternate !== undefined) {
          memory.delete(alternate);
          remove(alternate, scope);
        }
      } else if (alternate === undefined || !writeArea(alternate, `${value}`, from)) {
        memory.set(key, `${value}`);
      }
    },
    remove(key) {
      memory.delete(key);
      try {
        if (STORAGE[key].kind === "cookie") {
          eraseCookie(key, cookiePlace(scope));
        } else {
          areaOf(key).removeItem(nameOf(key));
        }
      } catch {
        // Blocked: only the memory had it.
      }
      const alternate = alternateOf(key);
      if (alternate !== undefined) store.remove(alternate);
    },
    removePurpose(purpose) {
      for (const key of Object.keys(STORAGE) as StorageKey[]) {
        if (STORAGE[key].purpose !== purpose) continue;
        store.remove(key);
        if (STORAGE[key].kind !== "cookie") continue;
        // An earlier configuration of the page may have written it elsewhere. A look first: mostly there is nothing, and
        // each write costs a turn of the browser.
        for (const place of cookiePlaces(scope, location))
          if (hasCookie(nameOf(key))) eraseCookie(key, place);
      }
    },
    watch(key, changed) {
      const name = nameOf(key);
      const listener = (event: StorageEvent) => {
        if (event.key !== name) return;
        memory.delete(key);
        changed(store.get(key));
      };
      window.addEventListener("storage", listener);
      return () => window.removeEventListener("storage", listener);
    },
  };
  return store;
}

/** The declared name that stands in for a blocked cookie. */
function alternateOf(key: StorageKey): StorageKey | undefined {
  return LOCAL_KEYS.find((local) => STORAGE[local].alternateOf === (key as CookieKey));
}

/** Whether this page sees a cookie of that name, readable or not. */
function hasCookie(name: string): boolean {
  try {
    return `; ${document.cookie}`.includes(`; ${name}=`);
  } catch {
    return false;
  }
}

/** The cookie's text; undefined when it is missing, damaged or cookies are blocked. */
function readCookie(name: string): string | undefined {
  try {
    for (const part of document.cookie.split("; ")) {
      if (part.startsWith(`${name}=`)) return decodeURIComponent(part.slice(name.length + 1));
    }
  } catch {
    // Sandboxed documents throw on any look, and a foreign value may not decode: both count as absent.
  }
  return undefined;
}
