/** The page's globals and the life of its widgets. Source: smartsupp-api.md sections 1.2 to 1.6. */
import { runCommand } from "../compat/commands.ts";
import { readOptions } from "../compat/configuration.ts";
import { isObject } from "../compat/is-object.ts";
import { documentProperty } from "./dom.ts";
import { fetchSettings } from "./fetch-settings.ts";
import { importModule } from "./import-module.ts";
import { adoptQueue, type Queue } from "./queue.ts";
import { guarded, warn } from "./report.ts";
import { createWidget, type Widget } from "./widget.ts";

/** The compatible API's globals, as far as we touch them. */
interface Globals {
  _smartsupp?: unknown;
  smartsupp?: unknown;
  $smartsupp?: unknown;
  SMARTSUPP_LOADED?: unknown;
  SMARTSUPP_AUTOCREATE?: unknown;
}

/** The function the page calls; our methods hang on it beside the queue `_`. */
type Stub = ((...args: unknown[]) => void) & { [name: string]: unknown };

/** What the page holds of a widget that does not exist yet. */
type Handle = Pick<Widget, "id" | "render" | "destroy">;

/** What a second run of the loader finds of the first. */
export interface Page {
  /** The loader ran: `baseUrl` is where it came from. */
  run(baseUrl: string | undefined): void;
}

const DEFAULT_ID = "chat";
const LOOK_EVERY_MS = 200;
const LOOK_SLOWLY_MS = 1000;
/** How often the key is looked for after window load before the page is told: five seconds. */
const LOOKS_BEFORE_WARNING = 25;

