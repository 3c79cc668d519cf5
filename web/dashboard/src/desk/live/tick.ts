/** One clock for everything on screen that ages, so that a hundred rows do not set a hundred timers. */
import { systemClock } from "@entrenous/protocol/clock.ts";
import { useSyncExternalStore } from "react";

const STEP_MS = 1_000;

let now = systemClock.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = systemClock.now();
    for (const one of [...listeners]) one();
  }, STEP_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Unix ms, rounded down to `step`: the component renders again only when that changes. */
export function useNow(step: 1_000 | 10_000 | 60_000): number {
  return useSyncExternalStore(subscribe, () => {
    // Before the first listener the last known time may be old.
    if (timer === undefined) now = systemClock.now();
    return now - (now % step);
  });
}
