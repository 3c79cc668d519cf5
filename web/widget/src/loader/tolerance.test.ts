/** The eight points of smartsupp-api.md section 1.5, and the start, through the loader's own entry. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  api,
  containers,
  host,
  identityIn,
  KEY_A,
  KEY_B,
  launcher,
  page,
  resetPage,
  runLoader,
  serveBox,
  serveSettings,
  settle,
  snippet,
} from "../testing/fake-page.ts";

vi.mock("./import-module.ts", () => ({ importModule: vi.fn() }));

let warnings: string[];

beforeEach(() => {
  vi.useFakeTimers();
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((text: string) => {
    warnings.push(text);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  resetPage();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the start", () => {
  it("shows a launcher, and asks for nothing but the settings", async () => {
    const asked = serveSettings();
    const boxes = serveBox();
    snippet();
    await runLoader();
    await settle();
    expect(launcher().getAttribute("aria-label")).toBe("Chat");
    expect(asked).toEqual([`https://chat.example.com/api/sites/${KEY_A}/settings`]);
    expect(boxes).toHaveLength(0);
    expect(localStorage.length).toBe(0);
    expect(document.cookie).toBe("");
    expect(api().vid).toBeUndefined();
  });

  it("counts what the page sets after the loader's tag and before DOM ready", async () => {
    serveSettings();
    const boxes = serveBox();
    snippet();
    await runLoader();
    Object.assign(page._smartsupp ?? {}, { color: "#ff0000", orientation: "left" });
    api()("chat:open");
    await settle();
    expect(boxes[0]?.seat.spec.options).toMatchObject({ color: "#ff0000", orientation: "left" });
  });

  it("defines globals that a page may overwrite and delete", async () => {
    serveSettings();
    await runLoader();
    for (const name of ["smartsupp", "$smartsupp", "SMARTSUPP_LOADED"]) {
      const property = Object.getOwnPropertyDescriptor(window, name);
      expect(property).toMatchObject({ writable: true, configurable: true });
    }
  });

  it("opens the box at once in the mode that stores at page load", async () => {
    serveSettings({ tracking_mode: "always" });
    const boxes = serveBox();
    snippet();
    await runLoader();
    await settle();
    expect(boxes[0]?.seat.reason).toBe("page_load");
    expect(boxes[0]?.calls).toEqual([]);
    boxes[0]?.seat.spec.onVisitorId("vit1");
    expect(api().vid).toBe("vit1");
  });

  it("resumes a conversation of an earlier page, open without taking the focus", async () => {
    serveSettings();
    const boxes = serveBox();
    localStorage.setItem(`ssupp_${KEY_A}opened`, JSON.stringify({ v: true, exp: Date.now() + 1000 }));
    snippet();
    await runLoader();
    await settle();
    expect(boxes[0]?.seat.reason).toBe("resume");
    expect(boxes[0]?.calls).toEqual([["open", "elsewhere"]]);
  });

  it("does not resume when the stored answer has expired", async () => {
    serveSettings();
    const boxes = serveBox();
    localStorage.setItem(`ssupp_${KEY_A}opened`, JSON.stringify({ v: true, exp: Date.now() - 1 }));
    snippet();
    await runLoader();
    await settle();
    expect(boxes).toHaveLength(0);
    expect(localStorage.length).toBe(0);
  });
});

describe("1.5", () => {
  it("1: the stub may be missing; it can be called as soon as the script has run", async () => {
    serveSettings();
    serveBox();
    await runLoader();
    const heard = vi.fn();
    api()("on", "status", heard);
    page._smartsupp = { key: KEY_A };
    await settle(500);
    expect(heard.mock.calls).toEqual([["online"]]);
  });

  it("2: the key may come late, is missed once after five seconds, and still starts the widget then", async () => {
    serveSettings();
    serveBox();
    snippet("");
    await runLoader();
    await settle(4000);
    expect(warnings).toEqual([]);
    await settle(20_000);
    expect(warnings).toEqual(["[Smartsupp] Missing option key"]);
    page._smartsupp = { ...page._smartsupp, key: KEY_A };
    await settle(1500);
    expect(containers()).toHaveLength(1);
    expect(warnings).toHaveLength(1);
  });

  it("3: the configuration may be replaced, and a stub that is written over keeps working", async () => {
    serveSettings();
    const boxes = serveBox();
    snippet();
    await runLoader();
    page._smartsupp = { key: KEY_A, lang: "fr" };
    const stub = Object.assign(
      (...args: unknown[]) => {
        stub._.push(args);
      },
      { _: [] as unknown[] },
    );
    Object.assign(window, { smartsupp: stub });
    stub("name", "Anna");
    stub("chat:open");
    await settle();
    expect(boxes[0]?.seat.told.language).toBe("fr");
    expect(identityIn(boxes[0])).toMatchObject({ name: "Anna" });
    expect(api().getWidget()?.id).toBe("chat");
  });

  it("4: loaded twice, there is one box, and the queue of a re-created stub is adopted", async () => {
    const asked = serveSettings();
    const boxes = serveBox();
    snippet();
    await runLoader();
    await settle();
    page.smartsupp = undefined;
    snippet();
    api()("chat:open");
    api()("name", "Anna");
    await runLoader();
    await settle();
    expect(containers()).toHaveLength(1);
    expect(asked).toHaveLength(1);
    expect(boxes).toHaveLength(1);
    expect(identityIn(boxes[0])).toMatchObject({ name: "Anna" });
  });

  it("4: loaded twice before DOM ready replays nothing", async () => {
    serveSettings();
    const boxes = serveBox();
    snippet();
    api()("chat:open");
    api()("chat:send", "hello");
    await runLoader();
    await runLoader();
    await settle();
    expect(boxes).toHaveLength(1);
    expect(boxes[0]?.calls.filter(([name]) => name === "send")).toEqual([["send", "hello"]]);
  });

  it("4: another key destroys the box and creates one of the new site", async () => {
    const asked = serveSettings();
    const boxes = serveBox();
    snippet();
    api()("chat:open");
    await runLoader();
    await settle();
    if (page._smartsupp) page._smartsupp.key = KEY_B;
    await runLoader();
    await settle();
    expect(boxes[0]?.calls.slice(-1)[0]).toEqual(["destroy"]);
    expect(containers()).toHaveLength(1);
    expect(asked.slice(-1)[0]).toContain(KEY_B);
  });

  it("5: deleted and loaded again, the page gets a fresh box with the new configuration", async () => {
    const asked = serveSettings();
    const boxes = serveBox();
    snippet();
    const heard = vi.fn();
    api()("on", "messenger_close", heard);
    api()("chat:open");
    await runLoader();
    await settle();
    Reflect.deleteProperty(window, "smartsupp");
    Reflect.deleteProperty(window, "_smartsupp");
    page.SMARTSUPP_LOADED = true;
    snippet();
    Object.assign(page._smartsupp ?? {}, { orientation: "left" });
    await runLoader("https://other.example.com/loader.js");
    await settle();
    expect(boxes[0]?.calls.slice(-1)[0]).toEqual(["destroy"]);
    expect(containers()).toHaveLength(1);
    expect(asked.slice(-1)[0]).toContain("https://other.example.com/");
    heard.mockClear();
    api()("chat:open");
    await settle();
    api()("chat:close");
    expect(heard).not.toHaveBeenCalled();
    expect(boxes).toHaveLength(2);
    expect(boxes[1]?.seat.spec.options.orientation).toBe("left");
  });

  it("6: another loader of this API stands on the page, so ours does nothing", async () => {
    const asked = serveSettings();
    page.SMARTSUPP_LOADED = true;
    snippet();
    const before = page.smartsupp;
    await runLoader();
    await settle();
    expect(containers()).toHaveLength(0);
    expect(asked).toHaveLength(0);
    expect(page.smartsupp).toBe(before);
    expect(before?.createWidget).toBeUndefined();
  });

  it("7: a removed container ends the box; the next run mounts again without another request", async () => {
    const asked = serveSettings();
    const boxes = serveBox();
    snippet();
    api()("chat:open");
    await runLoader();
    await settle();
    boxes[0]?.seat.spec.onVisitorId("vit1");
    containers()[0]?.remove();
    await settle();
    expect(boxes[0]?.calls.slice(-1)[0]).toEqual(["destroy"]);
    expect(api().vid).toBeUndefined();
    await runLoader();
    await settle();
    expect(host()).not.toBeNull();
    expect(asked).toHaveLength(1);
  });

  it("7: render() mounts again as well, also when an ancestor was removed", async () => {
    serveSettings();
    serveBox();
    const place = document.createElement("section");
    document.body.append(place);
    snippet();
    Object.assign(page._smartsupp ?? {}, { renderTo: place });
    await runLoader();
    await settle();
    expect(place.querySelector("#chat-application")).not.toBeNull();
    place.remove();
    await settle();
    document.body.append(place);
    api().getWidget("chat")?.render();
    expect(containers()).toHaveLength(1);
  });

  it("8: a dead server, blocked storage and no cookies throw nothing and show nothing", async () => {
    const fetching = vi.fn(async () => {
      throw new TypeError("network");
    });
    vi.stubGlobal("fetch", fetching);
    vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
    const failures: unknown[] = [];
    const note = (event: ErrorEvent) => failures.push(event);
    window.addEventListener("error", note);
    snippet();
    api()("chat:open");
    api()("logout");
    await runLoader();
    await settle(1000);
    api()("chat:send", "hello");
    api().getWidget()?.render();
    await runLoader();
    await settle(1000);
    window.removeEventListener("error", note);
    expect(failures).toEqual([]);
    expect(fetching).toHaveBeenCalledTimes(1);
    expect(warnings).toEqual(["[Smartsupp] no answer for this key"]);
    expect(containers()).toHaveLength(0);
  });

  it("8: with storage blocked and a live server the chat still opens", async () => {
    serveSettings();
    const boxes = serveBox();
    vi.spyOn(window, "localStorage", "get").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError");
    });
    snippet();
    await runLoader();
    await settle();
    launcher().click();
    await settle();
    expect(boxes[0]?.calls).toEqual([["open", "here"]]);
  });
});
