/** One widget of the page: its launcher, what the page asked of it, and the box once it is needed. */
import {
  look,
  lookToken,
  remove,
  type StorageScope,
  storedName,
  sweep,
} from "@entrenous/protocol/storage-look.ts";
import {
  LOGOUT_KEYS,
  type LocalKey,
  MARKETING_KEYS,
  STATISTICS_KEYS,
  type StorageKey,
} from "@entrenous/protocol/storage-names.ts";
import type { Bridge, BridgeModule, Part, PartModule, Told } from "../bridge/seat.ts";
import type { Commanded } from "../compat/commands.ts";
import type { Options } from "../compat/configuration.ts";
import { isColor } from "../compat/configuration.ts";
import { createEvents } from "../compat/events.ts";
import { createHtmlApi } from "../compat/html-api.ts";
import { isObject } from "../compat/is-object.ts";
import type { MountReason, OpenHow } from "../host.ts";
import { type Container, mountContainer } from "./container.ts";
import { element, setStyles } from "./dom.ts";
import type { RawSettings } from "./fetch-settings.ts";
import { createLauncher, LAUNCHER_CSS, type Launcher } from "./launcher.ts";
import { applyColour } from "./launcher-colour.ts";
import { guarded, warn } from "./report.ts";

/** What a widget is made of. */
export interface WidgetSpec {
  readonly id: string;
  readonly baseUrl: string;
  readonly chatKey: string;
  readonly options: Options;
  /** All that the page configured, as it was when the widget was created. */
  readonly given: Readonly<Record<string, unknown>>;
  /** True when the page creates its widgets itself: stored names then carry the widget's id. */
  readonly isManual: boolean;
  /** Asks the server; undefined = it did not answer, and this page shows no widget. */
  readonly fetchSettings: () => Promise<RawSettings | undefined>;
  readonly importModule: <M>(url: string, attempt: number) => Promise<M>;
  /** The visitor's public id, for `smartsupp.vid`. */
  readonly onVisitorId: (id: string | undefined) => void;
  readonly onDestroyed: () => void;
}

/** A widget as the page's API sees it. */
export interface Widget extends Commanded {
  readonly id: string;
  readonly chatKey: string;
  /** Shows the widget; may be repeated, and mounts again when the page has removed the container. */
  render(): void;
  /** True when `render()` was asked for. */
  isRendered(): boolean;
  destroy(): void;
}

const OPENED: LocalKey = "ssupp_<CHAT_KEY>opened";

/** What exists only while the widget stands in the page. */
interface Place extends Container {
  readonly launcher: Launcher;
  readonly frame: HTMLElement;
  readonly mountPoint: HTMLElement;
}