export function createPage(): Page {
  const globals = window as unknown as Globals;
  let baseUrl: string | undefined;
  let widgets: Record<string, Widget> = {};
  /** Queues with the widget that executes them. */
  let queues = new Map<Queue, { widget: Widget; release: () => void }>();
  let defaults: Record<string, unknown> = {};
  let knownStub: Stub | undefined;
  let knownConfig: unknown;
  /** Changes when everything is thrown away; waiting work of the life before then ends itself. */
  let life = 0;
  let looks = 0;

  const config = () => (isObject(globals._smartsupp) ? globals._smartsupp : {});
  const isManual = () => globals.SMARTSUPP_AUTOCREATE === false;
  const isLoaded = () => documentProperty("readyState") === "complete";

  function later(work: () => void, ms: number): void {
    const started = life;
    setTimeout(() => {
      if (life === started) guarded("start", work);
    }, ms);
  }

  /** Connects a queue with its widget; once only, however often it is asked. */
  function bind(queue: Queue, widget: Widget): void {
    if (queues.has(queue)) return;
    const bound = { widget, release: () => {} };
    queues.set(queue, bound);
    bound.release = adoptQueue(queue, (name, args) => runCommand(widget, name, args));
  }

  /** The queue of the stub in the page now; a stub that is missing is made, one that is new gets our methods. */
  function installStub(): Queue {
    let stub = globals.smartsupp as Stub;
    if (typeof stub !== "function") {
      stub = function () {
        // biome-ignore lint/complexity/noArguments: queue entries are `arguments` objects by contract.
        (stub._ as Queue).push(arguments);
      } as unknown as Stub;
      globals.smartsupp = stub;
    }
    const queue = Array.isArray(stub._) ? stub._ : [];
    stub._ = queue;
    if (stub !== knownStub) {
      const vid = knownStub?.vid;
      knownStub = Object.assign(stub, methods, { chats: widgets });
      if (vid) stub.vid = vid;
    }
    return queue;
  }

  /** A stub that the page wrote over: its commands go to the widget that had the old one, else to the first. */
  function adoptStub(): void {
    const before = queues.get(knownStub?._ as Queue);
    const queue = installStub();
    const widget = before?.widget ?? widgets[Object.keys(widgets)[0] ?? ""];
    if (widget) bind(queue, widget);
  }

  /** The widget of this id, made if it can be: that needs a key and the server's address. */
  function create(id: string, given: unknown, queue?: unknown): Widget | undefined {
    const all: Record<string, unknown> = { ...defaults, ...(isObject(given) ? given : config()) };
    const options = readOptions(all);
    const chatKey = options.key ?? "";
    const base = baseUrl;
    if (widgets[id] || base === undefined || !isChatKey(chatKey)) return widgets[id];
    const widget = createWidget({
      id,
      baseUrl: base,
      chatKey,
      options,
      given: all,
      isManual: isManual(),
      fetchSettings: () => ready().then(() => fetchSettings(base, chatKey)),
      importModule: (url, attempt) => importModule(base, url, attempt),
      onVisitorId(vid) {
        if (knownStub) knownStub.vid = vid;
      },
      onDestroyed() {
        if (widgets[id] === widget) delete widgets[id];
        queues.forEach((bound, own) => {
          if (bound.widget !== widget) return;
          bound.release();
          queues.delete(own);
        });
      },
    });
    widgets[id] = widget;
    widget.applyHtml(document);
    if (Array.isArray(queue)) bind(queue, widget);
    adoptStub();
    const api = (name: string, ...args: unknown[]) => runCommand(widget, name, args);
    if (knownStub) knownStub.api = api;
    guarded("onStartup", () => options.onStartup?.(api));
    return widget;
  }

  /** Starts the default widget, or looks for its key again later. */
  function startDefault(): void {
    if (isManual()) return;
    adoptStub();
    knownConfig = globals._smartsupp;
    const widget = create(DEFAULT_ID, undefined);
    if (widget) {
      widget.render();
      return;
    }
    if (isLoaded() && ++looks === LOOKS_BEFORE_WARNING) warn("Missing option key");
    later(startDefault, looks < LOOKS_BEFORE_WARNING ? LOOK_EVERY_MS : LOOK_SLOWLY_MS);
  }

  /** The first run, or the one after the page has thrown everything away. */
  function begin(): void {
    life++;
    looks = 0;
    for (const id of Object.keys(widgets)) widgets[id]?.destroy();
    queues = new Map();
    widgets = {};
    knownStub = undefined;
    knownConfig = globals._smartsupp;
    installStub();
    globals.$smartsupp = { widgets, ...methods };
    // A task after DOM ready: the script's own load event may still set the key.
    void ready().then(() => later(startDefault, 0));
    // A stub that is written over while the page loads is noticed when it has loaded.
    if (!isLoaded()) window.addEventListener("load", () => later(adoptStub, 0), { once: true });
  }

  /** A handle to what may not exist yet: `render()` makes it from `_smartsupp`. */
  function handle(id: string): Handle {
    return (
      widgets[id] ?? {
        id,
        render() {
          guarded("render", () => {
            const widget = create(id, undefined);
            if (widget) widget.render();
            else if (isManual()) warn("Missing option key");
          });
        },
        destroy: () => widgets[id]?.destroy(),
      }
    );
  }

  async function createOne(id?: unknown, options?: unknown, queue?: unknown): Promise<Handle> {
    guarded("createWidget", () => create(idOf(id), options, queue));
    return handle(idOf(id));
  }

  function getOne(id?: unknown): Handle | undefined {
    const name = idOf(id);
    return name === DEFAULT_ID ? handle(name) : widgets[name];
  }

  const methods = {
    createWidget: createOne,
    getWidget: getOne,
    create: createOne,
    getChat: getOne,
    setDefaults(given: unknown) {
      if (isObject(given)) defaults = given;
    },
  };

  return {
    run(from) {
      baseUrl = from ?? baseUrl;
      globals.SMARTSUPP_LOADED = true;
      const { key } = config();
      const current = widgets[DEFAULT_ID];
      const isThrownAway = globals.smartsupp !== knownStub && globals._smartsupp !== knownConfig;
      const isOther = !isManual() && current && isChatKey(key) && key !== current.chatKey;
      if (!knownStub || isThrownAway || isOther) begin();
      adoptStub();
      for (const id of Object.keys(widgets)) if (widgets[id]?.isRendered()) widgets[id]?.render();
    },
  };
}

/** `chat`, `default` and nothing mean the default widget. */
function idOf(id: unknown): string {
  return id && id !== "default" ? `${id}` : DEFAULT_ID;
}

function isChatKey(key: unknown): key is string {
  return /^[0-9a-f]{40}$/i.test(`${key}`);
}

/** Resolves once the page's document is read. */
function ready(): Promise<void> {
  return new Promise((resolve) => {
    if (documentProperty("readyState") !== "loading") resolve();
    // On the window, whose methods no element's name can hide.
    else window.addEventListener("DOMContentLoaded", () => resolve());
  });
}
