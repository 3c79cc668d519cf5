/**
 * The widget's place in the page: `#<id>-application`, which pages measure and move, and the shadow host in it.
 * Source: smartsupp-api.md section 1.7.
 */
import type { Options } from "../compat/configuration.ts";
import { documentProperty, element } from "./dom.ts";

const GAP_PX = 20;
const Z_INDEX = 10_000_000;

/** The container with its shadow root. */
export interface Container {
  readonly root: ShadowRoot;
  /** False once the page has removed it, itself or with one of its ancestors. */
  isConnected(): boolean;
  setTitle(title: string): void;
  /** Moves to the very corner while an open box fills a phone's screen. */
  setOpen(open: boolean): void;
  remove(): void;
}

/** What hostile page styles could break; the page keeps `display`, the corner and `z-index`. */
const GUARDED =
  "width:fit-content;height:fit-content;min-width:0;min-height:0;max-width:none;max-height:none;margin:0;padding:0;border:0;" +
  "float:none;transform:none;filter:none;opacity:1;overflow:visible;clip-path:none;background:none;box-shadow:none;contain:none";

/** Puts the container into the page; `onRemoved` is called once if somebody else takes it out again. */
export function mountContainer(
  widgetId: string,
  side: "left" | "right",
  options: Options,
  onRemoved: () => void,
): Container {
  const container = element("div", { id: `${widgetId}-application` });
  const host = element("div", { id: `${widgetId}-application-iframe` });
  const isRelative =
    options.position === "relative" || (options.position !== "fixed" && options.renderTo !== undefined);
  const { style } = container;
  // Properties are set one by one through the object model, which a strict host policy allows.
  for (const declaration of GUARDED.split(";")) {
    const [name, value] = declaration.split(":") as [string, string];
    style.setProperty(name, value, "important");
  }
  style.setProperty("position", isRelative ? "relative" : "fixed", "important");
  const corner = new Map<string, string>();
  const setCorner = (open: boolean) => {
    for (const [name, offset] of [
      [side, options.offsetX],
      ["bottom", options.offsetY],
    ] as const) {
      const wanted = `${offset ?? GAP_PX}px`;
      const value = open ? `clamp(0px, (100vw - 480px) * 999, ${wanted})` : wanted;
      const known = corner.get(name);
      // A page that moved the widget itself is not overruled.
      if (known !== undefined && known !== style.getPropertyValue(name)) continue;
      style.setProperty(name, value);
      corner.set(name, style.getPropertyValue(name));
    }
  };
  if (!isRelative) {
    const zIndex = options.zIndex ?? Z_INDEX;
    style.setProperty("z-index", `${zIndex}`);
    host.style.setProperty("z-index", `${zIndex + 1}`);
    setCorner(false);
  }

  const root = host.attachShadow({ mode: "open" });
  container.append(host);
  (options.renderTo ?? documentProperty("body")).append(container);

  // Removal shows in the child list of the ancestor that lost it; only these are watched, never whole trees.
  const observer = new MutationObserver(() => {
    if (container.isConnected) return;
    observer.disconnect();
    onRemoved();
  });
  for (let parent = container.parentNode; parent; parent = parent.parentNode) {
    observer.observe(parent, { childList: true });
  }

  return {
    root,
    isConnected: () => container.isConnected,
    setTitle: (title) => host.setAttribute("title", title),
    setOpen: (open) => {
      if (!isRelative) setCorner(open);
    },
    remove() {
      observer.disconnect();
      container.remove();
    },
  };
}
