/** The page's globals and the life of its widgets. Source: smartsupp-api.md sections 1.2 to 1.6. */
import { runCommand } from "../compat/commands.ts";
import { isObject, readOptions } from "../compat/configuration.ts";
import { documentProperty } from "./dom.ts";
import { importBox } from "./import-box.ts";
import { adoptQueue, type Queue } from "./queue.ts";
import { guarded, warn } from "./report.ts";
import { fetchSettings } from "./settings.ts";
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
type Stub = ((...args: unknown[]) => void) & {
  _?: unknown;
  vid?: string | undefined;
  [method: string]: unknown;
};

/** What the page holds of a widget. */
interface Handle {
  readonly id: string;
  render(): void;
  destroy(): void;
}

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
  let widgets: Record<string, Widget> = Object.create(null);
  let queues = new Map<Queue, { widget: Widget; release: () => void }>();
  let defaults: Record<string, unknown> = {};
  let knownStub: Stub | undefined;
  let knownConfig: unknown;
  /** Changes when the page has thrown everything away; waiting work of the life before then ends itself. */
  let life = 0;
  let looks = 0;
  let isWarned = false;

  const config = () => (isObject(globals._smartsupp) ? globals._smartsupp : {});
  const isManual = () => globals.SMARTSUPP_AUTOCREATE === false;
  const all = () => Object.keys(widgets).map((id) => widgets[id] as Widget);

  /** The stub in the page now, made if it is missing, with our methods on it. */
  function installStub(): Stub {
    let stub = globals.smartsupp as Stub;
    if (typeof stub !== "function") {
      const made: Stub = function (this: unknown) {
        // biome-ignore lint/complexity/noArguments: queue entries are `arguments` objects by contract.
        (made._ as unknown[]).push(arguments);
      } as Stub;
      stub = made;
      globals.smartsupp = stub;
    }
    if (!Array.isArray(stub._)) stub._ = [];
    if (stub !== knownStub) {
      const vid = knownStub?.vid;
      knownStub = stub;
      Object.assign(stub, methods, { chats: widgets });
      if (vid !== undefined) stub.vid = vid;
    }
    return stub;
  }

  /** Connects a queue with its widget; once only, however often it is asked. */
  function bind(queue: Queue, widget: Widget): void {
    if (queues.has(queue)) return;
    const held = { widget, release: () => {} };
    queues.set(queue, held);
    held.release = adoptQueue(queue, (name, args) => runCommand(held.widget, name, args));
  }

  /** A stub that the page overwrote: its commands go to the widget that had the old one, else to the first. */
  function adoptStub(): void {
    const before = knownStub?._ as Queue | undefined;
    const queue = installStub()._ as Queue;
    const widget = (before && queues.get(before)?.widget) ?? all()[0];
    if (widget) bind(queue, widget);
  }

  function create(id: string, given: Record<string, unknown>, queue: Queue | undefined): Widget | undefined {
    const existing = widgets[id];
    if (existing) return existing;
    const options = readOptions({ ...defaults, ...given });
    const chatKey = options.key ?? "";
    const base = baseUrl;
    if (base === undefined || !isChatKey(chatKey)) return undefined;
    const widget = createWidget({
      id,
      baseUrl: base,
      chatKey,
      options,
      isManual: isManual(),
      fetchSettings: () => ready().then(() => fetchSettings(base, chatKey)),
      importBox: (boxUrl, attempt) => importBox(base, boxUrl, attempt),
      onVisitorId: (vid) => {
        if (knownStub) knownStub.vid = vid;
      },
    });
    widgets[id] = widget;
    const stub = installStub();
    runCommand(widget, "html:apply", [document]);
    if (queue) bind(queue, widget);
    bind(stub._ as Queue, widget);
    stub.api = (name: string, ...args: unknown[]) => runCommand(widget, name, args);
    const { onStartup } = options;
    if (onStartup) guarded("onStartup", () => onStartup(stub.api));
    return widget;
  }

  /** Starts the default widget, or looks for its key again later. */
  function startDefault(): void {
    if (isManual()) return;
    adoptStub();
    const { key } = config();
    knownConfig = globals._smartsupp;
    if (isChatKey(key)) {
      const widget = create(DEFAULT_ID, config(), undefined);
      if (widget) return widget.render();
      return warn("the address of the loader is unknown");
    }
    if (documentProperty("readyState") === "complete") looks++;
    if (looks >= LOOKS_BEFORE_WARNING && !isWarned) {
      isWarned = true;
      warn(key === undefined ? "Missing option key" : "key: expected 40 hexadecimal characters");
    }
    later(startDefault, isWarned ? LOOK_SLOWLY_MS : LOOK_EVERY_MS);
  }

  function later(work: () => void, ms: number): void {
    const started = life;
    setTimeout(() => {
      if (life === started) guarded("start", work);
    }, ms);
  }

  /** The first run, or the one after the page has deleted everything. */
  function begin(): void {
    installStub();
    knownConfig = globals._smartsupp;
    // A task after DOM ready: the script's own load event may still set the key.
    void ready().then(() => later(startDefault, 0));
    // A stub that is written over while the page loads is noticed when it has loaded.
    if (documentProperty("readyState") !== "complete") {
      window.addEventListener("load", () => later(adoptStub, 0), { once: true });
    }
  }

  function destroyAll(): void {
    life++;
    looks = 0;
    isWarned = false;
    for (const widget of all()) widget.destroy();
    queues.forEach(({ release }) => {
      release();
    });
    queues = new Map();
    widgets = Object.create(null);
    knownStub = undefined;
  }

  function handle(id: string): Handle {
    return {
      id,
      render() {
        guarded("render", () => {
          const widget = widgets[id] ?? (id === DEFAULT_ID ? create(id, config(), undefined) : undefined);
          if (widget) widget.render();
          else if (id === DEFAULT_ID && !isManual()) later(startDefault, 0);
          else warn("Missing option key");
        });
      },
      destroy() {
        widgets[id]?.destroy();
        queues.forEach(({ widget, release }, queue) => {
          if (widget !== widgets[id]) return;
          release();
          queues.delete(queue);
        });
        delete widgets[id];
      },
    };
  }

  const methods = {
    createWidget(id?: unknown, options?: unknown, queue?: unknown): Promise<Handle> {
      const name = idOf(id);
      guarded("createWidget", () =>
        create(name, isObject(options) ? options : config(), Array.isArray(queue) ? queue : undefined),
      );
      return Promise.resolve(handle(name));
    },
    getWidget(id?: unknown): Handle | undefined {
      const name = idOf(id);
      return widgets[name] || name === DEFAULT_ID ? handle(name) : undefined;
    },
    create: (...args: [unknown?, unknown?, unknown?]) => methods.createWidget(...args),
    getChat: (id?: unknown) => methods.getWidget(id),
    setDefaults(given?: unknown) {
      if (isObject(given)) defaults = { ...defaults, ...given };
    },
  };

  return {
    run(from) {
      baseUrl = from ?? baseUrl;
      const isAgain = knownStub !== undefined;
      if (isAgain && globals.smartsupp !== knownStub && globals._smartsupp !== knownConfig) destroyAll();
      globals.SMARTSUPP_LOADED = true;
      globals.$smartsupp = { widgets, ...methods };
      if (knownStub === undefined) return begin();
      const current = widgets[DEFAULT_ID];
      const { key } = config();
      if (current && !isManual() && isChatKey(key) && key !== current.chatKey) {
        destroyAll();
        globals.$smartsupp = { widgets, ...methods };
        return begin();
      }
      adoptStub();
      for (const widget of all()) if (widget.isRendered()) widget.render();
    },
  };
}

/** `chat`, `default` and nothing mean the default widget. */
function idOf(id: unknown): string {
  return typeof id === "string" && id && id !== "default" ? id : DEFAULT_ID;
}

function isChatKey(key: unknown): key is string {
  return typeof key === "string" && /^[0-9a-f]{40}$/i.test(key);
}

/** Resolves once the page's document is read. */
function ready(): Promise<void> {
  if (documentProperty("readyState") !== "loading") return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener("DOMContentLoaded", () => resolve(), { once: true });
  });
}
