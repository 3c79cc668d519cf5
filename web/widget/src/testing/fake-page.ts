/** A page for tests: runs the loader's own entry, with the network and the box standing still. */
import { vi } from "vitest";
import { readIdentity } from "../bridge/identity.ts";
import { createPageCommands } from "../bridge/page-commands.ts";
import type { BridgeModule, Seat } from "../bridge/seat.ts";
import type { Identity } from "../host.ts";
import { importModule } from "../loader/import-module.ts";

/** Keys as sites have them. */
export const KEY_A = "a".repeat(40);
export const KEY_B = "b".repeat(40);

/** The globals that pages touch. */
export interface PageGlobals {
  _smartsupp?: Record<string, unknown> | undefined;
  smartsupp?: Api | undefined;
  SMARTSUPP_LOADED?: unknown;
  SMARTSUPP_AUTOCREATE?: unknown;
}

/** What `smartsupp` is to a page, its queue and methods included. */
export interface Api {
  (name: string, ...args: unknown[]): void;
  _: unknown[];
  api?: unknown;
  vid?: string | undefined;
  chats: Record<string, unknown>;
  createWidget(id?: string, options?: unknown, queue?: unknown[]): Promise<PageWidget>;
  getWidget(id?: string): PageWidget | undefined;
}

/** What a page holds of a widget. */
export interface PageWidget {
  id: string;
  render(): void;
  destroy(): void;
}

export const page = window as unknown as PageGlobals;

/** A box of the tests: what it was asked, and the seat it sits in. */
export interface FakeBox {
  readonly seat: Seat;
  readonly calls: unknown[][];
}

/** The API as the page sees it now. */
export function api(): Api {
  if (!page.smartsupp) throw new Error("the page has no smartsupp");
  return page.smartsupp;
}

/** The official snippet without its script tag. */
export function snippet(key: string | undefined = KEY_A): void {
  page._smartsupp = page._smartsupp ?? {};
  if (key) page._smartsupp.key = key;
  if (!page.smartsupp) {
    const stub = function () {
      // biome-ignore lint/complexity/noArguments: the official snippet pushes its arguments object.
      stub._.push(arguments);
    } as unknown as Api;
    stub._ = [];
    page.smartsupp = stub;
  }
}

/** Runs the loader as a script tag does, right now; each run is a fresh copy of its code. */
export async function runLoader(src = "https://chat.example.com/loader.js"): Promise<void> {
  const script = document.createElement("script");
  // Given as data, so that the test's document does not fetch it.
  script.setAttribute("type", "text/plain");
  script.src = src;
  document.head.append(script);
  vi.resetModules();
  await import("../loader/main.ts");
}

/** Lets waiting tasks run: DOM ready, the task after it, the settings, the box. */
export async function settle(ms = 50): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

/** What a site's owner chose, as the protocol has it. */
export interface ServedSettings {
  readonly availability?: "online" | "offline";
  readonly language?: string;
  readonly tracking_mode?: string;
  readonly consent?: Record<string, unknown>;
  readonly chat_box?: Record<string, unknown>;
  readonly launcher?: Record<string, unknown> | undefined;
}

/** Answers settings requests; returns the addresses asked. */
export function serveSettings(settings: ServedSettings = {}): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string) => {
    asked.push(url);
    const body = {
      v: 1,
      name: "Shop",
      language: "en",
      tracking_mode: "with_consent",
      availability: "online",
      box_url: "/widget/box-1.js",
      greeting_url: "/widget/greeting-1.js",
      launcher: {
        en: { name: "Chat", write: "Leave us a message" },
        fr: { name: "Discussion", write: "Laissez-nous un message" },
        pt: { name: "Conversa", write: "Deixe-nos uma mensagem" },
      },
      ...settings,
      chat_box: { color: "#00556a", side: "right", texts: {}, ...settings.chat_box },
    };
    return { ok: true, json: async () => body };
  });
  return asked;
}

/** Stands in for the box's module; `import-module.ts` must be mocked by the test file. */
export function serveBox(): FakeBox[] {
  const boxes: FakeBox[] = [];
  const module: BridgeModule = {
    start(seat) {
      const calls: unknown[][] = [];
      const note =
        (name: string) =>
        (...args: unknown[]) => {
          calls.push([name, ...args]);
        };
      boxes.push({ seat, calls });
      const refresh = createPageCommands({
        seat,
        box: {
          connect: note("connect"),
          leave: note("leave"),
          open: note("open"),
          close: note("close"),
          prefill: note("prefill"),
          send: note("send"),
          setLanguage: () => {},
          setIdentity: () => {},
          setTheme: () => {},
          setTexts: note("setTexts"),
          show: note("show"),
          setLogo: note("setLogo"),
          setActivity: note("setActivity"),
          logout: note("logout"),
          destroy: note("destroy"),
        },
        texts: { translate: note("translate"), greet: note("greet") },
      });
      return { open: note("open"), close: note("close"), refresh, destroy: note("destroy") };
    },
  };
  vi.mocked(importModule).mockImplementation(async () => module);
  return boxes;
}

/** What the page told about the visitor, as the bridge reads it. */
export function identityIn(box: FakeBox | undefined): Identity {
  return readIdentity(box?.seat.told.said ?? []);
}

/** The launcher of a widget; fails when it is not in the page. */
export function launcher(widgetId = "chat"): HTMLButtonElement {
  const button = host(widgetId)?.shadowRoot?.querySelector("button");
  if (!button) throw new Error(`no launcher of ${widgetId}`);
  return button;
}

/** The shadow host of a widget, if it stands. */
export function host(widgetId = "chat"): HTMLElement | null {
  return document.getElementById(`${widgetId}-application-iframe`);
}

/** Every container in the page. */
export function containers(): Element[] {
  return [...document.querySelectorAll('[id$="-application"]')];
}

/** Takes away everything a test left behind. */
export function resetPage(): void {
  for (const box of Object.values(page.smartsupp?.chats ?? {})) (box as PageWidget).destroy();
  for (const name of ["_smartsupp", "smartsupp", "$smartsupp", "SMARTSUPP_LOADED", "SMARTSUPP_AUTOCREATE"]) {
    Reflect.deleteProperty(window, name);
  }
  Reflect.deleteProperty(window, Symbol.for("entrenous.loader"));
  document.body.replaceChildren();
  document.head.replaceChildren();
  localStorage.clear();
}
