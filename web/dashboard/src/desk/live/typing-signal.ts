import { systemTimers, type TimerId, type Timers } from "@entrenous/protocol/timers.ts";

/** The server ends a typing sign after 8 s, so it is renewed well before. Source: `typing_changed`. */
const RENEW_MS = 4_000;
/** This long without a key means that the agent has stopped. */
const IDLE_MS = 5_000;

/** Turns key presses into few `set_typing` frames. One for each desk; the conversation may change. */
export class TypingSignal {
  #conversationId: string | undefined;
  #renew: TimerId;
  #idle: TimerId;
  readonly #tell: (conversationId: string, typing: boolean) => void;
  readonly #timers: Timers;

  constructor(tell: (conversationId: string, typing: boolean) => void, timers: Timers = systemTimers) {
    this.#tell = tell;
    this.#timers = timers;
  }

  /** The agent changed the text of a reply. */
  typed(conversationId: string): void {
    if (this.#conversationId !== conversationId) {
      this.stop();
      this.#conversationId = conversationId;
      this.#tell(conversationId, true);
      this.#again();
    }
    this.#timers.clear(this.#idle);
    this.#idle = this.#timers.set(() => this.stop(), IDLE_MS);
  }

  /** The reply was sent, given up, or left. */
  stop(): void {
    this.#timers.clear(this.#renew);
    this.#timers.clear(this.#idle);
    const conversationId = this.#conversationId;
    this.#conversationId = undefined;
    if (conversationId !== undefined) this.#tell(conversationId, false);
  }

  #again(): void {
    this.#renew = this.#timers.set(() => {
      if (this.#conversationId === undefined) return;
      this.#tell(this.#conversationId, true);
      this.#again();
    }, RENEW_MS);
  }
}
