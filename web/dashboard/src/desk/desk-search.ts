import type { View } from "./state/shapes.ts";
import { VIEWS } from "./state/shapes.ts";

/** What the desk keeps in the address, so that a reload or a sent link shows the same. */
export interface DeskSearch {
  /** The list; absent: mine. */
  readonly view?: View | undefined;
  /** The site the list is narrowed to. */
  readonly site?: string | undefined;
  /** The message to open the thread at. */
  readonly at?: number | undefined;
}

/** Reads the address; what does not fit is left out. */
export function readDeskSearch(search: Record<string, unknown>): DeskSearch {
  const view = VIEWS.find((one) => one === search.view);
  const site = search.site;
  const at = Number(search.at);
  return {
    ...(view !== undefined && view !== "mine" && { view }),
    ...(typeof site === "string" && site !== "" && { site }),
    ...(Number.isInteger(at) && at > 0 && { at }),
  };
}
