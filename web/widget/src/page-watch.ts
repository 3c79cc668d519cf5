/** The page the visitor is on, and when it changes without a reload. */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import { documentProperty } from "./loader/dom.ts";

/** Query and fragment may hold anything, so they never leave the browser; of the referrer only the origin does. */
export function currentPage(): Schemas["PageIn"] {
  const { origin, pathname } = location;
  const title = documentProperty("title").trim();
  const referrer = originOf(documentProperty("referrer"));
  return {
    url: `${origin === "null" ? `${location.protocol}//${location.host}` : origin}${pathname}`,
    ...(title ? { title: title.slice(0, 200) } : {}),
    ...(referrer && referrer !== origin ? { referrer } : {}),
  };
}

/** Calls `onChange` when the page has another path; returns the end of watching. Touches nothing of the page. */
export function watchPage(onChange: () => void): () => void {
  let known = location.pathname;
  const look = () => {
    // A route sets its title after its address; one turn later both are new.
    setTimeout(() => {
      if (location.pathname === known) return;
      known = location.pathname;
      onChange();
    });
  };
  const navigation = (window as { navigation?: EventTarget }).navigation;
  window.addEventListener("popstate", look);
  navigation?.addEventListener("navigatesuccess", look);
  // Without the Navigation API a route change is seen when the tab or the box gets the attention next.
  window.addEventListener("focus", look, true);
  return () => {
    window.removeEventListener("popstate", look);
    navigation?.removeEventListener("navigatesuccess", look);
    window.removeEventListener("focus", look, true);
  };
}

function originOf(address: string): string | undefined {
  try {
    return new URL(address).origin;
  } catch {
    return undefined;
  }
}
