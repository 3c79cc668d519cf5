/** What a list shows while the pointer rests on it: nothing moves under a hand (look.md section 5). */
export interface ListOrder {
  /** The ids on screen, in their order. */
  readonly shown: readonly string[];
  /** Ids that belong to the list and wait behind the pill "3 new". */
  readonly arrivals: readonly string[];
}

export const EMPTY_ORDER: ListOrder = { shown: [], arrivals: [] };

/**
 * The order on screen when the list should be `wanted`.
 *
 * Free, it is `wanted`. Held (the pointer or the focus is in the list, or it is scrolled), the rows on screen keep
 * their places even when they no longer belong, rows loaded by scrolling follow at the end, and the others wait.
 */
export function settle(order: ListOrder, wanted: readonly string[], held: boolean): ListOrder {
  if (!held || order.shown.length === 0)
    return sameIds(order.shown, wanted) ? calm(order) : { shown: wanted, arrivals: [] };
  const shown = new Set(order.shown);
  // What stands behind the last row on screen moves nothing when it is added.
  let tail = wanted.length;
  while (tail > 0 && !shown.has(wanted[tail - 1] ?? "")) tail -= 1;
  const behind = tail === 0 ? [] : wanted.slice(tail);
  const arrivals = wanted.filter((id, at) => !shown.has(id) && (tail === 0 || at < tail));
  if (behind.length === 0 && sameIds(arrivals, order.arrivals)) return order;
  return { shown: behind.length > 0 ? [...order.shown, ...behind] : order.shown, arrivals };
}

/** The id `step` rows after `id`; from nowhere the first or the last; undefined when there is no row. */
export function neighbour(
  shown: readonly string[],
  id: string | undefined,
  step: 1 | -1,
): string | undefined {
  const at = id === undefined ? -1 : shown.indexOf(id);
  if (at === -1) return step === 1 ? shown[0] : shown.at(-1);
  return shown[at + step];
}

function calm(order: ListOrder): ListOrder {
  return order.arrivals.length === 0 ? order : { shown: order.shown, arrivals: [] };
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
