/** The whole module on a page: what a visitor sees, what the server hears, what the page can do. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Part, PartSeat, Told } from "../bridge/seat.ts";
import { start } from "./index.ts";
import { openChoices } from "./open-choices.ts";
import type { CookieJar } from "./testing/cookie-jar.ts";
import { clearBrowser, KEY, SCOPE } from "./testing/world.ts";

const SETTINGS = {
  language: "en",
  tracking_mode: "with_consent",
  chat_box: { side: "right" },
  consent: { purposes: ["statistics", "marketing"], shows_bar: true, gpc: "strict", text_version: 1 },
};

let jar: CookieJar;
let part: Part | undefined;
let root: ShadowRoot;
let frame: HTMLElement;
let told: Told;
let posted: { path: string; body: Record<string, unknown> }[];
let heard: unknown[];
/** Kind and length of what each request for a receipt showed. */
let fetched: [string | undefined, number | undefined][];
let receipt: () => Response;

const onConsent = (event: Event) => heard.push((event as CustomEvent).detail);

function load(settings: object = {}, choices: Record<string, boolean> = {}): void {
  const host = document.createElement("div");
  root = host.attachShadow({ mode: "open" });
  frame = document.createElement("div");
  root.append(frame);
  document.body.append(host);
  told = {
    language: undefined,
    color: undefined,
    said: Object.entries(choices).map(([name, value]) => [name, [value]]),
  };
  const seat: PartSeat = {
    spec: {
      id: "chat",
      baseUrl: "https://chat.example",
      chatKey: KEY,
      options: {},
      given: {},
      onVisitorId: () => {},
    },
    place: { container: host, root, frame, mountPoint: frame },
    settings: { ...SETTINGS, ...settings },
    told,
    storage: SCOPE,
  };
  part = start(seat);
}

/** Three seconds, after which late managers are late no more, and the bar's chunk. */
async function wait(ms = 3_000): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(0);
}

const bar = () => root.querySelector<HTMLElement>(".bar");
const find = (role: string, name: string) =>
  [...root.querySelectorAll<HTMLElement>("button, a")].find(
    (one) => (one.getAttribute("role") ?? "button") === role && nameOf(one) === name && !one.hidden,
  );
const nameOf = (one: HTMLElement) => {
  const label = one.getAttribute("aria-labelledby");
  return label
    ? root.getElementById(label)?.textContent
    : (one.getAttribute("aria-label") ?? one.textContent);
};
function press(name: string, role = "button"): void {
  const button = find(role, name);
  if (!button) throw new Error(`no ${role} ${name}`);
  button.click();
}
const entries = () => posted.filter(({ path }) => path === "consent").map(({ body }) => body);
const stored = () => [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...jar.names()];

