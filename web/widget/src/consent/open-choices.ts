/** How the box's menu reaches the chooser: both stand in the loader's frame, and neither imports the other. */
export const ASK_EVENT = "entrenous:choices";

/** Opens the chooser of the widget that `inside` belongs to. */
export function openChoices(inside: Element): void {
  inside.dispatchEvent(new CustomEvent(ASK_EVENT, { bubbles: true }));
}
