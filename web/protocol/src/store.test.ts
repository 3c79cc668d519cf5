import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Clock } from "./clock.ts";
import { look, remove, type StorageScope, storedName, sweep } from "./storage-look.ts";
import { LOCAL_KEYS, LOGOUT_KEYS, STORAGE, type StorageKey } from "./storage-names.ts";
import { createStore, grantByConsent, grantRequestedService } from "./store.ts";

const KEY = "0123456789abcdef0123456789abcdef01234567";
const DAY_MS = 86_400_000;
const scope: StorageScope = {
  chatKey: KEY,
  widgetPrefix: "",
  cookiePrefix: "",
  cookieDomain: "",
  cookiePath: "",
};
const chat = grantRequestedService("chat");

function frozenClock(): Clock & { move(ms: number): void } {
  let now = Date.UTC(2026, 0, 1);
  return {
    now: () => now,
    move: (ms) => {
      now += ms;
    },
  };
}

/** Records what is written as cookies, and answers reads like a browser (or refuses all). */
function fakeCookies(isBlocked = false): { written: string[] } {
  const jar = new Map<string, string>();
  const written: string[] = [];
  vi.spyOn(document, "cookie", "get").mockImplementation(() =>
    [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
  );
  vi.spyOn(document, "cookie", "set").mockImplementation((text: string) => {
    written.push(text);
    const [name = "", value = ""] = (text.split(";")[0] ?? "").split("=");
    if (isBlocked) return;
    if (/max-age=0/i.test(text)) jar.delete(name);
    else jar.set(name, value);
  });
  return { written };
}

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe("names", () => {
  it("are the published ones", () => {
    fakeCookies();
    const store = createStore(scope, frozenClock());
    store.set("ssupp_<CHAT_KEY>opened", true, chat);
    store.set("_ss.enableSounds", false, grantRequestedService("preferences"));
    expect(Object.keys(localStorage).sort()).toEqual(["_ss.enableSounds", `ssupp_${KEY}opened`]);
  });

  it("carry the widget's id when the page creates its widgets itself, except the shared sound choice", () => {
    const own = { ...scope, widgetPrefix: "shop_" };
    expect(storedName("ssupp_<CHAT_KEY>opened", own)).toBe(`shop_ssupp_${KEY}opened`);
    expect(storedName("_ss.enableSounds", own)).toBe("_ss.enableSounds");
  });

  it("of cookies carry the page's prefix, and the recorder's id is filled in", () => {
    const { written } = fakeCookies();
    const store = createStore({ ...scope, cookiePrefix: "my-" }, frozenClock());
    store.set("ssupp.vid", "abc", chat);
    const recording = grantByConsent("recording", () => true);
    store.set("SL_C_<REC_ID>_VID", "r1", recording);
    expect(written[0]).toMatch(/^my-ssupp\.vid=abc;/);
    expect(written.some((text) => text.startsWith("my-SL_C_23361dd035530_VID=r1;"))).toBe(true);
  });
});

describe("cookies", () => {
  it("have the life, path and attributes that are declared", () => {
    const { written } = fakeCookies();
    const store = createStore({ ...scope, cookieDomain: ".example.com", cookiePath: "/shop" }, frozenClock());
    store.set("ssupp.vid", "abc", chat);
    expect(written[0]).toBe("ssupp.vid=abc;Max-Age=15724800;path=/shop;domain=.example.com;SameSite=Strict");
  });

  it("are host-only on the root path unless the page says otherwise, and Secure on https", () => {
    const { written } = fakeCookies();
    // One that is somewhere else, until it has been sought everywhere.
    vi.spyOn(document, "cookie", "get").mockReturnValue("ssupp.visits=%");
    vi.stubGlobal("location", { protocol: "https:" });
    createStore(scope, frozenClock()).set("ssupp.vid", "abc", chat);
    vi.unstubAllGlobals();
    expect(written[0]).toBe("ssupp.vid=abc;Max-Age=15724800;path=/;SameSite=Strict;Secure");
  });

  it("that cannot be read back give way to the declared alternate", () => {
    fakeCookies(true);
    const store = createStore(scope, frozenClock());
    store.set("ssupp.vid", "abc", chat);
    expect(localStorage.getItem(`ssupp_${KEY}vid`)).toContain('"v":"abc"');
    expect(store.get("ssupp.vid")).toBe("abc");
  });

  it("write no alternate when they can be read back, and remove an older one", () => {
    fakeCookies();
    localStorage.setItem(`ssupp_${KEY}vid`, JSON.stringify({ v: "old", exp: 9e15 }));
    const store = createStore(scope, frozenClock());
    store.set("ssupp.vid", "abc", chat);
    expect(localStorage.length).toBe(0);
    expect(store.get("ssupp.vid")).toBe("abc");
  });

  it("and alternate both found: the cookie counts and the other goes", () => {
    fakeCookies();
    const store = createStore(scope, frozenClock());
    store.set("ssupp.vid", "abc", chat);
    localStorage.setItem(`ssupp_${KEY}vid`, JSON.stringify({ v: "old", exp: 9e15 }));
    expect(store.get("ssupp.vid")).toBe("abc");
    expect(localStorage.length).toBe(0);
  });
});

describe("local storage", () => {
  it("values end when their declared life is over, and are swept", () => {
    const clock = frozenClock();
    const store = createStore(scope, clock);
    store.set("ssupp_<CHAT_KEY>opened", true, chat);
    clock.move(DAY_MS - 1);
    expect(store.get("ssupp_<CHAT_KEY>opened")).toBe(true);
    expect(look("ssupp_<CHAT_KEY>opened", scope, clock.now())).toBe(true);
    clock.move(1);
    expect(store.get("ssupp_<CHAT_KEY>opened")).toBeUndefined();
    expect(localStorage.length).toBe(1);
    expect(look("ssupp_<CHAT_KEY>opened", scope, clock.now())).toBeUndefined();
    expect(localStorage.length).toBe(0);
  });

  it("values that nobody can read count as absent and are swept; foreign names stay", () => {
    localStorage.setItem(`ssupp_${KEY}message`, "not an envelope");
    localStorage.setItem("somebody-elses", "1");
    sweep(scope);
    expect(Object.keys(localStorage)).toEqual(["somebody-elses"]);
  });

  it("values of an earlier vendor without an expiry count as absent", () => {
    localStorage.setItem(`ssupp_${KEY}`, '{"lang":"en"}');
    expect(createStore(scope, frozenClock()).get("ssupp_<CHAT_KEY>")).toBeUndefined();
  });

  it("changes of another tab are heard", () => {
    const clock = frozenClock();
    const store = createStore(scope, clock);
    const changed = vi.fn();
    const stop = store.watch("ssupp_<CHAT_KEY>opened", changed);
    const name = `ssupp_${KEY}opened`;
    localStorage.setItem(name, JSON.stringify({ v: true, exp: clock.now() + 1 }));
    window.dispatchEvent(new StorageEvent("storage", { key: name }));
    window.dispatchEvent(new StorageEvent("storage", { key: "other" }));
    stop();
    window.dispatchEvent(new StorageEvent("storage", { key: name }));
    expect(changed.mock.calls).toEqual([[true]]);
  });
});

describe("blocked storage", () => {
  it("keeps values in memory and throws nothing", () => {
    fakeCookies(true);
    vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
    const store = createStore(scope, frozenClock());
    store.set("ssupp.vid", "abc", chat);
    store.set("ssupp_<CHAT_KEY>message", "draft", chat);
    expect(store.get("ssupp.vid")).toBe("abc");
    expect(store.get("ssupp_<CHAT_KEY>message")).toBe("draft");
    store.remove("ssupp.vid");
    expect(store.get("ssupp.vid")).toBeUndefined();
    expect(look("ssupp_<CHAT_KEY>opened", scope)).toBeUndefined();
    sweep(scope);
    remove("ssupp.vid", scope);
  });
});

describe("purposes", () => {
  it("that need consent write nothing without a yes, also with a grant from before a withdrawal", () => {
    const { written } = fakeCookies();
    const store = createStore(scope, frozenClock());
    let isGranted = false;
    const marketing = grantByConsent("marketing", () => isGranted);
    store.set("ssupp.visits", "1", marketing);
    expect(written).toEqual([]);
    isGranted = true;
    store.set("ssupp.visits", "2", marketing);
    isGranted = false;
    store.set("ssupp.visits", "3", marketing);
    expect(store.get("ssupp.visits")).toBe("2");
  });

  it("are withdrawn on every host and path that the page can reach", () => {
    const { written } = fakeCookies();
    // One that is somewhere else, until it has been sought everywhere.
    vi.spyOn(document, "cookie", "get").mockReturnValue("ssupp.visits=%");
    vi.stubGlobal("location", { protocol: "https:", hostname: "www.shop.example.com", pathname: "/fr/cart" });
    createStore({ ...scope, cookieDomain: ".example.com" }, frozenClock()).removePurpose("marketing");
    vi.unstubAllGlobals();
    for (const domain of ["", ";domain=.example.com", ";domain=.shop.example.com"]) {
      for (const path of ["/", "/fr", "/fr/", "/fr/cart"]) {
        expect(written).toContain(`ssupp.visits=;Max-Age=0;path=${path}${domain};SameSite=Strict`);
      }
    }
    expect(written.some((text) => text.startsWith("ssupp.vid="))).toBe(false);
  });

  it("of which the page sees nothing are not sought everywhere", () => {
    const { written } = fakeCookies();
    createStore(scope, frozenClock()).removePurpose("marketing");
    expect(written).toEqual(["ssupp.visits=;Max-Age=0;path=/;SameSite=Strict"]);
  });

  it("keep the life that began when a name was first written", () => {
    const { written } = fakeCookies();
    const clock = frozenClock();
    const first = clock.now();
    clock.move(100 * DAY_MS);
    const marketing = grantByConsent("marketing", () => true);
    createStore(scope, clock).set("ssupp.visits", "2", marketing, first);
    expect(written[0]).toContain(`;Max-Age=${(82 * DAY_MS) / 1000};`);
  });

  it("are withdrawn with everything they wrote", () => {
    fakeCookies();
    const store = createStore(scope, frozenClock());
    store.set(
      "ssupp.visits",
      "3",
      grantByConsent("marketing", () => true),
    );
    store.set("ssupp_<CHAT_KEY>opened", true, chat);
    store.removePurpose("marketing");
    expect(document.cookie).toBe("");
    expect(store.get("ssupp_<CHAT_KEY>opened")).toBe(true);
  });
});

it("the short lists agree with the table", () => {
  const kind = (key: StorageKey) => STORAGE[key].kind;
  expect(LOCAL_KEYS).toEqual(
    (Object.keys(STORAGE) as StorageKey[]).filter((key) => kind(key) === "localStorage"),
  );
  expect(LOGOUT_KEYS.every((key) => STORAGE[key].purpose === "chat")).toBe(true);
  // An alternate has the purpose and the life of what it replaces.
  for (const key of LOCAL_KEYS) {
    const replaced = STORAGE[key].alternateOf;
    if (!replaced) continue;
    expect([STORAGE[replaced].purpose, STORAGE[replaced].ttlMs]).toEqual([
      STORAGE[key].purpose,
      STORAGE[key].ttlMs,
    ]);
  }
});
