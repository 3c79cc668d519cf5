import { type DeskState, withEntry } from "./desk-state.ts";
import { dropConversation, holdConversation } from "./hold-conversation.ts";
import { withoutKept } from "./outbox.ts";
import type { AgentEvent, NumberedEvent } from "./shapes.ts";
import { advanced, arrival, heardOf, mustResume, type SiteCursor } from "./site-cursor.ts";
import { withMessage, withNote } from "./thread-window.ts";
import { withoutAuthor } from "./typing.ts";

/**
 * Applies a stored change if it is the next one of its site; a repeat changes nothing, and behind a hole the
 * cursor only learns that there is more, so that `sitesToResume` names the site.
 */
export function applyEvent(state: DeskState, numbered: NumberedEvent): DeskState {
  const { site_id, number } = numbered.position;
  const cursor = state.cursors.get(site_id);
  // Before its first page is loaded a site has no state that an event could be applied to.
  if (!cursor) return state;
  switch (arrival(cursor, number)) {
    case "repeat":
      return state;
    case "hole":
      return withCursor(state, site_id, heardOf(cursor, number));
    case "next":
      return withCursor(change(state, numbered.event), site_id, advanced(cursor, number));
  }
}

export function withCursor(state: DeskState, siteId: string, cursor: SiteCursor): DeskState {
  return { ...state, cursors: withEntry(state.cursors, siteId, cursor) };
}

/** The sites with a hole that nobody has asked about. */
export function sitesToResume(state: DeskState): readonly string[] {
  return [...state.cursors].filter(([, cursor]) => mustResume(cursor)).map(([siteId]) => siteId);
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
  }
}
