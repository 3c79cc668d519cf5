/** Tells the server's ledger what was answered: in order, each entry until it is acknowledged. */
import { reconnectDelay } from "@entrenous/protocol/backoff.ts";
import type { Random, TimerId, Timers } from "@entrenous/protocol/timers.ts";
import type { Calls } from "./calls.ts";
import type { ConsentIn, ConsentOut } from "./wire.ts";

/** More entries than a person makes while offline; when it is full the oldest one goes. */
const LONGEST_QUEUE = 20;

export interface Ledger {
  /**
   * Sends it after all that wait. An answer takes the number of the `shown` entry right before it.
   * Of several answers of one source in one task only the last goes out: some managers go through their services
   * one by one.
   */
  record(entry: ConsentIn): void;
  stop(): void;
}

export interface LedgerOptions {
  readonly calls: Pick<Calls, "consent">;
  readonly timers: Timers;
  readonly random: Random;
  /** Tells when the browser is online again; `window` outside tests. */
  readonly network: EventTarget;
  /** The server has it, under this number. */
  onRecorded(entry: ConsentIn, answer: ConsentOut): void;
  /** The server does not want it, and is not asked again. */
  onRefused(entry: ConsentIn): void;
}

export function createLedger(options: LedgerOptions): Ledger {
  let queue: ConsentIn[] = [];
  let isBusy = false;
  /** True until the script that recorded something has ended. */
  let isSameTask = false;
  let isStopped = false;
  let attempt = 0;
  let timer: TimerId;

  async function send(): Promise<void> {
    const entry = queue[0];
    if (!entry || isBusy || isStopped) return;
    options.timers.clear(timer);
    isBusy = true;
    const outcome = await options.calls.consent(entry);
    isBusy = false;
    if (isStopped) return;
    if (outcome.kind === "later") {
      timer = options.timers.set(() => void send(), reconnectDelay(attempt++, options.random));
      return;
    }
    attempt = 0;
    queue = queue.filter((waiting) => waiting !== entry);
    if (outcome.kind !== "done") options.onRefused(entry);
    else {
      const { entry_id } = outcome.value;
      if (entry.event === "shown" && queue[0]) queue[0] = { ...queue[0], shown: entry_id };
      options.onRecorded(entry, outcome.value);
    }
    void send();
  }

  const again = () => void send();
  options.network.addEventListener("online", again);
  return {
    record(entry) {
      const last = queue[queue.length - 1];
      if (isSameTask && last?.source === entry.source && last.event !== "shown" && entry.event !== "shown") {
        // What was taken back on the way stays taken back.
        queue[queue.length - 1] = last.event === "withdrawn" ? { ...entry, event: last.event } : entry;
        return;
      }
      queue.push(entry);
      if (queue.length > LONGEST_QUEUE) queue.shift();
      if (isSameTask) return;
      isSameTask = true;
      void Promise.resolve().then(() => {
        isSameTask = false;
        return send();
      });
    },
    stop() {
      isStopped = true;
      options.timers.clear(timer);
      options.network.removeEventListener("online", again);
    },
  };
}
