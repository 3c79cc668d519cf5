/** Network, tab and page as the chat needs them. */
import { watchPage } from "../../page-watch.ts";

/** What happens around the box. */
export interface BrowserEvents {
  /** The network went. */
  onLost(): void;
  /** The network or the tab came back. */
  onWake(): void;
  /** The page goes away, perhaps into the back/forward cache. */
  onLeave(): void;
  /** The page came back from that cache. */
  onReturn(): void;
  /** The page has another path. */
  onPage(): void;
  /** The tab was shown or hidden. */
  onLook(): void;
}

/** Listens; returns the end of it. */
export function watchBrowser({
  onLost,
  onWake,
  onLeave,
  onReturn,
  onPage,
  onLook,
}: BrowserEvents): () => void {
  const shown = () => {
    if (document.visibilityState === "visible") onWake();
    onLook();
  };
  const returned = (event: PageTransitionEvent) => {
    if (event.persisted) onReturn();
  };
  window.addEventListener("offline", onLost);
  window.addEventListener("online", onWake);
  window.addEventListener("pagehide", onLeave);
  window.addEventListener("pageshow", returned);
  window.addEventListener("visibilitychange", shown);
  const stopPage = watchPage(onPage);
  return () => {
    window.removeEventListener("offline", onLost);
    window.removeEventListener("online", onWake);
    window.removeEventListener("pagehide", onLeave);
    window.removeEventListener("pageshow", returned);
    window.removeEventListener("visibilitychange", shown);
    stopPage();
  };
}
