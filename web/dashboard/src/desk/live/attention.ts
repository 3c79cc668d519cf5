import { useSyncExternalStore } from "react";

const CHANGES = ["focus", "blur"] as const;

function subscribe(listener: () => void): () => void {
  for (const change of CHANGES) window.addEventListener(change, listener);
  document.addEventListener("visibilitychange", listener);
  return () => {
    for (const change of CHANGES) window.removeEventListener(change, listener);
    document.removeEventListener("visibilitychange", listener);
  };
}

/** Whether the agent is at this window: it is visible and has the focus. */
export function isAttending(): boolean {
  return document.visibilityState === "visible" && document.hasFocus();
}

export function useAttention(): boolean {
  return useSyncExternalStore(subscribe, isAttending);
}
