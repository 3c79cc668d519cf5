/** Who of the agents is there at this moment: the desk hears it, pages of the frame show it. */
import { useSyncExternalStore } from "react";
import type { AgentOut } from "../api/shapes.ts";

export type Presence = ReadonlyMap<string, AgentOut["status"]>;

/** Without a connection nothing is known; what was answered last stands. */
export const UNKNOWN: Presence = new Map();

let presence = UNKNOWN;
const listeners = new Set<() => void>();

/** Tells the frame; called by the desk whenever it changes. */
export function setPresence(next: Presence): void {
  if (next === presence) return;
  presence = next;
  for (const listener of listeners) listener();
}

/** By agent id; who is missing is known only from answers. */
export function usePresence(): Presence {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => presence,
  );
}
