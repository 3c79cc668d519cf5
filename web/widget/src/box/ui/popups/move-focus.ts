/** Arrow keys in a list or grid of which one element at a time has the focus (WAI-ARIA: roving focus). */

/** Moves the focus among `items`, `columns` to a row, when the key is one of the arrows, Home or End. */
export function moveFocus(event: KeyboardEvent, items: ArrayLike<HTMLElement>, columns: number): void {
  const all = Array.from(items);
  const at = all.indexOf(event.target as HTMLElement);
  if (at < 0) return;
  const toEnd =
    event.target instanceof Element && getComputedStyle(event.target).direction === "rtl" ? -1 : 1;
  const steps: Record<string, number> = {
    ArrowDown: columns,
    ArrowUp: -columns,
    Home: -at,
    End: all.length - 1 - at,
    ...(columns > 1 ? { ArrowRight: toEnd, ArrowLeft: -toEnd } : {}),
  };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  // A list goes round; in a grid a step over the edge stays where it is.
  const next = columns > 1 ? at + step : (at + step + all.length) % all.length;
  all[next]?.focus();
}
