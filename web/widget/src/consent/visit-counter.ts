/** Counts the visits of this browser in `ssupp.visits`; only with consent to marketing. */
import type { Clock } from "@entrenous/protocol/clock.ts";
import type { Grant, Store } from "@entrenous/protocol/store.ts";
import type { Calls } from "./calls.ts";
import { type CourierOptions, createCourier } from "./courier.ts";
import type { GatedModule } from "./gated-module.ts";

/** Two visits are at least this far apart. */
const PAUSE_MS = 30 * 60_000;
const MINUTE_MS = 60_000;
/** The most that the server takes. */
const MOST = 1_000_000;

export interface VisitCounterOptions extends CourierOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly calls: Pick<Calls, "visits" | "visitsOf">;
  /** Asked only with the grant, because it reads the browser. False on a page that was reached from another one of the site, or loaded again: the visit goes on. */
  isNewVisit(): boolean;
}

/** `<number of visits>.<minute of the first>.<minute of the last>`; minutes since 1970. */
interface Count {
  readonly visits: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

export function visitCounter(options: VisitCounterOptions): GatedModule<"marketing"> {
  const { store, clock } = options;

  /** Raises the counter where a visit begins; undefined where it goes on. */
  function raise(grant: Grant<"marketing">): number | undefined {
    const now = clock.now();
    const known = readCount(store.get("ssupp.visits"));
    if (known && (!options.isNewVisit() || now - known.lastAt < PAUSE_MS)) return undefined;
    const visits = Math.min((known?.visits ?? 0) + 1, MOST);
    const firstAt = known?.firstAt ?? now;
    // Its life counts from the first visit: coming back never makes it longer.
    store.set("ssupp.visits", [visits, minute(firstAt), minute(now)].join("."), grant, firstAt);
    return visits;
  }

  return {
    start(grant) {
      let unsent = raise(grant);
      const courier = createCourier(options, grant, {
        next() {
          const visits = unsent;
          if (visits === undefined) return undefined;
          return async (token) => {
            const outcome = await options.calls.visits(visits, token);
            if (outcome.kind !== "later") unsent = undefined;
            return outcome;
          };
        },
        tellOwner: options.calls.visitsOf,
      });

      courier.send();
      return {
        poke() {
          courier.hasLeft();
          courier.send();
        },
        stop() {
          unsent = undefined;
        },
      };
    },
  };
}

function minute(at: number): number {
  return Math.floor(at / MINUTE_MS);
}

/** A counter of another make begins anew here: its age cannot be told. */
function readCount(value: unknown): Count | undefined {
  const [visits = 0, first = 0, last = 0] = `${value}`.split(".").map(Number);
  if (!(visits > 0 && first > 0 && last > 0)) return undefined;
  return { visits, firstAt: first * MINUTE_MS, lastAt: last * MINUTE_MS };
}

/** Whether a visit begins with this page: not by a reload, the back button, or a link of the same site. */
export function beginsVisit(page: {
  readonly referrer: string;
  readonly origin: string;
  readonly navigation: string;
}): boolean {
  if (page.navigation === "reload" || page.navigation === "back_forward") return false;
  try {
    return new URL(page.referrer).origin !== page.origin;
  } catch {
    return true;
  }
}
