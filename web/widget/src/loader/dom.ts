/**
 * The page's document, taken from its prototype: an element named `body`, `createElement` or
 * `currentScript` (DOM clobbering) hides the property of the same name on `document` itself.
 */
const prototype = Document.prototype;

/** The value of a document property as the browser defines it, whatever elements are called. */
export function documentProperty<K extends keyof Document>(name: K): Document[K] {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get?.call(document) ?? document[name];
}

/** Makes an element with attributes. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const made = prototype.createElement.call(document, tag) as HTMLElementTagNameMap[K];
  setAttributes(made, attributes);
  return made;
}

/** Sets several attributes; never `style`, which a strict host policy forbids. */
export function setAttributes(target: Element, attributes: Record<string, string>): void {
  for (const name of Object.keys(attributes)) target.setAttribute(name, attributes[name] ?? "");
}

/** Makes an SVG element with attributes. */
export function drawing(tag: string, attributes: Record<string, string>): Element {
  const made = prototype.createElementNS.call(document, "http://www.w3.org/2000/svg", tag);
  setAttributes(made, attributes);
  return made;
}

/**
 * Gives a new shadow root its style sheet, constructed and not inline, which a strict host policy allows.
 * Browsers without constructed sheets (Safari before 16.4) get a style element instead.
 */
export function setStyles(root: ShadowRoot, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
  } catch {
    const style = element("style");
    style.textContent = css;
    root.append(style);
  }
}
