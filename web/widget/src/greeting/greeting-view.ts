/** The elements of the greeting; their words come from outside and are only ever text. */
import { drawing, element, setAttributes } from "../loader/dom.ts";
import type { GreetingTexts } from "./greeting-texts.ts";

export interface GreetingViewOptions {
  readonly side: "left" | "right";
  /** It is away while nobody is there. */
  readonly hidesOffline: boolean;
  onOpen(): void;
  onClose(): void;
}

export interface GreetingView {
  readonly element: HTMLElement;
  show(texts: GreetingTexts, tag: string, direction: "ltr" | "rtl"): void;
}

export function createGreetingView({
  side,
  hidesOffline,
  onOpen,
  onClose,
}: GreetingViewOptions): GreetingView {
  const title = element("strong");
  const line = element("span");
  const open = element("button", { type: "button", class: "teaser-text" });
  open.append(title, line);
  open.addEventListener("click", onOpen);
  const icon = drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  // Lucide `x`.
  icon.append(drawing("path", { d: "M18 6 6 18M6 6l12 12" }));
  const close = element("button", { type: "button", class: "teaser-close" });
  close.append(icon);
  close.addEventListener("click", onClose);
  const teaser = element("div", { class: `teaser ${side}${hidesOffline ? " online-only" : ""}` });
  teaser.append(open, close);
  return {
    element: teaser,
    show(texts, tag, direction) {
      setAttributes(teaser, { lang: tag, dir: direction });
      setAttributes(close, { "aria-label": texts.close });
      title.textContent = texts.title;
      title.hidden = texts.title === "";
      line.textContent = texts.line;
    },
  };
}
