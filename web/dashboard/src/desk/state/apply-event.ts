import { type DeskState, withEntry } from "./desk-state.ts";
import { dropConversation, holdConversation } from "./hold-conversation.ts";
import { withoutKept } from "./outbox.ts";
import type { AgentEvent, NumberedEvent } from "./shapes.ts";
import { type Hole, holeOf, type SiteCursor, takeIn } from "./site-cursor.ts";
import { withMessage, withNote } from "./thread-window.ts";
import { withoutAuthor } from "./typing.ts";

/**
 * Applies stored changes of a site as far as they follow what is known, with those that were kept aside for that.
 * A repeat changes nothing, and what comes early is kept aside, so that `openHoles` names the site.
 */
export function applyEvents(state: DeskState, siteId: string, events: readonly NumberedEvent[]): DeskState {
  const before = state.cursors.get(siteId);
  // Before its first page is loaded a site has no state that an event could be applied to.
  if (!before) return state;
  const { cursor, run } = takeIn(before, events);
  if (cursor === before) return state;
  let next = state;
  for (const { event } of run) next = change(next, event);
  return withCursor(next, siteId, cursor);
}

export function withCursor(state: DeskState, siteId: string, cursor: SiteCursor): DeskState {
  return { ...state, cursors: withEntry(state.cursors, siteId, cursor) };
}

/** The holes that nobody has asked about, at most one for each site. */
export function openHoles(state: DeskState): readonly Hole[] {
  return [...state.cursors].flatMap(([siteId, cursor]) => holeOf(siteId, cursor) ?? []);
}

/** The sites whose lists must be loaded again. */
export function staleSites(state: DeskState): readonly string[] {
  return [...state.cursors].filter(([, cursor]) => cursor.stale).map(([siteId]) => siteId);
}

function change(state: DeskState, event: AgentEvent): DeskState {
  switch (event.kind) {
    case "message_added": {
      const { conversation, message } = event;
      if (state.removed.has(conversation.id)) return state;
      const thread = state.threads.get(conversation.id);
      const writers = state.typing.get(conversation.id);
      return {
        ...holdConversation(state, conversation, "event"),
        threads: thread
          ? withEntry(state.threads, conversation.id, withMessage(thread, message))
          : state.threads,
        typing: writers
          ? withEntry(
              state.typing,
              conversation.id,
              withoutAuthor(writers, message.author.kind, message.author.id),
            )
          : state.typing,
        outbox: withoutKept(state.outbox, new Set([message.client_msg_id])),
      };
    }
    case "note_added": {
      const thread = state.threads.get(event.conversation_id);
      return {
        ...state,
        threads: thread
          ? withEntry(state.threads, event.conversation_id, withNote(thread, event.note))
          : state.threads,
        outbox: withoutKept(state.outbox, new Set([event.note.client_msg_id])),
      };
    }
    case "conversation_changed":
      return holdConversation(state, event.conversation, "event");
    case "removed":
      return dropConversation(state, event.conversation_id);
    // Something of another group: its number was the news.
    case "withheld":
      return state;
  }
}
