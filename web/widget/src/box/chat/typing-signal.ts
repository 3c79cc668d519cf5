/** Tells the agents that the visitor writes: at the first key, again while it goes on, and at the end. */
import { type Clock, systemClock } from "@entrenous/protocol/clock.ts";
import { systemTimers, type TimerId, type Timers } from "@entrenous/protocol/timers.ts";

/** The sign ends by itself after 8 s at the agents', so it is repeated before. */
const REPEAT_MS = 5_000;
/** A pause of this length is an end. */
const IDLE_MS = 4_000;

export class TypingSignal {
  #tell: (typing: boolean) => void;
  #clock: Clock;
  #timers: Timers;
  #toldAt: number | undefined;
  #idle: TimerId;

  constructor(tell: (typing: boolean) => void, clock: Clock = systemClock, timers: Timers = systemTimers) {
    this.#tell = tell;
    this.#clock = clock;
    this.#timers = timers;
  }

  /** The text changed; nothing of it is looked at but whether there is any. */
  changed(hasText: boolean): void {
    this.#timers.clear(this.#idle);
    if (!hasText) {
      this.stop();
      return;
    }
    const now = this.#clock.now();
    if (this.#toldAt === undefined || now - this.#toldAt >= REPEAT_MS) {
      this.#toldAt = now;
      this.#tell(true);
    }
    this.#idle = this.#timers.set(() => this.stop(), IDLE_MS);
  }

  stop(): void {
    this.#timers.clear(this.#idle);
    if (this.#toldAt === undefined) return;
    this.#toldAt = undefined;
    this.#tell(false);
  }
}
