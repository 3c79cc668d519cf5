/** Style sheets of the box, beside the launcher's. */

/**
 * Adds a constructed style sheet, which a strict host policy allows; returns its removal.
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
    const style = document.createElement("style");
    style.textContent = css;
    root.append(style);
    return () => style.remove();
  }
}
