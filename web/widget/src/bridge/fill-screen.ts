/** On a phone the container fills the screen with the open box, for pages that measure it. */

/** Moves the loader's container to the very corner of a small screen, or back to where it stood. */
export function fillScreen(container: HTMLElement, isOpen: boolean): void {
  const set = (name: string, value: string, priority = "") =>
    container.style.setProperty(name, value, priority);
  set("--corner", isOpen ? "max(0px,(100vw - 480px)*999)" : "100vw");
  for (const name of ["min-width", "min-height"]) {
    set(name, isOpen ? "min(100%,max(0px,(480px - 100vw)*999))" : "0", "important");
  }
}
