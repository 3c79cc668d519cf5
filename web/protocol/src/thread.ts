/**
 * The messages of one conversation as a screen may show them: an unbroken run by `seq`.
 *
 * A message beyond a hole is kept aside until the hole is filled, so that a screen never shows
 * anything but a stretch of the log. Numbers that are already here are ignored.
 */
import type { MessageOut } from "./frames.ts";

/** More than this beyond a hole are dropped again; the resume that fills the hole brings them back. */
const AHEAD_LIMIT = 500;

export class Thread {
  #messages: readonly MessageOut[] = [];
  #ahead = new Map<number, MessageOut>();
  #startAfter: number;
  #provisional = new Set<number>();

  /** `startAfter`: the run begins behind this number; 0 for the whole conversation. */
  constructor(startAfter = 0) {
    this.#startAfter = startAfter;
  }

  /** The run, ascending, without gaps. A new array after each change. */
  get messages(): readonly MessageOut[] {
    return this.#messages;
  }

  /** The last number without a gap; what to resume after. */
  get lastSeq(): number {
    return this.#messages[this.#messages.length - 1]?.seq ?? this.#startAfter;
  }

  /** Whether there are messages before the run. */
  get hasOlder(): boolean {
    return this.#startAfter > 0;
  }

  /** Whether something arrived beyond a hole. */
  get hasHole(): boolean {
    return this.#ahead.size > 0;
  }

  /**
   * Takes messages in any order, also repeated ones. Returns those that became visible, ascending.
   * `provisional`: made from an acknowledgement; the server's own copy replaces it silently.
   */
  add(messages: readonly MessageOut[], provisional = false): readonly MessageOut[] {
    for (const message of messages) {
      if (message.seq > this.lastSeq && this.#ahead.size < AHEAD_LIMIT) {
        if (!provisional || !this.#ahead.has(message.seq)) this.#ahead.set(message.seq, message);
        if (provisional) this.#provisional.add(message.seq);
        else this.#provisional.delete(message.seq);
      } else if (!provisional && this.#provisional.delete(message.seq)) {
        this.#messages = this.#messages.map((known) => (known.seq === message.seq ? message : known));
      }
    }
    const shown: MessageOut[] = [];
    for (let seq = this.lastSeq + 1; ; seq++) {
      const next = this.#ahead.get(seq);
      if (!next) break;
      this.#ahead.delete(seq);
      shown.push(next);
    }
    if (shown.length > 0) this.#messages = [...this.#messages, ...shown];
    return shown;
  }

  /** Takes an older page, which must end right before the run; anything else is ignored. */
  prepend(messages: readonly MessageOut[]): void {
    const older = messages.filter((message) => message.seq <= this.#startAfter).sort((a, b) => a.seq - b.seq);
    const unbroken = older.every((message, at) => message.seq === this.#startAfter - older.length + 1 + at);
    if (older.length === 0 || !unbroken) return;
    this.#startAfter -= older.length;
    this.#messages = [...older, ...this.#messages];
  }
}
