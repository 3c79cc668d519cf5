/** The running desk inside components. */
import { createContext, useContext, useSyncExternalStore } from "react";
import type { DeskLink } from "./live/desk-link.ts";
import type { LiveDesk } from "./live/live-desk.ts";
import type { DeskState } from "./state/desk-state.ts";

const DeskContext = createContext<LiveDesk | undefined>(undefined);

export const DeskProvider = DeskContext.Provider;

export function useDesk(): LiveDesk {
  const desk = useContext(DeskContext);
  if (desk === undefined) throw new Error("the desk is used outside of its provider");
  return desk;
}

/** A part of the desk's state. `select` must give the same value for the same state: no new arrays. */
export function useDeskState<Part>(select: (state: DeskState) => Part): Part {
  const { store } = useDesk();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}

/** How the desk stands with the server. */
export function useDeskLink(): DeskLink {
  const desk = useDesk();
  return useSyncExternalStore(desk.onLink, desk.link);
}