export function createWidget(spec: WidgetSpec): Widget {
  const { options } = spec;
  const events = createEvents();
  const storage: StorageScope = {
    cookiePrefix: "",
    cookieDomain: "",
    cookiePath: "",
    ...options,
    chatKey: spec.chatKey,
    widgetPrefix: spec.isManual ? `${spec.id}_` : "",
  };
  const told: Told = {
    language: options.lang,
    color: options.color,
    said: [],
  };
  let settings: RawSettings | undefined;
  let isAsked = false;
  let isWanted = false;
  let isDestroyed = false;
  let place: Place | undefined;
  let bridge: Bridge | undefined;
  /** What runs beside the box. */
  let parts: (Part | undefined)[] = [];
  /** The box's import under way or done; another object means that it is no longer waited for. */
  let request: object | undefined;
  let attempt = 0;
  let isOpen = false;
  let openedBy: OpenHow = "here";
  /** What the page asked for by `chat:show` or `chat:hide`; undefined leaves it to the configuration. */
  let isVisible: boolean | undefined;
  let badge = "";
  let unread = "";
  let status: unknown;

  /** Somebody of the site is there; `away` is one of the box's words. */
  const isOnline = () => /online|away/.test(`${status}`);

  /** True unless page or owner keep the widget hidden until the page asks for it. */
  function isUncovered(): boolean {
    const isHidden = options.hideWidget ?? settings?.hide_launcher;
    return isVisible ?? !(isHidden || (options.hideMobileWidget && isMobile(options.smallDeviceMinWidth)));
  }

  const removeAll = (keys: readonly StorageKey[]) => {
    for (const key of keys) remove(key, storage);
  };

  /** Brings launcher and container up to date with the state. */
  function update(): void {
    if (!place || !settings) return;
    place.launcher.show({
      isShown:
        (isOnline() || !(options.hideOfflineChat ?? settings.hide_when_offline)) &&
        isUncovered() &&
        !(isOpen && bridge),
      isOpen,
      isBusy: isOpen && !bridge,
      isOnline: isOnline(),
      badge,
      unread,
      language: told.language || `${settings.language}`,
      words: settings.launcher,
    });
  }

  /** What the page told has changed: the box hears of it, or the launcher shows it alone. */
  function refresh(): void {
    if (!place || !settings) return;
    const color = told.color ?? settings.color;
    applyColour(place.frame, isColor(color) ? color : "#00556a");
    for (const part of [bridge, ...parts]) part?.refresh();
    update();
  }

  function mount(): void {
    if (!settings || !isWanted || place) return;
    events.emit("render");
    sweep(storage);
    status = settings.availability;
    const side = options.orientation ?? options.alignX ?? settings.side;
    const container = mountContainer(spec.id, side === "left" ? side : "right", options, unmount);
    const boxId = `${spec.id}-box`;
    const launcher = createLauncher(container.root.host, boxId, widget.open);
    const mountPoint = element("div", { id: boxId, class: "box", hidden: "" });
    // The empty title keeps the host's one from showing as a tooltip over the whole box.
    const frame = element("div", { class: "root", title: "" });
    frame.append(launcher.button, mountPoint);
    setStyles(container.root, LAUNCHER_CSS);
    container.root.append(frame);
    window.addEventListener("storage", followOtherTab);
    place = { ...container, launcher, frame, mountPoint };
    refresh();
    if (isObject(settings.consent)) needPart("consent", `${settings.consent.url}`, settings, place);
    else {
      // The site has given up what it once asked for.
      removeAll(STATISTICS_KEYS);
      removeAll(MARKETING_KEYS);
    }
    if (/^[gw]/.test(`${options.buttonStyle ?? options.widget ?? settings.launcher_style}`)) {
      needPart("greeting", `${settings.greeting_url}`, settings, place);
    }
    if (isOpen) needBox("open");
    else resume();
    if (settings.tracking_mode === "always") needBox("page_load");
    else if (told.left) needBox("logout");
    events.emit("rendered");
    events.emit("startup");
    events.emit("status", status);
  }

  /**
   * The conversation was in use on an earlier page or is in another tab: connect, and show it if it was shown.
   * What is hidden here stays hidden, wherever else it is open; what this page has opened stays open.
   * Once the visitor was signed out there is nothing to go on with.
   */
  function resume(): void {
    if (look(OPENED, storage) === undefined) return;
    needBox("resume");
    setOpen(look(OPENED, storage) === true && (isOpen || isUncovered()), "elsewhere");
  }

  function followOtherTab(event: StorageEvent): void {
    if (event.key === storedName(OPENED, storage)) guarded("storage", resume);
  }

  /** Fetches what only some sites need: what asks for consent and keeps to the answer, and the greeting. */
  function needPart(what: string, url: string, known: RawSettings, own: Place): void {
    spec
      .importModule<PartModule>(url, 0)
      .then((module) => {
        if (place === own) parts.push(module.start({ spec, place: own, settings: known, told, storage }));
      })
      .catch((failure: unknown) => warn(`${what}: ${failure}`));
  }

  function needBox(reason: MountReason): void {
    if (!place || !settings || request) return;
    const own = {};
    request = own;
    spec
      .importModule<BridgeModule>(`${settings.box_url}`, attempt++)
      .then((module) => {
        if (request === own) startBox(module, reason);
      })
      .catch((failure: unknown) => {
        if (request !== own) return;
        // The launcher comes back, and the next press tries again.
        request = undefined;
        isOpen = false;
        warn(`chat: ${failure}`);
        update();
      });
  }

  function startBox(module: BridgeModule, reason: MountReason): void {
    if (!place || !settings) return;
    bridge = module.start({
      spec,
      place,
      reason,
      settings,
      told,
      storage,
      emit: events.emit,
      setUnread(count, words) {
        badge = count;
        unread = words;
        update();
      },
      setStatus(now) {
        status = now;
        update();
        // The box has connected: the chat has a visitor now.
        for (const part of parts) part?.refresh();
      },
      setOpen,
    });
    if (isOpen) bridge.open(openedBy);
    update();
  }

  function setOpen(open: boolean, how: OpenHow): void {
    if (open === isOpen) return;
    isOpen = open;
    openedBy = how;
    const hadFocus = place?.root.activeElement;
    if (open) {
      bridge?.open(how);
      needBox("open");
    } else bridge?.close(how);
    update();
    if (open) return;
    if (how === "here" && hadFocus) place?.launcher.button.focus();
    events.emit("messenger_close");
  }

  /** Ends everything that runs; what the page asked for stays, for the next `render()`. */
  function unmount(): void {
    const gone = place;
    if (!gone) return;
    const running = [bridge, ...parts];
    place = bridge = request = undefined;
    parts = [];
    isOpen = false;
    badge = unread = "";
    for (const part of running) guarded("destroy", () => part?.destroy());
    window.removeEventListener("storage", followOtherTab);
    gone.remove();
    spec.onVisitorId(undefined);
  }

  const widget: Widget = {
    id: spec.id,
    chatKey: spec.chatKey,
    render() {
      if (isDestroyed) return;
      isWanted = true;
      if (place && !place.container.isConnected) unmount();
      if (settings) mount();
      else if (!isAsked) {
        // Once for a page: a server that is down is not asked again before the next one.
        isAsked = true;
        void spec.fetchSettings().then((answer) => {
          settings = answer;
          if (answer) guarded("render", mount);
        });
      }
    },
    isRendered: () => isWanted,
    destroy() {
      isDestroyed = true;
      isWanted = false;
      unmount();
      html.release();
      events.clear();
      spec.onDestroyed();
    },
    open: () => setOpen(true, "here"),
    close: () => setOpen(false, "here"),
    show() {
      isVisible = true;
      update();
    },
    hide() {
      isVisible = false;
      setOpen(false, "here");
      update();
    },
    tell(field, value) {
      told[field] = value;
      refresh();
    },
    pass(name, args) {
      // A word replaces the one before it; objects go together, and messages follow each other.
      const isOne = name !== "chat:send" && !isObject(args[0]);
      told.said = [...told.said.filter((before) => !isOne || before[0] !== name), [name, args]];
      // Words of the page begin nothing by themselves: they wait for the box, or for a press that they come from.
      if (name === "chat:send" && navigator.userActivation?.isActive) needBox("open");
      if (/^open.+Form$/.test(name)) widget.open();
      // At once, whether the settings, and with them the module that keeps to the answer, ever come or not.
      if (args[0] === false)
        removeAll(/tics/.test(name) ? STATISTICS_KEYS : /market/.test(name) ? MARKETING_KEYS : []);
      refresh();
    },
    logout() {
      widget.pass("logout", []);
      if (bridge) return;
      // The names go at once, whatever becomes of this page; server and other tabs are told by the box.
      told.left ??= lookToken(storage);
      removeAll(LOGOUT_KEYS);
      if (told.left) needBox("logout");
    },
    on: events.on,
    applyHtml: (root) => html.apply(root),
  };
  const html = createHtmlApi(widget);
  return widget;
}

/** Narrower than the page says; where it says nothing, a phone by its own word, or a narrow touch screen. */
function isMobile(widthPx?: number): boolean {
  return widthPx === undefined
    ? /Mobi/.test(navigator.userAgent) || matchMedia("(max-width:640px) and (pointer:coarse)").matches
    : !matchMedia(`(min-width:${widthPx}px)`).matches;
}
