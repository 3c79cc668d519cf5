/** Buttons and links of the page that open the chat. Source: smartsupp-api.md section 5. */
import type { Commanded } from "./commands.ts";

/** The page's elements that a widget listens to. */
export interface HtmlApi {
  /** Listens in a subtree, elements added later included; may be repeated. */
  apply(root: Document | Element): void;
  /** Stops listening. */
  release(): void;
}

/**
 * Clicks on `data-api="smartsupp"` elements: `data-operation="open"` opens (with `data-text` pre-filled),
 * `data-operation="send"` opens and sends `data-text`.
 */
export function createHtmlApi(widget: Pick<Commanded, "open" | "pass">): HtmlApi {
  /** Taken as the options of every listener: its `signal` ends them all. */
  const end = new AbortController();
  let last: Event | undefined;
  // One function per widget: adding it to the same root again changes nothing.
  const listener = (event: Event) => {
    const target = event.target instanceof Element && event.target.closest('[data-api="smartsupp"]');
    // Roots may lie inside each other; a click counts once.
    if (!target || event === last) return;
    last = event;
    const operation = target.getAttribute("data-operation");
    const text = target.getAttribute("data-text");
    if (operation === "open") {
      widget.open();
      if (text) widget.pass("chat:message", [text]);
    } else if (operation === "send" && text) {
      widget.open();
      widget.pass("chat:send", [text]);
    }
  };
  return {
    apply(root) {
      // From the prototype: an element named `addEventListener` hides the document's own.
      EventTarget.prototype.addEventListener.call(root, "click", listener, end);
    },
    release() {
      end.abort();
    },
  };
}
