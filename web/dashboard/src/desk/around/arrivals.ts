import type { DeskState } from "../state/desk-state.ts";
import type { Conversation, NumberedEvent } from "../state/shapes.ts";

/** Visitors' messages of one conversation that concern the agent. */
export interface Arrival {
  readonly conversation: Conversation;
  readonly count: number;
  /** The newest text; empty for a file. */
  readonly text: string;
}

/** What to tell the agent about applied changes: messages of visitors who are theirs or nobody's. */
export function arrivalsOf(state: DeskState, events: readonly NumberedEvent[]): readonly Arrival[] {
  const arrivals = new Map<string, Arrival>();
  for (const { event } of events) {
    if (event.kind !== "message_added" || event.message.author.kind !== "visitor") continue;
    const { conversation, message } = event;
    const concerned = conversation.agent_ids.length === 0 || conversation.agent_ids.includes(state.me);
    if (!concerned || conversation.owner_state === "bot") continue;
    const { content } = message;
    const text = content.type === "text" ? content.text : content.type === "file" ? content.file.name : "";
    const count = (arrivals.get(conversation.id)?.count ?? 0) + 1;
    arrivals.set(conversation.id, { conversation, count, text });
  }
  return [...arrivals.values()];
}