beforeEach(() => {
  vi.useFakeTimers();
  jar = clearBrowser();
  posted = [];
  heard = [];
  fetched = [];
  receipt = () => new Response("a.b.c");
  document.addEventListener("entrenous:consent", onConsent);
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const path = url.slice(`https://chat.example/api/sites/${KEY}/`.length);
    if (/^consent\/ce_\d+\/receipt$/.test(path)) {
      const [kind, subject] = `${new Headers(init.headers).get("authorization")}`.split(" ");
      fetched.push([kind, subject?.length]);
      return receipt();
    }
    posted.push({ path, body: JSON.parse(`${init.body}`) });
    if (path === "consent")
      return Response.json({ entry_id: `ce_${posted.length}`, scopes: { marketing: "m" } });
    return new Response(null, { status: 204 });
  });
});
afterEach(() => {
  part?.destroy();
  document.removeEventListener("entrenous:consent", onConsent);
  document.body.replaceChildren();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the bar", () => {
  it("appears when no manager came in time, asks two equal questions, and stores and sends nothing by itself", async () => {
    load();
    await wait(2_999);
    expect(bar()).toBeNull();
    await wait(1);
    expect(bar()?.getAttribute("role")).toBe("region");
    expect(document.activeElement).toBe(document.body);
    expect([find("button", "Refuse all")?.className, find("button", "Accept all")?.className]).toEqual([
      "",
      "",
    ]);
    expect(bar()?.textContent).toContain("(90 days)");
    expect(bar()?.textContent).toContain("(182 days)");
    await wait(600_000);
    expect([stored(), posted, heard]).toEqual([[], [], []]);
  });

  it("is refused with one press", async () => {
    load();
    await wait();
    press("Refuse all");
    expect(bar()).toBeNull();
    expect(stored()).toEqual([`ssupp_${KEY}`]);
    expect(heard).toEqual([{ statistics: false, recording: false, marketing: false }]);
    expect(root.querySelector("[role=status]")?.textContent).toBe("Your choices are saved.");
    await wait();
    expect(entries().map(({ event, source, text }) => [event, source, text])).toEqual([
      ["shown", "own", { version: 1, language: "en" }],
      ["answered", "own", { version: 1, language: "en" }],
    ]);
  });

  it("is accepted with one press", async () => {
    load();
    await wait();
    press("Accept all");
    expect(stored().sort()).toEqual([`ssupp_${KEY}`, `ssupp_${KEY}presence`, "ssupp.visits"].sort());
    await wait();
    expect(posted.find(({ path }) => path === "visits")?.body).toEqual({ count: 1 });
  });

  it("lets the visitor choose: every switch is off, and only what is switched on is granted", async () => {
    load();
    await wait();
    expect(find("switch", "Statistics")?.getAttribute("aria-checked")).toBe("false");
    const toggle = find("switch", "Personalised messages");
    expect(toggle?.getAttribute("aria-checked")).toBe("false");
    press("Personalised messages", "switch");
    expect(toggle?.getAttribute("aria-checked")).toBe("true");
    press("Save my choices");
    expect(heard).toEqual([{ statistics: false, recording: false, marketing: true }]);
  });

  it.each([
    ["back to the field of the page that it came from", () => document.createElement("input"), true],
    ["to the launcher, when it came from nowhere", () => document.createElement("input"), false],
  ])("gives the focus %s", async (_, make, isFromField) => {
    load();
    const field = document.body.appendChild(make());
    const launcher = frame.appendChild(document.createElement("button"));
    launcher.className = "launcher";
    await wait();
    const accept = find("button", "Accept all");
    const from = isFromField ? field : null;
    from?.focus();
    accept?.focus();
    accept?.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true, relatedTarget: from }));
    press("Accept all");
    expect(bar()).toBeNull();
    expect([document.activeElement === field, root.activeElement === launcher]).toEqual([
      isFromField,
      !isFromField,
    ]);
  });

  it.each([
    ["Esc", () => bar()?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }))],
    ["its close button", () => press("Close without answering")],
  ])("is put away by %s, which writes nothing, until the next page", async (_, act) => {
    load();
    await wait();
    act();
    expect(bar()).toBeNull();
    part?.refresh();
    await wait(60_000);
    expect(bar()).toBeNull();
    expect([stored(), posted, heard]).toEqual([[], [], []]);
    part?.destroy();
    load();
    await wait();
    expect(bar()).not.toBeNull();
  });

  it("speaks French", async () => {
    load({ language: "fr" });
    await wait();
    expect(find("switch", "Messages personnalisés")).toBeDefined();
    press("Tout refuser");
    await wait();
    expect(entries()[1]?.text).toEqual({ version: 1, language: "fr" });
  });

  it("runs as its words do: those of a language without texts are English", async () => {
    load({ language: "uk" });
    await wait();
    const place = bar()?.parentElement;
    expect([place?.dir, place?.lang]).toEqual(["ltr", "en"]);
  });

  it("does not ask for statistics where nobody can follow a visit and no analytics of the page would hear anything", async () => {
    load({ tracking_mode: "on_open" });
    await wait();
    expect(find("switch", "Statistics")).toBeUndefined();
    press("Accept all");
    expect(stored().sort()).toEqual([`ssupp_${KEY}`, "ssupp.visits"].sort());
    expect(heard).toEqual([{ statistics: false, recording: false, marketing: true }]);
  });

  it("says whose statistics they are where only the page's own analytics hears anything", async () => {
    vi.stubGlobal("gtag", () => {});
    load({ tracking_mode: "on_open" });
    await wait();
    const [line] = [...(bar()?.querySelectorAll("li") ?? [])];
    expect(line?.textContent).toMatch(/^StatisticsCount in this website’s own Google Analytics /);
    expect(line?.textContent).not.toContain("pages");
  });

  it("says both where our team and the page's own analytics hear something", async () => {
    vi.stubGlobal("dataLayer", []);
    load();
    await wait();
    expect(bar()?.textContent).toMatch(/pages you view .+ \(90 days\)\. Count in this website’s own/);
  });

  it("does not appear for statistics that would do nothing, and then says that there is nothing to choose", async () => {
    load({ tracking_mode: "on_open", consent: { ...SETTINGS.consent, purposes: ["statistics"] } });
    await wait();
    expect(bar()).toBeNull();
    openChoices(frame);
    await wait();
    expect(bar()?.textContent).toContain("Nothing here needs an answer");
    expect(root.querySelector<HTMLElement>(".answers")?.hidden).toBe(true);
  });

  it.each([
    ["the site has switched it off", { consent: { ...SETTINGS.consent, shows_bar: false } }, {}, () => {}],
    ["the page has answered", {}, { analyticsConsent: false }, () => {}],
    [
      "the browser refuses by itself",
      {},
      {},
      () => vi.stubGlobal("navigator", { globalPrivacyControl: true }),
    ],
    ["a consent manager asks", {}, {}, () => vi.stubGlobal("Cookiebot", { consent: {}, hasResponse: false })],
  ])("does not appear when %s", async (_, settings, choices, prepare) => {
    prepare();
    load(settings, choices);
    await wait();
    expect(bar()).toBeNull();
  });

  it("goes away when a manager comes late", async () => {
    load();
    await wait();
    expect(bar()).not.toBeNull();
    vi.stubGlobal("Cookiebot", { consent: {}, hasResponse: false });
    window.dispatchEvent(new Event("CookiebotOnConsentReady"));
    expect(bar()).toBeNull();
  });
});

