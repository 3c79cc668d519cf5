import type { Conversation, Counts, View } from "./shapes.ts";

/** Where a row stands: the group first, then the number, then the id, each ascending. */
export interface ListKey {
  /** 0 = somebody waits, 1 = nobody waits. */
  readonly group: 0 | 1;
  /** Unix ms of the wait's beginning, or minus the Unix ms of the newest message or closing. */
  readonly rank: number;
  readonly id: string;
}

/** Whether the conversation belongs to the view of the agent `me`. Source: `ConversationView`. */
export function isIn(view: View, conversation: Conversation, me: string): boolean {
  const open = conversation.owner_state !== "closed";
  switch (view) {
    case "mine":
      return open && conversation.agent_ids.includes(me);
    case "unassigned":
      return open && conversation.agent_ids.length === 0;
    case "all":
      return open;
    case "closed":
      return !open;
  }
}

/** Open views: longest waiting first, then newest message. Closed: newest closing. */
export function listKey(view: View, conversation: Conversation): ListKey {
  if (view === "closed") return { group: 1, rank: -(conversation.closed_at ?? 0), id: conversation.id };
  const since = conversation.waiting_since;
  if (since != null) return { group: 0, rank: since, id: conversation.id };
  return { group: 1, rank: -conversation.last_at, id: conversation.id };
}

export function compareKeys(a: ListKey, b: ListKey): number {
  return a.group - b.group || a.rank - b.rank || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The counts after one conversation changed from `before` to `after`; undefined stands for "not there". */
export function recount(
  counts: Counts,
  before: Conversation | undefined,
  after: Conversation | undefined,
  me: string,
): Counts {
  const step = (view: View) =>
    (after && isIn(view, after, me) ? 1 : 0) - (before && isIn(view, before, me) ? 1 : 0);
  return {
    mine: Math.max(0, counts.mine + step("mine")),
    unassigned: Math.max(0, counts.unassigned + step("unassigned")),
    all: Math.max(0, counts.all + step("all")),
  };
}
