import { type DeskState, withEntry } from "./desk-state.ts";
import type { Conversation } from "./shapes.ts";
import { isIn, recount } from "./views.ts";

/**
 * Whether `a` was read before `b`. The log of a conversation is a line on which these numbers never fall,
 * so one of them that fell proves that the snapshot is old.
 */
function isOlder(a: Conversation, b: Conversation): boolean {
  return (
    a.last_seq < b.last_seq ||
    a.owner_version < b.owner_version ||
    a.visitor_read_seq < b.visitor_read_seq ||
    a.agent_read_seq < b.agent_read_seq
  );
}

/** Where a snapshot comes from: only an answer to a question tells who is connected at this moment. */
export type Source = "event" | "answer";

/** Takes over a snapshot of a conversation, unless it is older than what is held or the conversation is gone. */
export function holdConversation(state: DeskState, conversation: Conversation, source: Source): DeskState {
  if (state.removed.has(conversation.id)) return state;
  const before = state.conversations.get(conversation.id);
  if (before && isOlder(conversation, before)) return state;
  const presence =
    source === "answer" && state.presence.has(conversation.visitor.id)
      ? withEntry(state.presence, conversation.visitor.id, undefined)
      : state.presence;
  const conversations = withEntry(state.conversations, conversation.id, conversation);
  const held = { ...state, presence, conversations };
  return source === "event" ? counted(held, before, conversation) : held;
}

/** Drops a conversation for good. */
export function dropConversation(state: DeskState, id: string): DeskState {
  const before = state.conversations.get(id);
  const dropped: DeskState = {
    ...state,
    removed: new Set(state.removed).add(id),
    conversations: withEntry(state.conversations, id, undefined),
    threads: withEntry(state.threads, id, undefined),
    typing: withEntry(state.typing, id, undefined),
    viewing: withEntry(state.viewing, id, undefined),
  };
  return counted(dropped, before, undefined);
}

/** Whether the visitor's chat box is connected, as far as the desk knows. */
export function isConnected(state: DeskState, conversation: Conversation): boolean {
  return state.presence.get(conversation.visitor.id) ?? conversation.visitor.connected;
}

/** How many visitor messages nobody has read; 0 as soon as this agent has seen them, and for what is closed: it asks for no work. */
export function unreadOf(state: DeskState, conversation: Conversation): number {
  if (conversation.owner_state === "closed") return 0;
  return (state.reads.get(conversation.id) ?? 0) >= conversation.last_seq ? 0 : conversation.unread;
}

/** How many open conversations of this agent, or of nobody, have something unread. */
export function unreadConversations(state: DeskState): number {
  let count = 0;
  for (const one of state.conversations.values()) {
    const concerned = isIn("mine", one, state.me) || isIn("unassigned", one, state.me);
    if (concerned && unreadOf(state, one) > 0) count += 1;
  }
  return count;
}

/** Counts are kept by difference; a change from an unknown place makes them doubtful instead of wrong. */
function counted(
  state: DeskState,
  before: Conversation | undefined,
  after: Conversation | undefined,
): DeskState {
  const siteId = (after ?? before)?.site_id;
  if (!state.counts || (state.siteId !== undefined && siteId !== undefined && siteId !== state.siteId))
    return state;
  if (!before) return { ...state, countsDoubtful: true };
  return { ...state, counts: recount(state.counts, before, after, state.me) };
}
