import type { NumberedEvent } from "./shapes.ts";

/**
 * How far the desk has heard one site. Numbers are per site and without gaps (house.md section 8), but events
 * may come in another order than their numbers: whoever stores one tells it, and nobody waits for the others.
 */
export interface SiteCursor {
  /** The last event applied; everything up to it is in the desk's state. */
  readonly number: number;
  /** The highest number heard of: by an event, a heartbeat or a page. */
  readonly seen: number;
  /** Up to here nothing comes by itself any more: it was told while nobody listened, or was dropped again. */
  readonly missed: number;
  /** Events beyond a hole, by number; they are kept aside until the hole is filled. */
  readonly ahead: ReadonlyMap<number, NumberedEvent>;
  /** The number after which a `resume` asked that has not been answered; undefined when none is on its way. */
  readonly asked: number | undefined;
  /** The server could not answer from here: the lists are to be loaded again. */
  readonly stale: boolean;
}

/** What is missing behind `after` in a site, although the site has come further. */
export interface Hole {
  readonly siteId: string;
  /** The last number without a gap; what to resume after. */
  readonly after: number;
  /** It stays open until it is asked about; any other may still be filled by an event that is late. */
  readonly isMissed: boolean;
}

/** More than this beyond a hole are dropped again, the farthest first; the resume that fills the hole brings them back. */
const AHEAD_LIMIT = 256;

const NONE: ReadonlyMap<number, NumberedEvent> = new Map();

export function cursorAt(number: number): SiteCursor {
  return { number, seen: number, missed: number, ahead: NONE, asked: undefined, stale: false };
}

/**
 * Takes events of the site in any order, also repeated ones. `run` are those that may be applied now, ascending
 * and without gaps; `cursor` is the cursor once they were, and the same one when every event had been.
 */
export function takeIn(
  cursor: SiteCursor,
  events: readonly NumberedEvent[],
): { readonly cursor: SiteCursor; readonly run: readonly NumberedEvent[] } {
  const fresh = events.filter(({ position }) => position.number > cursor.number);
  if (fresh.length === 0) return { cursor, run: [] };
  const ahead = new Map(cursor.ahead);
  let { number, seen } = cursor;
  for (const event of fresh) {
    ahead.set(event.position.number, event);
    seen = Math.max(seen, event.position.number);
  }
  const run: NumberedEvent[] = [];
  for (let next = ahead.get(number + 1); next; next = ahead.get(number + 1)) {
    number += 1;
    ahead.delete(number);
    run.push(next);
  }
  return { cursor: withinLimit({ ...cursor, number, seen, ahead }), run };
}

/** The cursor once it is known that the site has come this far. */
export function heardOf(cursor: SiteCursor, number: number): SiteCursor {
  return number > cursor.seen ? { ...cursor, seen: number } : cursor;
}

/** The cursor once it is known that what is missing up to `number` does not come by itself. */
export function missing(cursor: SiteCursor, number: number): SiteCursor {
  return number > cursor.missed ? { ...heardOf(cursor, number), missed: number } : cursor;
}

/** The cursor once its `resume` has brought everything up to `number`; with `more`, the server has what follows. */
export function answered(cursor: SiteCursor, number: number, more: boolean): SiteCursor {
  const told = more ? missing(cursor, number + 1) : { ...heardOf(cursor, number), missed: number };
  return { ...told, asked: undefined };
}

/** The cursor once its `resume` was lost or refused: what it asked for stays missed. */
export function unanswered(cursor: SiteCursor): SiteCursor {
  if (cursor.asked === undefined) return cursor;
  return { ...missing(cursor, cursor.asked + 1), asked: undefined };
}

/** The cursor once its numbers lead nowhere, nor do those that are kept aside. */
export function outdated(cursor: SiteCursor): SiteCursor {
  return { ...cursor, ahead: NONE, asked: undefined, stale: true };
}

/** The hole behind the cursor, unless the server has been asked about it. */
export function holeOf(siteId: string, cursor: SiteCursor): Hole | undefined {
  const { number, seen, missed, asked, stale } = cursor;
  if (asked !== undefined || stale || seen <= number) return undefined;
  return { siteId, after: number, isMissed: missed > number };
}

/** A stale cursor keeps nothing aside: the page that it waits for sets another number. */
function withinLimit(cursor: SiteCursor): SiteCursor {
  const limit = cursor.stale ? 0 : AHEAD_LIMIT;
  if (cursor.ahead.size <= limit) return cursor;
  const nearest = [...cursor.ahead].sort(([a], [b]) => a - b);
  const farthest = nearest.at(-1)?.[0] ?? 0;
  return missing({ ...cursor, ahead: new Map(nearest.slice(0, limit)) }, farthest);
}
