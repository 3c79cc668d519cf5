import { withCursor } from "./apply-event.ts";
import { type DeskState, type LoadedList, withEntry } from "./desk-state.ts";
import { holdConversation } from "./hold-conversation.ts";
import { withoutKept } from "./outbox.ts";
import type { Agent, Conversation, ConversationPage, MessagePage, ThreadOut, View } from "./shapes.ts";
import { cursorAt, missing } from "./site-cursor.ts";
import { lastSeq, type Thread, threadAround, threadFrom, withPage } from "./thread-window.ts";
import { compareKeys, listKey } from "./views.ts";

/** What a page was asked for. */
export interface Asked {
  readonly view: View;
  readonly siteId: string | undefined;
  /** The `after` of the request; undefined for the first page. */
  readonly after: string | undefined;
}

/** The name under which a list is held. */
export function listName(view: View, siteId: string | undefined): string {
  return `${view} ${siteId ?? "*"}`;
}

/** Takes over a page of conversations. */
export function applyPage(state: DeskState, asked: Asked, page: ConversationPage): DeskState {
  const name = listName(asked.view, asked.siteId);
  const known = state.lists.get(name);
  // The list was loaded anew while this page was on its way.
  if (asked.after !== undefined && known?.next !== asked.after) return state;
  let next = asked.after === undefined ? refreshed(state, asked, page) : state;
  for (const conversation of page.items) next = holdConversation(next, conversation, "answer");
  const last = page.items.at(-1);
  const list: LoadedList = {
    view: asked.view,
    siteId: asked.siteId,
    next: page.next ?? undefined,
    end: page.next == null || !last ? undefined : listKey(asked.view, last),
  };
  next = { ...next, lists: withEntry(next.lists, name, list) };
  return asked.siteId === state.siteId ? { ...next, counts: page.counts, countsDoubtful: false } : next;
}

/** Takes over an answered thread. */
export function applyThread(state: DeskState, out: ThreadOut): DeskState {
  const id = out.conversation.id;
  if (state.removed.has(id)) return state;
  const known = state.threads.get(id);
  let thread = threadFrom(out, known);
  // An event that came while the answer was on its way has already put the newest messages here.
  if (known && lastSeq(known) > lastSeq(thread)) {
    thread = withPage(thread, {
      messages: [...known.messages],
      notes: [...known.notes],
      last_seq: 0,
      more: true,
    });
  }
  const held = holdConversation(state, out.conversation, "answer");
  return shown({ ...held, viewing: withEntry(held.viewing, id, out.viewing) }, id, thread);
}

/** Takes over an older or newer page of a thread. */
export function applyMessages(state: DeskState, id: string, page: MessagePage): DeskState {
  const thread = state.threads.get(id);
  return thread ? shown(state, id, withPage(thread, page)) : state;
}

/** Takes over a page around a place in the middle of a thread. */
export function applyAround(state: DeskState, id: string, page: MessagePage): DeskState {
  return shown(state, id, threadAround(page, state.threads.get(id)));
}

/** Takes over what a join, assignment, closing or reopening answered. */
export function applyConversation(state: DeskState, conversation: Conversation): DeskState {
  return holdConversation(state, conversation, "event");
}

/** Takes over who the agents are. */
export function applyAgents(state: DeskState, agents: readonly Agent[]): DeskState {
  return { ...state, agents: new Map(agents.map((agent) => [agent.id, agent])) };
}

/** The rows of a list in their right order, as far as they are loaded. */
export function rowsOf(
  state: DeskState,
  view: View,
  siteId: string | undefined,
  belongs: (conversation: Conversation) => boolean,
): readonly Conversation[] {
  const end = state.lists.get(listName(view, siteId))?.end;
  const rows: { key: ReturnType<typeof listKey>; conversation: Conversation }[] = [];
  for (const conversation of state.conversations.values()) {
    if (siteId !== undefined && conversation.site_id !== siteId) continue;
    if (!belongs(conversation)) continue;
    const key = listKey(view, conversation);
    if (end === undefined || compareKeys(key, end) <= 0) rows.push({ key, conversation });
  }
  return rows.sort((a, b) => compareKeys(a.key, b.key)).map((row) => row.conversation);
}

/** A first page sets the cursors that are missing or stale, and replaces what a stale site held. */
function refreshed(state: DeskState, asked: Asked, page: ConversationPage): DeskState {
  let next = state;
  const stale = new Set<string>();
  const read = new Map(page.positions.map(({ site_id, number }) => [site_id, number]));
  // A site without any event may be missing in a page over every site.
  if (asked.siteId === undefined) {
    for (const [siteId, cursor] of state.cursors) if (cursor.stale && !read.has(siteId)) read.set(siteId, 0);
  }
  for (const [site_id, number] of read) {
    const cursor = next.cursors.get(site_id);
    if (cursor && !cursor.stale) continue;
    if (cursor) stale.add(site_id);
    // What came while the page was on its way was not kept aside.
    next = withCursor(next, site_id, missing(cursorAt(number), cursor?.seen ?? 0));
  }
  if (stale.size === 0) return next;
  // Whatever was missed may have changed any conversation of the site, so nothing of it may stay as it was.
  const conversations = new Map([...next.conversations].filter(([, one]) => !stale.has(one.site_id)));
  const threads = new Map([...next.threads].filter(([id]) => conversations.has(id)));
  return { ...next, conversations, threads, lists: new Map() };
}

function shown(state: DeskState, id: string, thread: Thread): DeskState {
  const ids = new Set([...thread.messages, ...thread.notes].map((one) => one.client_msg_id));
  return { ...state, outbox: withoutKept(state.outbox, ids), threads: withEntry(state.threads, id, thread) };
}
