import { EMPTY_OUTBOX, type Outbox } from "./outbox.ts";
import type { Agent, Conversation, Counts, Limits, View } from "./shapes.ts";
import type { SiteCursor } from "./site-cursor.ts";
import type { Thread } from "./thread-window.ts";
import type { Writer } from "./typing.ts";
import type { ListKey } from "./views.ts";

/** A list as far as it was loaded. */
export interface LoadedList {
  readonly view: View;
  /** The site it is narrowed to, or undefined for every site. */
  readonly siteId: string | undefined;
  /** The opaque key of the next page; undefined when everything is here. */
  readonly next: string | undefined;
  /** The place of the last loaded row: what sorts behind it is hidden until its page is loaded. */
  readonly end: ListKey | undefined;
}

/**
 * All the desk knows, as values that are never changed in place.
 *
 * Everything that comes from the server's log passes through the cursors of its site, so that a lost, repeated
 * or reordered frame ends in the same state as the log (house.md section 8).
 */
export interface DeskState {
  /** The id of the agent who sits here. */
  readonly me: string;
  /** The database's epoch; undefined before the first `welcomed`. */
  readonly epoch: string | undefined;
  /** What the server does not take; told in `welcomed`. */
  readonly limits: Limits | undefined;
  readonly cursors: ReadonlyMap<string, SiteCursor>;
  readonly conversations: ReadonlyMap<string, Conversation>;
  /** Conversations that were erased; an answer that was on its way must not bring them back. */
  readonly removed: ReadonlySet<string>;
  readonly threads: ReadonlyMap<string, Thread>;
  readonly lists: ReadonlyMap<string, LoadedList>;
  /** How many each open view holds, over the site that the lists are narrowed to. */
  readonly counts: Counts | undefined;
  /** Something changed whose earlier place is unknown: the counts are to be asked for again. */
  readonly countsDoubtful: boolean;
  /** The site that lists and counts are narrowed to. */
  readonly siteId: string | undefined;
  readonly agents: ReadonlyMap<string, Agent>;
  readonly typing: ReadonlyMap<string, readonly Writer[]>;
  /** Which agents have a conversation open. */
  readonly viewing: ReadonlyMap<string, readonly string[]>;
  /** What presence frames said about visitors since their conversation was last loaded. */
  readonly presence: ReadonlyMap<string, boolean>;
  /** How far this agent has read, before the server has confirmed it. */
  readonly reads: ReadonlyMap<string, number>;
  readonly outbox: Outbox;
}

export function emptyDesk(me: string): DeskState {
  return {
    me,
    epoch: undefined,
    limits: undefined,
    cursors: new Map(),
    conversations: new Map(),
    removed: new Set(),
    threads: new Map(),
    lists: new Map(),
    counts: undefined,
    countsDoubtful: false,
    siteId: undefined,
    agents: new Map(),
    typing: new Map(),
    viewing: new Map(),
    presence: new Map(),
    reads: new Map(),
    outbox: EMPTY_OUTBOX,
  };
}

/** A copy of the map with one entry changed; `undefined` takes it out. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V | undefined): ReadonlyMap<K, V> {
  const copy = new Map(map);
  if (value === undefined) copy.delete(key);
  else copy.set(key, value);
  return copy;
}
