/** Buttons and links of the page that open the chat. Source: smartsupp-api.md section 5. */
import type { Commanded } from "./commands.ts";

/** The roots a widget listens on already, so that `html:apply` may be repeated. */
const bound = new WeakMap<Commanded, Map<Node, (event: Event) => void>>();

/** Clicks that one root has answered, since roots may lie inside each other. */
const answered = new WeakSet<Event>();

/**
 * Listens for clicks on `data-api="smartsupp"` elements in the subtree, those added later included:
 * `data-operation="open"` opens (with `data-text` pre-filled), `data-operation="send"` opens and sends `data-text`.
 */
export function applyHtmlApi(root: Document | Element, widget: Commanded): void {
  const roots = bound.get(widget) ?? new Map<Node, (event: Event) => void>();
  bound.set(widget, roots);
  if (roots.has(root)) return;
  const listener = (event: Event) => {
    const target = event.target instanceof Element ? event.target.closest('[data-api="smartsupp"]') : null;
    if (!target || answered.has(event)) return;
    const operation = target.getAttribute("data-operation");
    const text = target.getAttribute("data-text") ?? "";
    if (operation !== "open" && !(operation === "send" && text)) return;
    answered.add(event);
    widget.open();
    if (operation === "send") widget.send(text);
    else if (text) widget.prefill(text);
  };
  roots.set(root, listener);
  root.addEventListener("click", listener);
}

/** Stops listening for a widget that goes away. */
export function releaseHtmlApi(widget: Commanded): void {
  bound.get(widget)?.forEach((listener, root) => {
    root.removeEventListener("click", listener);
  });
  bound.delete(widget);
}
