/** How many conversations have something unread: the desk knows, rail and title show it. */
import { useSyncExternalStore } from "react";

let unread = 0;
const listeners = new Set<() => void>();

/** Tells the frame the number; called by the desk whenever it changes. */
export function setUnreadCount(count: number): void {
  if (count === unread) return;
  unread = count;
  for (const listener of listeners) listener();
}

export function useUnreadCount(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => unread,
  );
}
