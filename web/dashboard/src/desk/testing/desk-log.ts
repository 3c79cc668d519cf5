/** A small model of the server: a log of events for each site, and the answers that follow from it. */
import type { AgentServerFrame } from "@entrenous/protocol/frames.ts";
import type {
  Conversation,
  ConversationPage,
  Message,
  Note,
  NumberedEvent,
  Position,
  ThreadOut,
} from "../state/shapes.ts";
import { isIn } from "../state/views.ts";
import { conversation, ME, message, note } from "./samples.ts";

interface Held {
  conversation: Conversation;
  messages: Message[];
  notes: Note[];
}

/** At most this many events are in one answer; small, so that `more` happens. Source: `Resumed.events`. */
const RESUME_PAGE = 7;

export class DeskLog {
  readonly #random: () => number;
  readonly #events = new Map<string, NumberedEvent[]>();
  readonly held = new Map<string, Held>();
  /** Events up to here are too old to resume from. */
  readonly forgotten = new Map<string, number>();
  #clock = 0;

  constructor(siteIds: readonly string[], random: () => number) {
    this.#random = random;
    for (const siteId of siteIds) this.#events.set(siteId, []);
  }

  get positions(): Position[] {
    return [...this.#events].map(([site_id, events]) => ({ site_id, number: events.length }));
  }

  get conversations(): ReadonlyMap<string, Conversation> {
    return new Map([...this.held].map(([id, one]) => [id, one.conversation]));
  }

  /** One more random change, as the frame that tells it. */
  happen(): AgentServerFrame {
    const siteIds = [...this.#events.keys()];
    const siteId = siteIds[this.#below(siteIds.length)] ?? "";
    const here = [...this.held.values()].filter((one) => one.conversation.site_id === siteId);
    const one = here[this.#below(here.length)];
    const dice = this.#random();
    if (!one || dice < 0.1) return this.#begin(siteId);
    if (dice < 0.6) return this.#write(one);
    if (dice < 0.7) return this.#annotate(one);
    if (dice < 0.97) return this.#change(one);
    this.held.delete(one.conversation.id);
    return this.#log(siteId, { kind: "removed", conversation_id: one.conversation.id });
  }

  resume(position: Position): AgentServerFrame {
    const { site_id, number } = position;
    if (number < (this.forgotten.get(site_id) ?? 0)) return { type: "resync_required", site_id };
    const rest = (this.#events.get(site_id) ?? []).slice(number);
    const events = rest.slice(0, RESUME_PAGE);
    return {
      type: "resumed",
      events,
      position: { site_id, number: number + events.length },
      more: rest.length > events.length,
    };
  }

  heartbeat(): AgentServerFrame {
    return { type: "heartbeat", epoch: "e1", positions: this.positions };
  }

  page(): ConversationPage {
    const items = [...this.held.values()].map((one) => one.conversation);
    const count = (view: "mine" | "unassigned" | "all") => items.filter((one) => isIn(view, one, ME)).length;
    return {
      items,
      counts: { mine: count("mine"), unassigned: count("unassigned"), all: count("all") },
      positions: this.positions,
    };
  }

  thread(id: string): ThreadOut | undefined {
    const one = this.held.get(id);
    return one && { ...one, messages: [...one.messages], notes: [...one.notes], earlier: [], viewing: [] };
  }

  #begin(siteId: string): AgentServerFrame {
    const id = `cv_${this.held.size}_${this.#clock}`;
    const one: Held = { conversation: conversation(id, { site_id: siteId }), messages: [], notes: [] };
    this.held.set(id, one);
    return this.#write(one);
  }

  #write(one: Held): AgentServerFrame {
    const seq = one.messages.length + 1;
    const at = ++this.#clock;
    const said = message(seq, {
      id: `${one.conversation.id}_${seq}`,
      client_msg_id: `c${at}`,
      created_at: at,
    });
    one.messages.push(said);
    one.conversation = {
      ...one.conversation,
      last_seq: seq,
      last_at: at,
      unread: one.conversation.unread + 1,
    };
    return this.#log(one.conversation.site_id, {
      kind: "message_added",
      conversation: one.conversation,
      message: said,
    });
  }

  #annotate(one: Held): AgentServerFrame {
    const at = ++this.#clock;
    const said = note(`no_${at}`, one.messages.length, { client_msg_id: `n${at}`, created_at: at });
    one.notes.push(said);
    const { site_id, id } = one.conversation;
    return this.#log(site_id, { kind: "note_added", conversation_id: id, note: said });
  }

  #change(one: Held): AgentServerFrame {
    const { conversation: before } = one;
    const open = before.owner_state !== "closed";
    const next: Partial<Conversation> = open
      ? this.#random() < 0.3
        ? { owner_state: "closed", closed_at: ++this.#clock, agent_ids: [] }
        : { owner_state: "human", agent_ids: [this.#random() < 0.5 ? ME : "ag_2"] }
      : { owner_state: "queue", closed_at: null };
    one.conversation = { ...before, ...next, owner_version: before.owner_version + 1 };
    return this.#log(before.site_id, { kind: "conversation_changed", conversation: one.conversation });
  }

  #log(siteId: string, event: NumberedEvent["event"]): AgentServerFrame {
    const events = this.#events.get(siteId) ?? [];
    const numbered = { position: { site_id: siteId, number: events.length + 1 }, event };
    events.push(numbered);
    return { type: "event", event: numbered };
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}
