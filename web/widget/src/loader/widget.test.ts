/** What a page can do with its widgets, through the loader's own entry. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CookieJar, serveCookies } from "../consent/testing/cookie-jar.ts";
import {
  api,
  containers,
  type FakeBox,
  host,
  identityIn,
  KEY_A,
  launcher,
  page,
  resetPage,
  runLoader,
  type ServedSettings,
  serveBox,
  serveSettings,
  settle,
  snippet,
} from "../testing/fake-page.ts";
import { importModule } from "./import-module.ts";

vi.mock("./import-module.ts", () => ({ importModule: vi.fn() }));

let warnings: string[];
let boxes: FakeBox[];
let jar: CookieJar;

async function start(settings: ServedSettings = {}, options: Record<string, unknown> = {}): Promise<void> {
  serveSettings(settings);
  snippet();
  Object.assign(page._smartsupp ?? {}, options);
  await runLoader();
  await settle();
}

const isLauncherShown = () => !launcher().hidden;
const asked = (name: string) => boxes.flatMap((box) => box.calls.filter((call) => call[0] === name));

/** What another tab, or the page before, has stored: the box is open, or closed. */
function storeOpened(v: boolean): void {
  const name = `ssupp_${KEY_A}opened`;
  localStorage.setItem(name, JSON.stringify({ v, exp: Date.now() + 1000 }));
  window.dispatchEvent(new StorageEvent("storage", { key: name }));
}

/** The page's calls come from a press of the visitor. */
const press = () => vi.stubGlobal("navigator", { userAgent: "", userActivation: { isActive: true } });

