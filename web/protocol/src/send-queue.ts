/**
 * Messages that the server has not yet acknowledged.
 *
 * An entry stays until it is accepted, is refused for good, or is deleted by the person, and is sent again
 * with the same `client_msg_id` after each loss, so that the server can keep one of several copies.
 * In each lane (a conversation) only the oldest entry is on its way: entries cannot overtake each other.
 */
import { type Clock, systemClock } from "./clock.ts";
import type { RefusedOut } from "./frames.ts";
import { systemTimers, type TimerId, type Timers } from "./timers.ts";

/** `sending`: handed to the connection. `waiting`: for the connection or its turn. `failed`: refused for good. */
export type SendState = "sending" | "waiting" | "failed";

/** A message on its way. `P` is what the caller needs to send it. */
export interface QueueEntry<P> {
  readonly clientMsgId: string;
  readonly payload: P;
  readonly state: SendState;
  /** Unix ms of this client's clock, for display only. */
  readonly createdAt: number;
  /** The server's sentence, when it failed. */
  readonly reason?: string;
}

/** What the queue needs from its owner. */
export interface SendQueueOptions<P> {
  /** A fresh `client_msg_id`. */
  newId(): string;
  /** Hands the entry to the connection; false when it could not be written. */
  transmit(entry: QueueEntry<P>): boolean;
  /** After each change, with all entries, oldest first. */
  onChange(entries: readonly QueueEntry<P>[]): void;
  /** Entries of one lane go one after the other; without it all are in one lane. */
  lane?(payload: P): string;
  /** More are refused, and the caller tells the person. Default 100. */
  readonly limit?: number;
  /** An acknowledgement that does not come for this long means a lost frame: sent again. Default 15 s. */
  readonly answerWithinMs?: number;
  readonly clock?: Clock;
  readonly timers?: Timers;
}

/** The send queue. `connected` and `disconnected` follow the connection; the rest follows people and frames. */
export class SendQueue<P> {
  #entries: readonly QueueEntry<P>[] = [];
  #connected = false;
  /** By lane: the wait for an answer, or for the moment named by a refusal. */
  #timers = new Map<string, TimerId>();
  #options: SendQueueOptions<P>;

  constructor(options: SendQueueOptions<P>) {
    this.#options = options;
  }

  /** All entries, oldest first. */
  get entries(): readonly QueueEntry<P>[] {
    return this.#entries;
  }

  /** Adds a message; undefined when the queue is full. A restored entry brings its id along. */
  add(payload: P, clientMsgId = this.#options.newId()): QueueEntry<P> | undefined {
    const known = this.#entries.find((entry) => entry.clientMsgId === clientMsgId);
    if (known) return known;
    if (this.#entries.length >= (this.#options.limit ?? 100)) return undefined;
    const createdAt = (this.#options.clock ?? systemClock).now();
    const entry: QueueEntry<P> = { clientMsgId, payload, state: "waiting", createdAt };
    this.#set([...this.#entries, entry]);
    this.#pump();
    return entry;
  }

  /** The connection stands: everything unsent goes out, oldest first. */
  connected(): void {
    this.#connected = true;
    this.#pump();
  }

  /** The connection is gone: what was on its way waits again, since nobody knows whether it arrived. */
  disconnected(): void {
    this.#connected = false;
    this.#clearTimers();
    this.#set(
      this.#entries.map((entry) => (entry.state === "sending" ? { ...entry, state: "waiting" } : entry)),
    );
  }

  /** Acknowledged, or seen in the thread. Ids of others are ignored. Returns the entry that is done. */
  accepted(clientMsgId: string): QueueEntry<P> | undefined {
    const entry = this.#find(clientMsgId);
    if (!entry) return undefined;
    this.#settle(entry);
    this.#set(this.#entries.filter((other) => other !== entry));
    this.#pump();
    return entry;
  }

  /** Not done: later when the server names a time, else failed until the person tries again. */
  refused(refused: RefusedOut): void {
    const entry = this.#find(refused.client_msg_id ?? "");
    if (!entry) return;
    this.#settle(entry);
    if (refused.retry_after_ms != null) {
      // The lane stays blocked by its timer, so that the next entry does not overtake this one.
      this.#change(entry, { ...entry, state: "waiting" });
      this.#block(this.#lane(entry), refused.retry_after_ms);
    } else {
      this.#change(entry, { ...entry, state: "failed", reason: refused.message });
      this.#pump();
    }
  }

  /** The person tries a failed entry again; it goes out at its old place with its old id. */
  retry(clientMsgId: string): void {
    const entry = this.#find(clientMsgId);
    if (entry?.state !== "failed") return;
    this.#change(entry, { ...entry, state: "waiting" });
    this.#pump();
  }

  /** The person gives an entry up. What is on its way cannot be taken back and stays. */
  remove(clientMsgId: string): void {
    const entry = this.#find(clientMsgId);
    if (entry && entry.state !== "sending") this.#set(this.#entries.filter((other) => other !== entry));
  }

  /** Forgets everything (logout, end of the page). */
  clear(): void {
    this.#clearTimers();
    this.#set([]);
  }

  /** Sends the oldest unsent entry of each lane that has nothing on its way and is not told to wait. */
  #pump(): void {
    if (!this.#connected) return;
    const busy = new Set(this.#timers.keys());
    for (const entry of this.#entries) {
      const lane = this.#lane(entry);
      if (entry.state === "failed" || busy.has(lane)) continue;
      busy.add(lane);
      // The state changes first: a transport in the same process may answer before `transmit` returns.
      const sending: QueueEntry<P> = { ...entry, state: "sending" };
      this.#change(entry, sending);
      this.#block(lane, this.#options.answerWithinMs ?? 15_000);
      if (!this.#options.transmit(sending)) {
        const still = this.#find(entry.clientMsgId);
        if (still) this.#change(still, { ...still, state: "waiting" });
      }
    }
  }

  /** Nothing of this lane is sent before `ms` have passed or its answer has come. */
  #block(lane: string, ms: number): void {
    const timers = this.#options.timers ?? systemTimers;
    timers.clear(this.#timers.get(lane));
    this.#timers.set(
      lane,
      timers.set(() => {
        this.#timers.delete(lane);
        this.#pump();
      }, ms),
    );
  }

  #settle(entry: QueueEntry<P>): void {
    if (entry.state !== "sending") return;
    const lane = this.#lane(entry);
    (this.#options.timers ?? systemTimers).clear(this.#timers.get(lane));
    this.#timers.delete(lane);
  }

  #clearTimers(): void {
    for (const timer of this.#timers.values()) (this.#options.timers ?? systemTimers).clear(timer);
    this.#timers.clear();
  }

  #lane(entry: QueueEntry<P>): string {
    return this.#options.lane?.(entry.payload) ?? "";
  }

  #find(clientMsgId: string): QueueEntry<P> | undefined {
    return this.#entries.find((entry) => entry.clientMsgId === clientMsgId);
  }

  #change(from: QueueEntry<P>, to: QueueEntry<P>): void {
    this.#set(this.#entries.map((entry) => (entry === from ? to : entry)));
  }

  #set(entries: readonly QueueEntry<P>[]): void {
    this.#entries = entries;
    this.#options.onChange(entries);
  }
}
