/**
 * The widget's place in the page: `#<id>-application`, which pages measure and move, and the shadow host in it.
 * Source: smartsupp-api.md section 1.7.
 */
import type { Options } from "../compat/configuration.ts";
import { documentProperty, element } from "./dom.ts";

const GAP_PX = 20;
const Z_INDEX = 10_000_000;

/** What hostile page styles could break; the page keeps `display`, the corner and `z-index`. */
const GUARDED =
  "min-width min-height max-width max-height margin padding border float transform filter opacity background overflow";

/** The container with its shadow root. */
export interface Container {
  readonly container: HTMLElement;
  readonly root: ShadowRoot;
  /** Takes the container out of the page, without a call of `onRemoved`. */
  remove(): void;
}

/** Puts the container into the page; `onRemoved` is called once if somebody else takes it out again. */
export function mountContainer(
  widgetId: string,
  side: "left" | "right",
  options: Options,
  onRemoved: () => void,
): Container {
  const container = element("div", { id: `${widgetId}-application` });
  const host = element("div", { id: `${widgetId}-application-iframe` });
  const { renderTo, position = "auto", zIndex = Z_INDEX, offsetX = GAP_PX, offsetY = GAP_PX } = options;
  const isFixed = position === "fixed" || (position === "auto" && !renderTo);
  // Properties are set one by one through the object model, which a strict host policy allows.
  const set = (name: string, value: string, priority = "") =>
    container.style.setProperty(name, value, priority);
  for (const name of GUARDED.split(" ")) set(name, "initial", "important");
  set("width", "fit-content", "important");
  set("height", "fit-content", "important");
  set("position", isFixed ? "fixed" : "relative", "important");
  if (isFixed) {
    // The page may overrule these three, in a style sheet or inline; `--corner` (bridge/fill-screen.ts) moves what it left alone.
    set("z-index", `${zIndex}`);
    set(side, `min(${offsetX}px,var(--corner,100vw))`);
    set("bottom", `min(${offsetY}px,var(--corner,100vw))`);
    host.style.setProperty("z-index", `${zIndex + 1}`);
  }
  const root = host.attachShadow({ mode: "open" });
  container.append(host);
  (renderTo ?? documentProperty("body")).append(container);

  // Removal shows in the child list of the ancestor that lost it; only these are watched, never whole trees.
  const observer = new MutationObserver(() => {
    if (!container.isConnected) onRemoved();
  });
  for (let parent = container.parentNode; parent; parent = parent.parentNode) {
    observer.observe(parent, { childList: true });
  }

  return {
    container,
    root,
    remove() {
      observer.disconnect();
      container.remove();
    },
  };
}
