/** A timer that was set; only `Timers.clear` knows what it is. */
export type TimerId = unknown;

/** Waiting as an argument, so that tests move time instead of sleeping. */
export interface Timers {
  /** Calls `run` once after `ms` milliseconds. */
  set(run: () => void, ms: number): TimerId;
  /** Harmless for a timer that has run, was cleared, or is undefined. */
  clear(timer: TimerId): void;
}

/** The browser's timers. */
export const systemTimers: Timers = {
  set: (run, ms) => setTimeout(run, ms),
  clear: (timer) => clearTimeout(timer as ReturnType<typeof setTimeout> | undefined),
};

/** A number in [0, 1); the browser's `Math.random` outside tests. */
export type Random = () => number;
