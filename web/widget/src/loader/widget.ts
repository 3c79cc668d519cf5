/** One widget of the page: its launcher, what the page asked of it, and the box once it is needed. */

import texts from "virtual:launcher-texts";
import { look, remove, type StorageScope, storedName, sweep } from "@entrenous/protocol/storage-look.ts";
import { STORAGE, type StorageKey } from "@entrenous/protocol/storage-names.ts";
import type { Commanded } from "../compat/commands.ts";
import type { Options } from "../compat/configuration.ts";
import { createEvents } from "../compat/events.ts";
import { releaseHtmlApi } from "../compat/html-api.ts";
import { isRightToLeft, languageCode, languageTag } from "../compat/languages.ts";
import type { Box, BoxHost, BoxModule, Identity, MountReason, OpenHow, SiteSettings } from "../host.ts";
import { brandTheme } from "./colour.ts";
import { type Container, mountContainer } from "./container.ts";
import { adoptStyles, element } from "./dom.ts";
import { createLauncher, LAUNCHER_CSS, type Launcher } from "./launcher.ts";
import { tellPage } from "./page-events.ts";
import { guarded, warn } from "./report.ts";
import { themeCss } from "./theme.ts";

const OPENED: StorageKey = "ssupp_<CHAT_KEY>opened";

/** What a widget is made of. */
export interface WidgetSpec {
  readonly id: string;
  readonly baseUrl: string;
  readonly chatKey: string;
  readonly options: Options;
  /** True when the page creates its widgets itself: stored names then carry the widget's id. */
  readonly isManual: boolean;
  /** Asks the server; undefined = it did not answer, and this page shows no widget. */
  readonly fetchSettings: () => Promise<SiteSettings | undefined>;
  readonly importBox: (boxUrl: string, attempt: number) => Promise<BoxModule>;
  /** The visitor's public id, for `smartsupp.vid`. */
  readonly onVisitorId: (id: string | undefined) => void;
}

/** A widget as the page's API sees it. */
export interface Widget extends Commanded {
  readonly id: string;
  readonly chatKey: string;
  /** Shows the widget; may be repeated, and mounts again when the page has removed the container. */
  render(): void;
  /** True when `render()` was asked for and not undone by `destroy()`. */
  isRendered(): boolean;
  destroy(): void;
}

/** What exists only while the widget stands in the page. */
interface Mounted {
  readonly container: Container;
  readonly launcher: Launcher;
  readonly frame: HTMLElement;
  readonly mountPoint: HTMLElement;
  dropTheme: () => void;
  stopListening: () => void;
}

