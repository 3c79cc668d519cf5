import { useSyncExternalStore } from "react";

/** `wide`: three panes; `middle`: the visitor's details are a drawer; `narrow`: one pane. Source: look.md section 3. */
export type Layout = "wide" | "middle" | "narrow";

const WIDE = "(min-width: 1100px)";
const NARROW = "(max-width: 719px)";

function subscribe(listener: () => void): () => void {
  const queries = [WIDE, NARROW].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener("change", listener);
  return () => {
    for (const query of queries) query.removeEventListener("change", listener);
  };
}

export function useLayout(): Layout {
  return useSyncExternalStore(subscribe, () => {
    if (window.matchMedia(WIDE).matches) return "wide";
    return window.matchMedia(NARROW).matches ? "narrow" : "middle";
  });
}