beforeEach(() => {
  vi.useFakeTimers();
  warnings = [];
  boxes = serveBox();
  jar = serveCookies();
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

describe("states", () => {
  it("open from the launcher: busy while the box comes, then the box takes its place", async () => {
    await start();
    let arrive = () => {};
    const module = await vi.mocked(importModule).getMockImplementation()?.("", "", 0);
    vi.mocked(importModule).mockImplementation(
      () =>
        new Promise((resolve) => {
          arrive = () => module && resolve(module);
        }),
    );
    launcher().click();
    await settle();
    expect(launcher().getAttribute("aria-busy")).toBe("true");
    expect(isLauncherShown()).toBe(true);
    arrive();
    await settle();
    expect(isLauncherShown()).toBe(false);
    expect(launcher().getAttribute("aria-expanded")).toBe("true");
    expect(asked("open")).toEqual([["open", "here"]]);
  });

  it("close brings the launcher back and tells the page once", async () => {
    await start();
    const closed = vi.fn();
    const legacy = vi.fn();
    api()("on", "messenger_close", closed);
    api()("on", "chat:closed", legacy);
    api()("chat:open");
    await settle();
    api()("chat:close");
    api()("chat:close");
    expect(isLauncherShown()).toBe(true);
    expect([closed.mock.calls, legacy.mock.calls]).toEqual([[[]], [[]]]);
  });

  it("chat:hide inside a messenger_close handler does not loop", async () => {
    await start();
    const closed = vi.fn(() => api()("chat:hide"));
    api()("on", "messenger_close", closed);
    api()("chat:open");
    await settle();
    api()("chat:close");
    expect(closed).toHaveBeenCalledTimes(1);
    expect(isLauncherShown()).toBe(false);
  });

  it("a widget hidden by the page opens, and closes to hidden until chat:show", async () => {
    await start({}, { hideWidget: true });
    expect(isLauncherShown()).toBe(false);
    api()("chat:open");
    await settle();
    api()("chat:close");
    expect(isLauncherShown()).toBe(false);
    api()("chat:show");
    expect(isLauncherShown()).toBe(true);
  });

  it("a widget hidden by the page stays hidden although the box was open on the page before", async () => {
    storeOpened(true);
    await start({}, { hideWidget: true });
    expect(boxes.map(({ seat }) => seat.reason)).toEqual(["resume"]); // It is connected all the same.
    expect([asked("open"), isLauncherShown()]).toEqual([[], false]);
    storeOpened(true); // Another tab opens it once more.
    expect(asked("open")).toEqual([]);
    api()("chat:show");
    expect([asked("open"), isLauncherShown()]).toEqual([[], true]);
    storeOpened(true);
    expect(asked("open")).toEqual([["open", "elsewhere"]]);
  });

  it("a hidden widget that the page has opened stays open when another tab opens it too", async () => {
    await start({}, { hideWidget: true });
    api()("chat:open");
    await settle();
    storeOpened(true);
    expect(boxes[0]?.calls).toEqual([["open", "here"]]);
  });

  it("a page without hideWidget goes on where the page before it was", async () => {
    storeOpened(true);
    await start();
    expect(asked("open")).toEqual([["open", "elsewhere"]]);
  });

  it("chat:hide is not undone by another tab", async () => {
    await start();
    api()("chat:hide");
    storeOpened(true);
    await settle();
    expect(asked("open")).toEqual([]);
  });

  it("chat:show and chat:open work in either order", async () => {
    await start({ chat_box: { hide_launcher: true } });
    api()("chat:show");
    api()("chat:open");
    await settle();
    api()("chat:close");
    expect(isLauncherShown()).toBe(true);
  });

  it("the page's value beats the owner's", async () => {
    await start({ chat_box: { hide_launcher: true } }, { hideWidget: "false" });
    expect(isLauncherShown()).toBe(true);
  });

  it.each([
    ["a phone", "Mozilla/5.0 (iPhone) Mobile/15E148", false],
    ["a desktop", "Mozilla/5.0 (X11; Linux x86_64)", true],
  ])("on %s hideMobileWidget decides, until chat:show", async (_, userAgent, isShown) => {
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue(userAgent);
    await start({}, { hideMobileWidget: true, hideWidget: false });
    expect(isLauncherShown()).toBe(isShown);
    api()("chat:show");
    expect(isLauncherShown()).toBe(true);
  });

  it.each([
    [1025, false],
    ["1024px", true],
    [0, true],
  ])(
    "in the window of these tests (1024 px), smallDeviceMinWidth %s makes any device a small one or none",
    async (smallDeviceMinWidth, isShown) => {
      vi.spyOn(navigator, "userAgent", "get").mockReturnValue("Mozilla/5.0 (iPhone) Mobile/15E148");
      await start({}, { hideMobileWidget: true, smallDeviceMinWidth });
      expect(isLauncherShown()).toBe(isShown);
    },
  );

  it("is hidden while nobody is there, if the owner wants that", async () => {
    await start({
      availability: "offline",
      tracking_mode: "always",
      chat_box: { hide_when_offline: true },
    });
    expect(isLauncherShown()).toBe(false);
    boxes[0]?.seat.setStatus("online");
    expect(isLauncherShown()).toBe(true);
  });

  it("offers a message instead of a chat while nobody is there", async () => {
    await start({ availability: "offline" });
    expect(launcher().getAttribute("aria-label")).toBe("Leave us a message");
  });

  it("a box that cannot be fetched brings the launcher back, and the next press asks again", async () => {
    await start();
    const module = await vi.mocked(importModule).getMockImplementation()?.("", "", 0);
    vi.mocked(importModule).mockClear();
    vi.mocked(importModule).mockRejectedValueOnce(new TypeError("network"));
    launcher().click();
    await settle();
    expect(isLauncherShown()).toBe(true);
    expect(launcher().getAttribute("aria-expanded")).toBe("false");
    expect(warnings).toHaveLength(1);
    if (module) vi.mocked(importModule).mockResolvedValue(module);
    launcher().click();
    await settle();
    expect(asked("open")).toEqual([["open", "here"]]);
    expect(vi.mocked(importModule).mock.calls.map((call) => call[2])).toEqual([0, 1]);
  });

  it("follows another tab without taking the focus", async () => {
    await start();
    storeOpened(true);
    await settle();
    storeOpened(false);
    expect(boxes[0]?.calls).toEqual([
      ["open", "elsewhere"],
      ["close", "elsewhere"],
    ]);
  });
});

describe("the launcher", () => {
  it("is a real button that names its dialog and counts unread messages", async () => {
    await start({ tracking_mode: "always" });
    const button = launcher();
    expect(button.type).toBe("button");
    expect(button.getAttribute("aria-haspopup")).toBe("dialog");
    const controlled = button.getAttribute("aria-controls") ?? "";
    expect(host()?.shadowRoot?.getElementById(controlled)).not.toBeNull();
    boxes[0]?.seat.setUnread("1", "1 unread message");
    expect(button.getAttribute("aria-label")).toBe("Chat, 1 unread message");
    expect(button.textContent).toBe("1");
    boxes[0]?.seat.setUnread("", "");
    expect(button.getAttribute("aria-label")).toBe("Chat");
    expect(button.querySelector<HTMLElement>(".badge")?.hidden).toBe(true);
  });

  it("speaks the page's language, else the site's", async () => {
    await start({ language: "fr" });
    expect(launcher().getAttribute("aria-label")).toBe("Discussion");
    expect(launcher().lang).toBe("fr");
    expect(host()?.title).toBe("Discussion");
    api()("language", "en-GB");
    expect(launcher().lang).toBe("en");
    api()("language", "xx");
    expect(launcher().lang).toBe("en");
    // Brazil's published code is the tag of Breton.
    for (const spelling of ["br", "pt-BR", "PT_br"]) {
      api()("language", spelling);
      expect([launcher().lang, launcher().getAttribute("aria-label")]).toEqual(["pt", "Conversa"]);
    }
  });

  it("has a name where the settings have no words, and in a language that is none", async () => {
    await start({ launcher: undefined });
    expect(launcher().getAttribute("aria-label")).toBe("Chat");
    api()("language", "-");
    expect([launcher().lang, launcher().getAttribute("aria-label")]).toEqual(["en", "Chat"]);
  });

  it("uses no inline style attribute in its shadow tree, and no markup from strings", async () => {
    await start();
    const styled = [...(host()?.shadowRoot?.querySelectorAll("[style]") ?? [])];
    // Colours are set through the object model, which is what a strict policy allows.
    expect(styled.map((node) => node.className)).toEqual(["root"]);
  });
});

describe("commands", () => {
  it("queued, early and late reach the box in order", async () => {
    serveSettings();
    snippet();
    api()("chat:message", "draft");
    api()._.push(["chat:send", "one"], { length: 0 }, null, 7, ["chat:send", "two"]);
    await runLoader();
    api()("chat:send", "three");
    await settle();
    press();
    api()("chat:send", "four");
    await settle();
    expect(boxes[0]?.calls).toEqual([
      ["prefill", "draft"],
      ["send", "one"],
      ["send", "two"],
      ["send", "three"],
      ["send", "four"],
    ]);
    expect(api()._).toHaveLength(0);
  });

  it("what the page sends by itself waits until the visitor opens the box", async () => {
    await start({ tracking_mode: "on_open" });
    api()("chat:send", "one");
    api()("chat:send", "two");
    await settle();
    expect(boxes).toEqual([]);
    launcher().click();
    await settle();
    expect(boxes[0]?.calls).toEqual([
      ["send", "one"],
      ["send", "two"],
      ["open", "here"],
    ]);
  });

  it("sending does not open the box, and an empty text is ignored", async () => {
    await start();
    press();
    api()("chat:send", "");
    await settle();
    expect(boxes).toHaveLength(0);
    api()("chat:send", "hello");
    await settle();
    expect(asked("open")).toEqual([]);
    expect(isLauncherShown()).toBe(true);
  });

  it("tell the identity and merge variables; empty texts set nothing", async () => {
    await start();
    api()("name", "Anna");
    api()("name", "");
    api()("email", "anna@example.com");
    api()("variables", { role: "buyer", spent: 3 });
    api()("variables", { spent: 4, gone: null });
    api()("chat:open");
    await settle();
    expect(identityIn(boxes[0])).toEqual({
      name: "Anna",
      email: "anna@example.com",
      variables: { role: "buyer", spent: 4 },
    });
    expect(warnings).toEqual([]);
  });

  it("of the wrong type are warned about and ignored; unknown ones are silent", async () => {
    await start();
    const wrong: [string, ...unknown[]][] = [
      ["name", 5],
      ["name"],
      ["email", null],
      ["variables", []],
      ["variables", "x"],
      ["language", {}],
      ["chat:message", 1],
      ["chat:send", false],
      ["theme:color", 0],
      ["analyticsConsent", "yes"],
      ["recording:disable", "no"],
      ["consent", true],
      ["consent", { marketing: "yes" }],
      ["html:apply", "body"],
      ["on", "status"],
    ];
    for (const call of wrong) api()(...call);
    expect(warnings).toHaveLength(wrong.length);
    const worded = (text: string, name = "") =>
      text.startsWith(`[Smartsupp] ${name}`) && /: expected /.test(text);
    expect(warnings.every((text, at) => worded(text, wrong[at]?.[0]))).toBe(true);
    api()("no:such:command");
    api()("constructor");
    api()("theme:color", "#abc");
    expect(warnings).toHaveLength(wrong.length);
  });

  it("keep consent and recording answers; false is a real argument and none means true", async () => {
    await start();
    api()("recording:disable");
    api()("analyticsConsent", false);
    api()("chat:open");
    await settle();
    const { told } = boxes[0]?.seat ?? {};
    expect(told?.said).toEqual([
      ["recording:disable", [true]],
      ["analyticsConsent", [false]],
    ]);
    api()("recording:disable", false);
    expect(told?.said).toContainEqual(["recording:disable", [false]]);
    expect(told?.said).toHaveLength(2);
  });

  it("keep the order of the last consent answers, for of two about one purpose the later one counts", async () => {
    await start();
    api()("analyticsConsent", true);
    api()("consent", { statistics: false, marketing: true });
    api()("consent", { recording: true });
    api()("analyticsConsent", "no");
    api()("analyticsConsent", true);
    api()("chat:open");
    await settle();
    expect(boxes[0]?.seat.told.said).toEqual([
      ["consent.statistics", [false]],
      ["consent.marketing", [true]],
      ["consent.recording", [true]],
      ["analyticsConsent", [true]],
    ]);
  });

  it("logout forgets the identity and what is stored, also before the box was needed", async () => {
    localStorage.setItem(`ssupp_${KEY_A}message`, JSON.stringify({ v: "x", exp: Date.now() + 1e6 }));
    await start();
    api()("name", "Anna");
    api()("logout");
    expect(localStorage.length).toBe(0);
    api()("chat:open");
    await settle();
    expect(identityIn(boxes[0])).toEqual({ variables: {} });
    api()("logout");
    expect(asked("logout")).toHaveLength(1);
  });

  it("a logout of somebody brings the box, which tells the server and the other tabs; nobody opens it", async () => {
    vi.spyOn(document, "cookie", "get").mockReturnValue("other=1; ssupp.vid=tok_1; more=2");
    const written = vi.spyOn(document, "cookie", "set");
    await start();
    api()("logout");
    expect(written).toHaveBeenCalledWith(expect.stringMatching(/^ssupp\.vid=; max-age=0/));
    api()("logout");
    await settle();
    expect(boxes.map(({ seat }) => [seat.reason, seat.told.left])).toEqual([["logout", "tok_1; more=2"]]);
    expect(asked("open")).toEqual([]);
  });

  it("a logout before the settings are there is told as soon as they are", async () => {
    vi.spyOn(document, "cookie", "get").mockReturnValue("");
    localStorage.setItem(`ssupp_${KEY_A}vid`, JSON.stringify({ v: "tok_1", exp: Date.now() + 1e6 }));
    serveSettings();
    snippet();
    api()("logout");
    await runLoader();
    await settle();
    expect(boxes.map(({ seat }) => [seat.reason, seat.told.left])).toEqual([["logout", "tok_1"]]);
  });

  it("a logout of nobody, and one in another tab, bring no box", async () => {
    await start();
    api()("logout");
    const name = `ssupp_${KEY_A}opened`;
    window.dispatchEvent(new StorageEvent("storage", { key: name }));
    await settle();
    expect(boxes).toEqual([]);
  });

  it("a throwing handler is reported and the others run", async () => {
    await start();
    const second = vi.fn();
    api()("on", "messenger_close", () => {
      throw new Error("page bug");
    });
    api()("on", "messenger_close", second);
    api()("chat:open");
    api()("chat:close");
    expect(second).toHaveBeenCalledTimes(1);
    expect(warnings[0]).toContain("page bug");
  });

  it("onStartup gets the API", async () => {
    const onStartup = vi.fn();
    await start({}, { onStartup });
    expect(onStartup.mock.calls).toEqual([[api().api]]);
  });
});

describe("manual creation", () => {
  beforeEach(() => {
    page.SMARTSUPP_AUTOCREATE = false;
  });

  it("creates and asks for nothing before render()", async () => {
    const requests = serveSettings();
    snippet();
    await runLoader();
    await settle();
    const widget = await api().createWidget("shop", { key: KEY_A });
    await settle();
    expect([requests.length, containers().length]).toEqual([0, 0]);
    widget.render();
    widget.render();
    await settle();
    widget.render();
    expect(requests).toHaveLength(1);
    expect(containers().map((node) => node.id)).toEqual(["shop-application"]);
    expect(api().getWidget("shop")?.id).toBe("shop");
    expect(Object.keys(api().chats)).toEqual(["shop"]);
  });

  it("remembers render() before createWidget has resolved", async () => {
    serveSettings();
    snippet();
    await runLoader();
    void api().createWidget("shop", { key: KEY_A });
    api().getWidget("shop")?.render();
    await settle();
    expect(containers()).toHaveLength(1);
  });

  it("getWidget of the default id creates it from the configuration on render()", async () => {
    await start();
    expect(containers()).toHaveLength(0);
    expect(api().getWidget("other")).toBeUndefined();
    for (const id of ["chat", "default", undefined]) api().getWidget(id)?.render();
    await settle();
    expect(containers().map((node) => node.id)).toEqual(["chat-application"]);
  });

  it("gives each widget its own queue and storage names; the page's commands go to the first", async () => {
    await start();
    const own: unknown[] = [["chat:send", "own"]];
    (await api().createWidget("one", { key: KEY_A })).render();
    (await api().createWidget("two", { key: KEY_A }, own)).render();
    api()("chat:send", "page");
    await settle();
    launcher("one").click();
    launcher("two").click();
    await settle();
    const sent = boxes.map((box) => [box.seat.spec.id, box.seat.storage.widgetPrefix, ...box.calls]);
    expect(sent).toEqual([
      ["one", "one_", ["send", "page"], ["open", "here"]],
      ["two", "two_", ["send", "own"], ["open", "here"]],
    ]);
  });

  it("destroy takes the container and the queue back, and a new widget runs what waits", async () => {
    await start();
    const widget = await api().createWidget("chat");
    widget.render();
    await settle();
    widget.destroy();
    expect(containers()).toHaveLength(0);
    api()("chat:send", "later");
    expect(api()._).toHaveLength(1);
    api().getWidget()?.render();
    await settle();
    launcher().click();
    await settle();
    expect(asked("send")).toEqual([["send", "later"]]);
  });

  it("without a key says so once it matters, and throws nothing", async () => {
    serveSettings();
    snippet("");
    await runLoader();
    (await api().createWidget("chat")).render();
    expect(warnings).toEqual(["[Smartsupp] Missing option key"]);
  });
});

describe("the container", () => {
  it("carries the published ids, stacks as configured, and keeps the page's own styles", async () => {
    await start({}, { zIndex: "50", offsetX: 5 });
    const container = document.getElementById("chat-application");
    expect(container?.style.getPropertyValue("z-index")).toBe("50");
    expect(host()?.style.getPropertyValue("z-index")).toBe("51");
    expect(container?.contains(host())).toBe(true);
    container?.classList.add("theirs");
    container?.style.setProperty("display", "none");
    api()("chat:open");
    await settle();
    api()("chat:close");
    expect(container?.className).toBe("theirs");
    expect(container?.style.display).toBe("none");
  });

  it("stands in normal flow inside renderTo", async () => {
    const place = document.createElement("div");
    document.body.append(place);
    await start({}, { renderTo: place });
    const container = place.firstElementChild as HTMLElement;
    expect(container.style.position).toBe("relative");
    expect(container.style.zIndex).toBe("");
  });
});

describe("consent", () => {
  const consent = { purposes: ["marketing"], url: "/widget/consent-1.js" };

  /** Stands in for the consent module, beside the box; notes what it is asked. */
  function serveConsent() {
    const calls: string[] = [];
    const seats: unknown[] = [];
    const box = vi.mocked(importModule).getMockImplementation();
    vi.mocked(importModule).mockImplementation(async (base, url, attempt) => {
      if (url !== consent.url) return box?.(base, url, attempt);
      return {
        start(seat: unknown) {
          seats.push(seat);
          return { refresh: () => calls.push("refresh"), destroy: () => calls.push("destroy") };
        },
      };
    });
    return { calls, seats };
  }

  it("has no module on a site that uses nothing that needs it: nothing more is asked for or stored", async () => {
    vi.mocked(importModule).mockClear();
    await start();
    api()("analyticsConsent", true);
    api()("consent", { marketing: true });
    await settle();
    expect(importModule).not.toHaveBeenCalled();
    expect(localStorage).toHaveLength(0);
  });

  /** What a visitor who once said yes has on the device. */
  function leave(): () => string[] {
    document.cookie = "ssupp.visits=3.100.100;Max-Age=100;path=/";
    sessionStorage.setItem(`ssupp_${KEY_A}presence`, JSON.stringify({ v: "x", exp: 9e15 }));
    localStorage.setItem(`ssupp_${KEY_A}visits`, JSON.stringify({ v: "3.100.100", exp: 9e15 }));
    return () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...jar.names()].sort();
  }
  const VISITS = ["ssupp.visits", `ssupp_${KEY_A}visits`].sort();
  const PRESENCE = [`ssupp_${KEY_A}presence`];

  it("that the site gave up takes along what it once stored", async () => {
    const stored = leave();
    await start();
    expect(stored()).toEqual([]);
  });

  it.each([
    ["consent", [{ statistics: false, marketing: false }], []],
    ["consent", [{ marketing: false }], PRESENCE],
    ["consent", [{ recording: false, statistics: true }], [...VISITS, ...PRESENCE].sort()],
    ["marketingConsent", [false], PRESENCE],
    ["analyticsConsent", [false], VISITS],
    ["analyticsConsent", ["no"], [...VISITS, ...PRESENCE].sort()],
  ])("is refused by %s %j also when the settings never come", async (name, args, left) => {
    const stored = leave();
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("network")));
    snippet();
    await runLoader();
    await settle();
    expect(stored()).toEqual([...VISITS, ...PRESENCE].sort());
    api()(name, ...args);
    expect(stored()).toEqual(left);
  });

  it("has its module before the box, hears every call, and ends with the widget", async () => {
    const { calls, seats } = serveConsent();
    serveSettings({ consent });
    snippet();
    api()("marketingConsent", false);
    await runLoader();
    await settle();
    expect(boxes).toHaveLength(0);
    expect(seats).toMatchObject([
      { told: { said: [["marketingConsent", [false]]] }, storage: { chatKey: KEY_A }, settings: { consent } },
    ]);
    api()("marketingConsent", true);
    expect(calls).toEqual(["refresh"]);
    (api().chats.chat as { destroy(): void }).destroy();
    expect(calls).toEqual(["refresh", "destroy"]);
  });

  it("hears when the box has connected, for the chat has a visitor then, and of a sign-out", async () => {
    const { calls } = serveConsent();
    await start({ consent });
    api()("chat:open");
    await settle();
    expect(calls).toEqual([]);
    boxes[0]?.seat.setStatus("online");
    expect(calls).toEqual(["refresh"]);
    api()("logout");
    expect(calls).toEqual(["refresh", "refresh"]);
  });

  it("that cannot be fetched is one warning; the chat works without it, and everything counts as refused", async () => {
    serveConsent();
    const others = vi.mocked(importModule).getMockImplementation();
    vi.mocked(importModule).mockImplementation((base, url, attempt) =>
      url === consent.url
        ? Promise.reject(new TypeError("network"))
        : (others?.(base, url, attempt) as never),
    );
    await start({ consent });
    api()("chat:open");
    await settle();
    expect(warnings).toEqual(["[Smartsupp] consent: TypeError: network"]);
    expect(asked("open")).toEqual([["open", "here"]]);
  });

  it("does not begin for a container that the page has removed in the meantime", async () => {
    const { seats } = serveConsent();
    let arrive = () => {};
    const others = vi.mocked(importModule).getMockImplementation();
    vi.mocked(importModule).mockImplementation(async (base, url, attempt) => {
      await new Promise<void>((resolve) => {
        arrive = resolve;
      });
      return others?.(base, url, attempt);
    });
    await start({ consent });
    for (const container of containers()) container.remove();
    await settle();
    arrive();
    await settle();
    expect(seats).toEqual([]);
  });
});