export function createWidget(spec: WidgetSpec): Widget {
  const { options } = spec;
  const events = createEvents();
  const storage: StorageScope = {
    chatKey: spec.chatKey,
    widgetPrefix: spec.isManual ? `${spec.id}_` : "",
    cookiePrefix: options.cookiePrefix ?? "",
    cookieDomain: options.cookieDomain ?? "",
    cookiePath: options.cookiePath ?? "/",
  };
  let settings: SiteSettings | undefined;
  let isLoading = false;
  let isWanted = false;
  let isDestroyed = false;
  let mounted: Mounted | undefined;
  let box: Box | undefined;
  let boxRequest: object | undefined;
  let attempt = 0;

  let isOpen = false;
  /** What the page decided; undefined leaves it to the dashboard. */
  let isVisible = options.hideWidget === undefined ? undefined : !options.hideWidget;
  let color = options.color;
  let language = options.lang && languageCode(options.lang);
  let identity: Identity = { variables: {} };
  let draft: string | undefined;
  let outgoing: string[] = [];
  let unread = 0;
  let status: SiteSettings["status"] | "away" = "offline";
  let theme = brandTheme("#000000");

  /** Whether the launcher may be seen now. */
  function mayShow(known: SiteSettings): boolean {
    if (options.hideMobileWidget && isMobile(options.smallDeviceMinWidth ?? 641)) return isVisible === true;
    if ((options.hideOfflineChat ?? known.hide_offline) && status === "offline") return false;
    return isVisible ?? !known.hide_widget;
  }

  function currentLanguage(): string {
    return language || languageCode(settings?.language ?? "en");
  }

  /** Brings launcher and container up to date with the state. */
  function update(): void {
    if (!mounted || !settings) return;
    const { container, frame, launcher } = mounted;
    const code = currentLanguage();
    const words = texts[code] ?? texts.en;
    if (!words) return;
    const say = (key: keyof typeof words) => settings?.texts[`box.launcher.${key}`] ?? words[key];
    frame.lang = languageTag(texts[code] ? code : "en");
    frame.dir = isRightToLeft(code) ? "rtl" : "ltr";
    const isOnline = status !== "offline";
    container.setTitle(say("name"));
    container.setOpen(isOpen && box !== undefined);
    launcher.show({
      isShown: mayShow(settings) && !(isOpen && box),
      isOpen,
      isBusy: isOpen && !box,
      isOnline,
      unread,
      name: say(isOnline ? "name" : "write"),
      unreadText: unread
        ? say(unread === 1 ? "unread_one" : "unread_many").replace("{count}", `${unread}`)
        : "",
    });
  }

  function applyTheme(): void {
    if (!mounted || !settings) return;
    theme = brandTheme(color ?? settings.color);
    mounted.dropTheme();
    mounted.dropTheme = adoptStyles(mounted.container.root, themeCss(theme));
    box?.setTheme(theme);
  }

  async function load(): Promise<void> {
    isLoading = true;
    settings = await spec.fetchSettings();
    isLoading = false;
    guarded("render", mount);
  }

  function mount(): void {
    if (!settings || !isWanted || isDestroyed || mounted) return;
    events.emit("render");
    sweep(storage);
    status = settings.status;
    const boxId = `${spec.id}-box`;
    const side = options.orientation ?? options.alignX ?? settings.orientation;
    const container = mountContainer(spec.id, side, options, unmount);
    adoptStyles(container.root, LAUNCHER_CSS);
    const launcher = createLauncher(boxId, () => widget.open());
    const mountPoint = element("div", { id: boxId, class: "box", hidden: "" });
    // The empty title keeps the host's one from showing as a tooltip over the whole box.
    const frame = element("div", { class: "root", title: "" });
    frame.append(launcher.button, mountPoint);
    container.root.append(frame);
    window.addEventListener("storage", followOtherTab);
    mounted = {
      container,
      launcher,
      frame,
      mountPoint,
      dropTheme: () => {},
      stopListening: () => window.removeEventListener("storage", followOtherTab),
    };
    applyTheme();
    update();
    if (isOpen || outgoing.length > 0) needBox("open");
    else if (look(OPENED, storage) !== undefined) resume();
    else if (settings.tracking_mode === "always") needBox("page_load");
    events.emit("rendered");
    events.emit("startup");
    events.emit("status", status);
  }

  /** The conversation was in use on an earlier page or is in another tab: connect, and show it if it was shown. */
  function resume(): void {
    setOpen(look(OPENED, storage) === true, "elsewhere");
    needBox("resume");
  }

  function followOtherTab(event: StorageEvent): void {
    if (event.key === storedName(OPENED, storage)) guarded("storage", resume);
  }

  function needBox(reason: MountReason): void {
    if (!mounted || !settings || boxRequest) return;
    const request = {};
    const place = mounted;
    boxRequest = request;
    const url = settings.box_url;
    spec
      .importBox(url, attempt++)
      .then((module) => {
        if (boxRequest === request && settings) startBox(module, place, settings, reason);
      })
      .catch((failure: unknown) => {
        if (boxRequest !== request) return;
        // The launcher comes back, and the next press tries again.
        boxRequest = undefined;
        isOpen = false;
        warn(`chat: ${failure}`);
        update();
      });
  }

  function startBox(module: BoxModule, place: Mounted, known: SiteSettings, reason: MountReason): void {
    box = module.mount(hostFor(place, known, reason));
    if (draft !== undefined) box.prefill(draft);
    for (const text of outgoing) box.send(text);
    outgoing = [];
    if (isOpen) box.open(openedBy);
    update();
  }

  function hostFor(place: Mounted, known: SiteSettings, reason: MountReason): BoxHost {
    const { root } = place.container;
    return {
      root,
      adoptStyles: (css) => adoptStyles(root, css),
      mountPoint: place.mountPoint,
      baseUrl: spec.baseUrl,
      chatKey: spec.chatKey,
      widgetId: spec.id,
      reason,
      settings: {
        ...known,
        show_notice: options.privacyNoticeEnabled ?? known.show_notice,
        notice_url: webAddress(options.privacyNoticeUrl) ?? known.notice_url,
      },
      language: currentLanguage(),
      identity,
      storage,
      theme,
      sitePlatform: options.sitePlatform ?? "",
      emit: (event, payload) => {
        if (place !== mounted) return;
        if (event === "status") {
          status = payload as typeof status;
          update();
        }
        tellPage(events, event, payload, () => ({ ...identity, lang: currentLanguage() }));
      },
      setUnread: (count) => {
        unread = count;
        update();
      },
      setVisitorId: spec.onVisitorId,
      onOpenChange: setOpen,
    };
  }

  let openedBy: OpenHow = "here";

  function setOpen(open: boolean, how: OpenHow): void {
    if (open === isOpen || isDestroyed) return;
    isOpen = open;
    openedBy = how;
    const hadFocus = mounted?.container.root.activeElement;
    if (open) box?.open(how);
    else box?.close(how);
    update();
    if (open) {
      needBox("open");
    } else {
      if (how === "here" && hadFocus) mounted?.launcher.button.focus();
      events.emit("messenger_close");
    }
  }

  /** Ends everything that runs; what the page asked for stays, for the next `render()`. */
  function unmount(): void {
    if (!mounted) return;
    const gone = mounted;
    mounted = boxRequest = undefined;
    guarded("destroy", () => box?.destroy());
    box = undefined;
    isOpen = false;
    unread = 0;
    gone.stopListening();
    gone.container.remove();
    releaseHtmlApi(widget);
    spec.onVisitorId(undefined);
  }

  const widget: Widget = {
    id: spec.id,
    chatKey: spec.chatKey,
    render() {
      if (isDestroyed) return;
      isWanted = true;
      if (mounted && !mounted.container.isConnected()) unmount();
      if (settings) mount();
      else if (!isLoading) void load();
    },
    isRendered: () => isWanted,
    destroy() {
      isDestroyed = true;
      isWanted = false;
      unmount();
      releaseHtmlApi(widget);
      events.clear();
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
      box?.prefill(text);
    },
    send(text) {
      if (box) return box.send(text);
      outgoing.push(text);
      needBox("open");
    },
    identify(change) {
      identity = { ...identity, ...change, variables: { ...identity.variables, ...change.variables } };
      box?.setIdentity(identity);
    },
    setLanguage(given) {
      language = languageCode(given);
      box?.setLanguage(language);
      update();
    },
    setColor(given) {
      color = given;
      applyTheme();
    },
    setChoice(name, value) {
      choices.set(name, value);
    },
    logout() {
      identity = { variables: {} };
      draft = undefined;
      outgoing = [];
      if (box) return box.logout();
      for (const key of Object.keys(STORAGE) as StorageKey[]) {
        if (STORAGE[key].purpose === "chat") remove(key, storage);
      }
      spec.onVisitorId(undefined);
    },
    on: events.on,
  };
  const choices = new Map<string, boolean>();
  return widget;
}

/** A phone by its own word, or a narrow touch screen below the page's threshold in px. */
function isMobile(minWidthPx: number): boolean {
  return (
    /Mobi/.test(navigator.userAgent) ||
    matchMedia(`(max-width:${minWidthPx - 1}px) and (pointer:coarse)`).matches
  );
}

/** The address if it is http(s), resolved against the page; no other scheme may become a link. */
function webAddress(given: string | undefined): string | undefined {
  try {
    const url = new URL(given || "", given && location.href);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
