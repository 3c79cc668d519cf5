import type { TimerId, Timers } from "@entrenous/protocol/timers.ts";
import type { Hole } from "../state/site-cursor.ts";

/**
 * Events that only overtook each other are all here within this, so they cost no frame: an agent's frames are
 * counted, and one `resume` for each of them left no room for what the agent writes.
 */
const PATIENCE_MS = 300;

export interface HoleWatchOptions {
  /** The holes that are open now and not asked about. */
  holes(): readonly Hole[];
  /** The server is to be asked. */
  ask(hole: Hole): void;
  readonly timers: Timers;
}

/** Decides when the server is asked about a hole: at once where nothing comes by itself, else when it stays open. */
export class HoleWatch {
  readonly #options: HoleWatchOptions;
  /** By site: the hole that may still be filled by an event that is late. */
  readonly #waits = new Map<string, { readonly after: number; readonly timer: TimerId }>();
  /** Set while the server wants to be asked nothing. */
  #pause: TimerId;

  constructor(options: HoleWatchOptions) {
    this.#options = options;
  }

  /** Looks at the holes; called after each change of them. */
  look(): void {
    const holes = new Map(this.#options.holes().map((hole) => [hole.siteId, hole]));
    for (const [siteId, { after }] of this.#waits) {
      const hole = holes.get(siteId);
      // Where the site has moved on, another number is missing, and its patience begins anew.
      if (hole?.after !== after || hole.isMissed) this.#endWait(siteId);
    }
    if (this.#pause !== undefined) return;
    for (const hole of holes.values()) {
      if (hole.isMissed) this.#options.ask(hole);
      else if (!this.#waits.has(hole.siteId)) this.#wait(hole);
    }
  }

  /** Asks nothing for so long, and then looks again. */
  pause(ms: number): void {
    this.forget();
    this.#pause = this.#options.timers.set(() => {
      this.#pause = undefined;
      this.look();
    }, ms);
  }

  /** Waits for nothing any more, as when the connection is gone: the next one shows what is missing. */
  forget(): void {
    for (const siteId of [...this.#waits.keys()]) this.#endWait(siteId);
    this.#options.timers.clear(this.#pause);
    this.#pause = undefined;
  }

  #wait({ siteId, after }: Hole): void {
    const timer = this.#options.timers.set(() => {
      this.#waits.delete(siteId);
      const hole = this.#options.holes().find((one) => one.siteId === siteId && one.after === after);
      if (hole) this.#options.ask(hole);
    }, PATIENCE_MS);
    this.#waits.set(siteId, { after, timer });
  }

  #endWait(siteId: string): void {
    this.#options.timers.clear(this.#waits.get(siteId)?.timer);
    this.#waits.delete(siteId);
  }
}
