import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { EMPTY_ORDER, type ListOrder, settle } from "../state/list-order.ts";

/** The order on screen, and a way to let the waiting ones in. */
export interface HeldOrder extends ListOrder {
  /** Shows the list as it should be now. */
  release(): void;
}

/**
 * Keeps rows still while `held`. `name` is the list's: another list begins with its own order.
 * `wanted` are the ids as they should stand.
 */
export function useListOrder(name: string, wanted: readonly string[], held: boolean): HeldOrder {
  const last = useRef<{ name: string; order: ListOrder }>({ name, order: EMPTY_ORDER });
  const [released, setReleased] = useState(0);
  const releasedAt = useRef(released);
  const order = useMemo(() => {
    const before = last.current.name === name ? last.current.order : EMPTY_ORDER;
    const free = !held || releasedAt.current !== released;
    return settle(before, wanted, !free);
  }, [name, wanted, held, released]);
  useEffect(() => {
    last.current = { name, order };
    releasedAt.current = released;
  }, [name, order, released]);
  const release = useCallback(() => setReleased((count) => count + 1), []);
  return { ...order, release };
}
