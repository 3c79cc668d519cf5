/**
 * The page's document, taken from its prototype: an element named `body`, `createElement` or
 * `currentScript` (DOM clobbering) hides the property of the same name on `document` itself.
 */
const prototype = Document.prototype;

/** The value of a document property as the browser defines it, whatever elements are called. */
export function documentProperty<K extends keyof Document>(name: K): Document[K] {
  for (let owner: object = prototype; owner !== null; owner = Object.getPrototypeOf(owner)) {
    const property = Object.getOwnPropertyDescriptor(owner, name);
    if (property) return property.get ? property.get.call(document) : property.value;
  }
  return document[name];
}

/** Makes an element; `document.createElement` of a clobbered page included. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const made = prototype.createElement.call(document, tag) as HTMLElementTagNameMap[K];
  for (const name of Object.keys(attributes)) made.setAttribute(name, attributes[name] ?? "");
  return made;
}

/** An icon of look.md section 6: Lucide path data, 24 units wide. */
export function icon(path: string): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = prototype.createElementNS.call(document, space, "svg") as SVGSVGElement;
  const shape = prototype.createElementNS.call(document, space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}

/**
 * Adds a style sheet that a strict host policy allows (constructed, not inline); returns its removal.
 * Browsers without constructed sheets (Safari before 16.4) get a style element instead.
 */
export function adoptStyles(root: ShadowRoot, css: string): () => void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    return () => {
      root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  } catch {
    const style = element("style");
    style.textContent = css;
    root.append(style);
    return () => style.remove();
  }
}
