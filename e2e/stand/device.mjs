/**
 * What is on a visitor's device as Chromium itself tells it: every cookie of the browser, also those that scripts
 * cannot see, and every storage of every frame. And who wrote what, by setters that note each call.
 */

/** Everything found: `kind`, `name`, and of cookies what the browser made of their attributes. */
export async function onDevice(page) {
  const cdp = await page.context().newCDPSession(page);
  try {
    const { cookies } = await cdp.send("Network.getAllCookies");
    const found = cookies.map(({ name, expires, session, partitionKey, ...rest }) => ({
      ...rest,
      kind: partitionKey === undefined ? "cookie" : "partitioned cookie",
      name,
      endsAt: session ? undefined : expires * 1000,
    }));
    for (const storageKey of await storageKeys(cdp)) {
      for (const isLocalStorage of [true, false]) {
        const { entries } = await cdp.send("DOMStorage.getDOMStorageItems", {
          storageId: { storageKey, isLocalStorage },
        });
        const kind = isLocalStorage ? "localStorage" : "sessionStorage";
        for (const [name] of entries) found.push({ kind, name });
      }
      const { databaseNames } = await cdp.send("IndexedDB.requestDatabaseNames", { storageKey });
      for (const name of databaseNames) found.push({ kind: "indexedDB", name });
      const { caches } = await cdp.send("CacheStorage.requestCacheNames", { storageKey });
      for (const { cacheName } of caches) found.push({ kind: "cache", name: cacheName });
    }
    for (const worker of page.context().serviceWorkers()) found.push({ kind: "worker", name: worker.url() });
    return found;
  } finally {
    await cdp.detach();
  }
}

/** The storages of all frames, each once; frames without an origin of their own have none. */
async function storageKeys(cdp) {
  const { frameTree } = await cdp.send("Page.getFrameTree");
  const ids = [];
  const gather = ({ frame, childFrames = [] }) => {
    ids.push(frame.id);
    childFrames.forEach(gather);
  };
  gather(frameTree);
  const keys = new Set();
  for (const frameId of ids) {
    const { storageKey } = await cdp.send("Storage.getStorageKeyForFrame", { frameId });
    keys.add(storageKey);
  }
  return keys;
}

/**
 * Notes every call that stores something, from the first script of every frame on.
 * `life_ms` is what the call itself says; undefined for what has no end of its own.
 */
export function watchSetters(context) {
  return context.addInitScript(() => {
    const writes = [];
    Object.defineProperty(window, "writes", { value: writes });
    const note = (kind, name, life_ms) => writes.push({ kind, name: `${name}`, at: Date.now(), life_ms });
    const wrap = (prototype, method, noteCall) => {
      const original = prototype?.[method];
      if (!original) return;
      prototype[method] = function (...args) {
        noteCall.apply(this, args);
        return original.apply(this, args);
      };
    };
    const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
    Object.defineProperty(Document.prototype, "cookie", {
      ...cookie,
      set(text) {
        const seconds = /;\s*max-age=(-?\d+)/i.exec(text)?.[1];
        // With an age of zero it erases.
        if (seconds !== "0") note("cookie", text.split("=", 1)[0].trim(), seconds && Number(seconds) * 1000);
        cookie.set.call(this, text);
      },
    });
    wrap(Storage.prototype, "setItem", function (name, value) {
      let end;
      try {
        end = JSON.parse(value).exp;
      } catch {
        // Not in our envelope: it has no end.
      }
      const isLocal = this === window.localStorage;
      note(isLocal ? "localStorage" : "sessionStorage", name, isLocal && end ? end - Date.now() : undefined);
    });
    wrap(globalThis.IDBFactory?.prototype, "open", (name) => note("indexedDB", name));
    wrap(globalThis.CacheStorage?.prototype, "open", (name) => note("cache", name));
    wrap(globalThis.CookieStore?.prototype, "set", (first) => note("cookieStore", first?.name ?? first));
    wrap(globalThis.ServiceWorkerContainer?.prototype, "register", (url) => note("worker", url));
    wrap(globalThis.StorageManager?.prototype, "getDirectory", () => note("directory", "/"));
  });
}

/** What was written since the last look, in all frames. */
export async function takeWrites(page) {
  const each = await Promise.all(page.frames().map((frame) => frame.evaluate(() => window.writes.splice(0))));
  return each.flat();
}

/** A browser that takes no cookies from scripts, as some are set. */
export function blockCookies(context) {
  return context.addInitScript(() => {
    Object.defineProperty(Document.prototype, "cookie", { configurable: true, get: () => "", set: () => {} });
  });
}
