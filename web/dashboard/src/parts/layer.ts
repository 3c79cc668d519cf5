import { createContext, useContext } from "react";

/**
 * Where floating parts (menus, tooltips) are put. A modal dialog lies above everything else on the page
 * and makes the rest inert, so what floats over the dialog must be inside of it.
 */
export const LayerContext = createContext<HTMLElement | null>(null);

/** The container of a portal: the dialog around, or the page. */
export function useLayer(): HTMLElement | undefined {
  return useContext(LayerContext) ?? undefined;
}