describe("the chooser", () => {
  it("opens from the menu with the answers as they are, takes the focus and gives it back", async () => {
    load();
    await wait();
    press("Accept all");
    const menu = document.createElement("button");
    frame.append(menu);
    menu.focus();
    openChoices(menu);
    await wait(0);
    expect(bar()?.getAttribute("role")).toBe("dialog");
    expect(root.activeElement).toBe(bar());
    expect(find("switch", "Statistics")?.getAttribute("aria-checked")).toBe("true");
    press("Refuse all");
    expect(bar()).toBeNull();
    expect(root.activeElement).toBe(menu);
    expect(stored()).toEqual([`ssupp_${KEY}`]);
    await wait();
    expect(entries().map(({ event }) => event)).toEqual(["shown", "answered", "withdrawn"]);
  });

  it("says when and by whom the last answer was given, and saves its receipt", async () => {
    load({ language: "en" }, { "consent.marketing": true });
    await wait();
    vi.setSystemTime(Date.now() + 86_400_000);
    openChoices(frame);
    await wait();
    const line = bar()?.querySelector(".last");
    const day = new Intl.DateTimeFormat("en", { dateStyle: "long" }).format(Date.now() - 86_400_000);
    expect(line?.textContent).toMatch(new RegExp(`^Last answer: ${day} at .+ \\(this website\\)\\. `));
    const saved: [string, string][] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      saved.push([this.download, this.href]);
    });
    press("Download receipt");
    await wait(0);
    expect(fetched).toEqual([["Subject", 43]]);
    expect(saved).toEqual([["consent-receipt.jws", expect.stringMatching(/^blob:/)]]);
  });

  it("says so when there is no receipt to be had, and names none before anybody has answered", async () => {
    load();
    openChoices(frame);
    await wait();
    expect(bar()?.querySelector(".last")).toBeNull();
    press("Refuse all");
    await wait();
    openChoices(frame);
    await wait();
    expect(bar()?.textContent).toContain("(your own choice)");
    receipt = () => new Response(null, { status: 404 });
    press("Download receipt");
    await wait(0);
    expect(bar()?.querySelector("[role=status]")?.textContent).toContain("could not be fetched");
  });

  it("says who decides what cannot be changed in it", async () => {
    load({}, { "consent.marketing": false });
    openChoices(frame);
    await wait();
    expect(find("switch", "Personalised messages")).toHaveProperty("disabled", true);
    expect(bar()?.textContent).toContain("this website’s own privacy settings");
    press("Accept all");
    expect(heard[heard.length - 1]).toEqual({ statistics: true, recording: false, marketing: false });
  });

  it("has no buttons where the browser's signal decides everything", async () => {
    vi.stubGlobal("navigator", { globalPrivacyControl: true });
    load();
    openChoices(frame);
    await wait();
    expect(root.querySelector<HTMLElement>(".answers")?.hidden).toBe(true);
    expect(bar()?.textContent).toContain("“do not sell or share” signal");
  });
});

describe("the page", () => {
  it("may answer before, after, again and otherwise; the same value is no news", async () => {
    load({}, { marketingConsent: true });
    expect(stored()).toContain("ssupp.visits");
    part?.refresh();
    await wait();
    told.said = [["consent.marketing", [false]]];
    part?.refresh();
    expect(jar.names()).toEqual([]);
    expect(heard.map((detail) => (detail as { marketing: boolean }).marketing)).toEqual([true, false]);
    await wait();
    expect(entries().map(({ event, source }) => [event, source])).toEqual([
      ["answered", "api"],
      ["withdrawn", "api"],
    ]);
  });

  it("without `consent` in its settings has no such module", () => {
    load({ consent: undefined });
    expect(part).toBeUndefined();
  });

  it("that destroys the widget hears nothing more of it", async () => {
    load();
    part?.destroy();
    await wait();
    expect([bar(), posted]).toEqual([null, []]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
