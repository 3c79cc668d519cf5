/** One widget of the page: its launcher, what the page asked of it, and the box once it is needed. */
import { look, remove, type StorageScope, storedName, sweep } from "@entrenous/protocol/storage-look.ts";
import { LOGOUT_KEYS, type LocalKey } from "@entrenous/protocol/storage-names.ts";
import type { Bridge, BridgeModule, ConsentModule, ConsentPart, Told } from "../bridge/seat.ts";
import type { Commanded } from "../compat/commands.ts";
import { isColor, isObject, type Options } from "../compat/configuration.ts";
import { createEvents } from "../compat/events.ts";
import { createHtmlApi } from "../compat/html-api.ts";
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
    chatKey: spec.chatKey,
    widgetPrefix: spec.isManual ? `${spec.id}_` : "",
    cookiePrefix: options.cookiePrefix ?? "",
    cookieDomain: options.cookieDomain ?? "",
    cookiePath: options.cookiePath ?? "",
  };
  const told: Told = {
    language: options.lang,
    color: options.color,
    identity: { variables: {} },
    choices: {},
  };
  let settings: RawSettings | undefined;
  let isAsked = false;
  let isWanted = false;
  let isDestroyed = false;
  let place: Place | undefined;
  let bridge: Bridge | undefined;
  let consent: ConsentPart | undefined;
  /** The box's import under way or done; another object means that it is no longer waited for. */
  let request: object | undefined;
  let attempt = 0;
  let isOpen = false;
  let openedBy: OpenHow = "here";
  /** What the page asked for by `chat:show` or `chat:hide`; undefined leaves it to the configuration. */
  let isVisible: boolean | undefined;
  let draft: string | undefined;
  let outgoing: string[] = [];
  let unread = 0;
  let status: unknown;

  /** Somebody of the site is there; `away` is one of the box's words. */
  const isOnline = () => /online|away/.test(`${status}`);

  /** True unless page or owner keep the widget hidden until the page asks for it. */
  function isUncovered(): boolean {
    const isHidden = options.hideWidget ?? settings?.hide_launcher;
    return isVisible ?? !(isHidden || (options.hideMobileWidget && isMobile()));
  }

  function mayShow(): boolean {
    return (isOnline() || !(options.hideOfflineChat ?? settings?.hide_when_offline)) && isUncovered();
  }

  /** Brings launcher and container up to date with the state. */
  function update(): void {
    if (!place || !settings) return;
    place.setOpen(isOpen && !!bridge);
    place.launcher.show({
      isShown: mayShow() && !(isOpen && bridge),
      isOpen,
      isBusy: isOpen && !bridge,
      isOnline: isOnline(),
      unread,
      language: told.language || `${settings.language}`,
    });
  }

  /** What the page told has changed: the box hears of it, or the launcher shows it alone. */
  function refresh(): void {
    if (!place || !settings) return;
    const color = told.color ?? settings.color;
    applyColour(place.frame, isColor(color) ? color : "#00556a");
    bridge?.refresh();
    consent?.refresh();
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
    if (isObject(settings.consent)) needConsent(`${settings.consent.url}`, settings, place);
    if (isOpen || outgoing.length) needBox("open");
    else if (look(OPENED, storage) !== undefined) resume();
    else if (settings.tracking_mode === "always") needBox("page_load");
    events.emit("rendered");
    events.emit("startup");
    events.emit("status", status);
  }

  /**
   * The conversation was in use on an earlier page or is in another tab: connect, and show it if it was shown.
   * What is hidden here stays hidden, wherever else it is open; what this page has opened stays open.
   */
  function resume(): void {
    needBox("resume");
    setOpen(look(OPENED, storage) === true && (isOpen || isUncovered()), "elsewhere");
  }

  function followOtherTab(event: StorageEvent): void {
    if (event.key === storedName(OPENED, storage)) guarded("storage", resume);
  }

  /** Asks for consent and keeps to the answer; only sites that use something that needs it have the module. */
  function needConsent(url: string, known: RawSettings, own: Place): void {
    spec
      .importModule<ConsentModule>(url, 0)
      .then((module) => {
        if (place === own) consent = module.start({ spec, place: own, settings: known, told, storage });
      })
      .catch((failure: unknown) => warn(`consent: ${failure}`));
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
      setUnread(count) {
        unread = count;
        update();
      },
      setStatus(now) {
        status = now;
        update();
        // The box has connected: the chat has a visitor now.
        consent?.refresh();
      },
      setOpen,
    });
    if (draft !== undefined) bridge.prefill(draft);
    outgoing.forEach(bridge.send);
    outgoing = [];
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
    const running = [bridge, consent];
    place = bridge = consent = request = undefined;
    isOpen = false;
    unread = 0;
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
          else warn("no answer for this key");
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
    prefill(text) {
      draft = text;
      bridge?.prefill(text);
    },
    send(text) {
      if (bridge) bridge.send(text);
      else outgoing.push(text);
      needBox("open");
    },
    tell(field, value) {
      told[field] = value;
      refresh();
    },
    identify(field, value) {
      told.identity[field] = value;
      refresh();
    },
    addVariables(given) {
      for (const name of Object.keys(given))
        told.identity.variables[name] = given[name] ?? told.identity.variables[name];
      refresh();
    },
    setChoice(name, value) {
      // Set anew, so that the names stand in the order of their last calls.
      delete told.choices[name];
      told.choices[name] = value;
      refresh();
    },
    logout() {
      told.identity = { variables: {} };
      draft = undefined;
      outgoing = [];
      if (bridge) bridge.logout();
      else {
        for (const key of LOGOUT_KEYS) remove(key, storage);
      }
      refresh();
    },
    on: events.on,
    applyHtml: (root) => html.apply(root),
  };
  const html = createHtmlApi(widget);
  return widget;
}

/** A phone by its own word, or a narrow touch screen. */
function isMobile(): boolean {
  return /Mobi/.test(navigator.userAgent) || matchMedia("(max-width:640px) and (pointer:coarse)").matches;
}
