/** Time that moves only when a test says so: a clock and its timers in one. */
import type { Clock } from "../clock.ts";
import type { TimerId, Timers } from "../timers.ts";

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Starts at 1 000 000 ms, so that differences and absolute times are not mistaken for each other. */
export class ManualTime implements Clock, Timers {
  #now = 1_000_000;
  #order = 0;
  #pending = new Set<Pending>();

  now(): number {
    return this.#now;
  }

  set(run: () => void, ms: number): TimerId {
    const timer: Pending = { at: this.#now + Math.max(0, ms), order: this.#order++, run };
    this.#pending.add(timer);
    return timer;
  }

  clear(timer: TimerId): void {
    this.#pending.delete(timer as Pending);
  }

  /** How many timers wait; a finished subject leaves none. */
  get waiting(): number {
    return this.#pending.size;
  }

  /** Moves on by `ms`, running what becomes due in its order, with promises settled in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#pending.delete(next);
      this.#now = next.at;
      next.run();
      await settle();
    }
    this.#now = end;
  }

  #next(end: number): Pending | undefined {
    let first: Pending | undefined;
    for (const timer of this.#pending) {
      if (timer.at > end) continue;
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first;
  }
}

/** Lets every promise that is ready go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

/** The same numbers in [0, 1) for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
