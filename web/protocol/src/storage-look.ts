/**
 * Looking at declared names and removing them. The loader has this and nothing more:
 * what can be written is only in store.ts, which comes with the box.
 */
import { systemClock } from "./clock.ts";
import { LOCAL_KEYS, type LocalKey, type StorageKey } from "./storage-names.ts";

/** Fills in the variables of the declared names and the attributes of cookies. */
export interface StorageScope {
  readonly chatKey: string;
  /** `<widgetId>_` when the page creates its widgets itself, else empty. */
  readonly widgetPrefix: string;
  /** `_smartsupp.cookiePrefix`, before each cookie name. */
  readonly cookiePrefix: string;
  /** `_smartsupp.cookieDomain`, or empty for the current host only. */
  readonly cookieDomain: string;
  /** `_smartsupp.cookiePath`, or empty for `/`. */
  readonly cookiePath: string;
}

/** The name in a storage area: `ssupp_<CHAT_KEY>opened` → `ssupp_0123…opened`. */
export function storedName(key: StorageKey, scope: StorageScope): string {
  const name = key.replace("<CHAT_KEY>", scope.chatKey);
  return name === key ? name : scope.widgetPrefix + name;
}

/**
 * The value of a name in local storage; undefined when there is none, it cannot be read,
 * its life is over or the browser refuses the access. What is dead is removed on the way.
 */
export function look(key: LocalKey, scope: StorageScope, now: number = systemClock.now()): unknown {
  try {
    const text = localStorage.getItem(storedName(key, scope));
    const value = openEnvelope(text, now);
    if (text && value === undefined) remove(key, scope);
    return value;
  } catch {
    return undefined;
  }
}

/** The visitor's token up to the next semicolon, if there is one; throws where the document may have no cookies. */
export function lookToken(scope: StorageScope): unknown {
  const name = `; ${scope.cookiePrefix}ssupp.vid=`;
  return `; ${document.cookie}`.split(name)[1] ?? look("ssupp_<CHAT_KEY>vid", scope);
}

/** The value inside `{"v":…,"exp":<unix ms>}` if it is still alive at `now` (Unix ms), else undefined. */
export function openEnvelope(text: string | null, now: number): unknown {
  try {
    const { v, exp } = JSON.parse(text ?? "");
    return exp > now ? v : undefined;
  } catch {
    return undefined;
  }
}

/** Removes a name wherever it may be; harmless when it is not there or storage is blocked. */
export function remove(key: StorageKey, scope: StorageScope): void {
  try {
    document.cookie = `${scope.cookiePrefix}${key}=; max-age=0${cookiePlace(scope)}`;
    const name = storedName(key, scope);
    localStorage.removeItem(name);
    sessionStorage.removeItem(name);
  } catch {
    // Blocked: nothing is there to remove.
  }
}

/** Domain and path of a cookie: without the same ones it can be neither replaced nor removed. */
export function cookiePlace(scope: StorageScope): string {
  return `;path=${scope.cookiePath || "/"}${scope.cookieDomain && `;domain=${scope.cookieDomain}`}`;
}

/** Removes local values whose life is over or that cannot be read; called once at boot. */
export function sweep(scope: StorageScope): void {
  for (const key of LOCAL_KEYS) look(key, scope);
}
