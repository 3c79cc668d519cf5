/** How far the desk has heard one site. Numbers are per site and without gaps (house.md section 8). */
export interface SiteCursor {
  /** The last event applied; everything up to it is in the desk's state. */
  readonly number: number;
  /** The highest number heard of: by an event, a heartbeat or a page. */
  readonly seen: number;
  /** A `resume` is on its way and has not been answered. */
  readonly asking: boolean;
  /** The server could not answer from here: the lists are to be loaded again. */
  readonly stale: boolean;
}

/** What an event with this number is to a cursor. */
export type Arrival = "next" | "repeat" | "hole";

export function cursorAt(number: number): SiteCursor {
  return { number, seen: number, asking: false, stale: false };
}

/** `next` may be applied, `repeat` is known, `hole` means that something before it is missing. */
export function arrival(cursor: SiteCursor, number: number): Arrival {
  if (number <= cursor.number) return "repeat";
  return number === cursor.number + 1 ? "next" : "hole";
}

/** The cursor after its next event was applied. */
export function advanced(cursor: SiteCursor, number: number): SiteCursor {
  return { ...cursor, number, seen: Math.max(cursor.seen, number) };
}

/** The cursor once it is known that the site has come this far. */
export function heardOf(cursor: SiteCursor, number: number): SiteCursor {
  return number > cursor.seen ? { ...cursor, seen: number } : cursor;
}

/** Whether events are missing and nobody has asked for them yet. */
export function mustResume(cursor: SiteCursor): boolean {
  return !cursor.asking && !cursor.stale && cursor.seen > cursor.number;
}
