/** A box that the page put into an element (`renderTo`) is no larger than that element. Fetched only for such pages. */

/** Smaller than this nobody could read or write in it; then it overflows, in px. */
const SMALLEST_PX = 200;

/**
 * Keeps `box` inside `element`, also when that changes its size, until the box has left the page.
 * An element that is as high as what stands in it never limits it.
 */
export function fitElement(element: Element, box: HTMLElement): void {
  const { style } = box;
  const cut = (size: number, over: number) => (over > 0 ? `${Math.max(size - over, SMALLEST_PX)}px` : "");
  const fit = () => {
    // Measured as large as it would like to be; how much of that sticks out is what it has to give up.
    style.maxWidth = style.maxHeight = "";
    style.maxWidth = cut(box.offsetWidth, element.scrollWidth - element.clientWidth);
    style.maxHeight = cut(box.offsetHeight, element.scrollHeight - element.clientHeight);
    if (!box.isConnected) sizes.disconnect();
  };
  const sizes = new ResizeObserver(fit);
  sizes.observe(element);
  // It has a size only while it is open.
  new MutationObserver(fit).observe(box, { attributes: true, attributeFilter: ["hidden", "class"] });
}
