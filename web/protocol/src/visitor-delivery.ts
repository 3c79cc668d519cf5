/**
 * What a chat box knows of its conversation, made from frames: the thread, who is there, what is unsent.
 *
 * It has no socket and no screen. Frames come in through `hear`, go out through `send`, and it does not
 * matter whether they were repeated, came late, or were lost: order is `seq`, holes are asked for again,
 * unsent messages keep their `client_msg_id` (house.md section 8).
 */
import { type Clock, systemClock } from "./clock.ts";
import type {
  AcceptedOut,
  ContentIn,
  MessageOut,
  Schemas,
  VisitorClientFrame,
  VisitorServerFrame,
} from "./frames.ts";
import { toMessage } from "./provisional-message.ts";
import { type QueueEntry, SendQueue } from "./send-queue.ts";
import { Thread } from "./thread.ts";
import { systemTimers, type TimerId, type Timers } from "./timers.ts";

export type ConversationState = Schemas["VisitorConversationOut"];
export type AgentCard = Schemas["AgentCardOut"];
type Known = Schemas["KnownOut"];

const NOTHING_KNOWN: Known = { name: false, email: false, phone: false };

/** What waits to be sent: what the server gets, and for a file what the screen shows meanwhile. */
export interface Outgoing {
  readonly content: ContentIn;
  readonly file?: Schemas["FileOut"];
}

/** What the delivery needs from its owner. */
export interface DeliveryOptions {
  newId(): string;
  /** Hands a frame to the connection; false when there is none. */
  send(frame: VisitorClientFrame): boolean;
  /** The numbers mean nothing to the server any more: connect anew, `welcomed` brings the state. */
  reload(): void;
  /** Something to show has changed. */
  onChange(): void;
  /** The server keeps an own message; once for each, in the tab that sent it. */
  onSent(message: MessageOut, conversationId: string): void;
  /** A message of somebody else that is newer than the first state of this page; once for each. */
  onReceived(message: MessageOut, conversationId: string): void;
  /** The unsent messages changed. */
  onUnsent(entries: readonly QueueEntry<Outgoing>[]): void;
  readonly clock?: Clock;
  readonly timers?: Timers;
}

/** The typing sign ends by itself after this. Source: `TypingChanged` in crates/protocol. */
const TYPING_MS = 8_000;
/** An unanswered resume is repeated after this, when something shows that there is still a hole. */
const RESUME_PATIENCE_MS = 10_000;
/** A conversation longer than this is loaded from its end; older pages come when asked for. */
const LOAD_ALL_UP_TO = 200;
const LOAD_LAST = 100;

export class VisitorDelivery {
  #options: DeliveryOptions;
  #clock: Clock;
  #timers: Timers;
  #queue: SendQueue<Outgoing>;
  #thread = new Thread();
  #epoch: string | undefined;
  #visitorId: string | undefined;
  #conversationId: string | undefined;
  #conversation: ConversationState | undefined;
  /** Conversations that were left for a newer one; late frames of theirs do not bring them back. */
  #former = new Set<string>();
  #availability: Schemas["Availability"] | undefined;
  #agents: readonly AgentCard[] = [];
  #groups: readonly Schemas["GroupCardOut"][] = [];
  #given = NOTHING_KNOWN;
  #limits: Schemas["LimitsOut"] | undefined;
  #typing: { readonly name: string; readonly timer: TimerId } | undefined;
  /** The resume that is not answered yet: when (Unix ms), and after which number. */
  #asked: { readonly at: number; readonly after: number } | undefined;
  /** The newest number that the screen has read; ahead of the server's mark until that is confirmed. */
  #readSeq = 0;
  /** Messages up to here in this conversation are history and raise no event. */
  #historySeq = 0;
  #connected = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#timers = options.timers ?? systemTimers;
    this.#queue = new SendQueue<Outgoing>({
      newId: options.newId,
      transmit: (entry) =>
        options.send({
          type: "send_message",
          client_msg_id: entry.clientMsgId,
          content: entry.payload.content,
        }),
      onChange: (entries) => {
        options.onUnsent(entries);
        options.onChange();
      },
      clock: this.#clock,
      timers: this.#timers,
    });
  }

  /** False until the first state came. */
  get known(): boolean {
    return this.#epoch !== undefined;
  }
  get visitorId(): string | undefined {
    return this.#visitorId;
  }
  get conversationId(): string | undefined {
    return this.#conversationId;
  }
  /** The newest state of the conversation; absent before the first message and for a moment after it. */
  get conversation(): ConversationState | undefined {
    return this.#conversation;
  }
  get messages(): readonly MessageOut[] {
    return this.#thread.messages;
  }
  get hasOlder(): boolean {
    return this.#thread.hasOlder;
  }
  get unsent(): readonly QueueEntry<Outgoing>[] {
    return this.#queue.entries;
  }
  get agents(): readonly AgentCard[] {
    return this.#agents;
  }
  /** The groups that the visitor may choose from; empty where the site does not ask. */
  get groups(): readonly Schemas["GroupCardOut"][] {
    return this.#groups;
  }
  /** What the server has been given about the visitor, so that nobody asks again. */
  get given(): Known {
    return this.#given;
  }
  /** Undefined until the first state came; the site's settings say it until then. */
  get availability(): Schemas["Availability"] | undefined {
    return this.#availability;
  }
  get limits(): Schemas["LimitsOut"] | undefined {
    return this.#limits;
  }
  /** The nickname of the agent who writes. */
  get typingAgent(): string | undefined {
    return this.#typing?.name;
  }
  /** Whether the thread is behind the number that the server told. */
  get behind(): boolean {
    return this.#thread.lastSeq < (this.#conversation?.last_seq ?? 0);
  }
  /** How many messages of others the visitor has not read. */
  get unread(): number {
    const read = Math.max(this.#readSeq, this.#conversation?.visitor_read_seq ?? 0);
    return this.#thread.messages.filter((message) => message.seq > read && isFromSomebodyElse(message))
      .length;
  }

  /** The state as a `welcomed` would tell it now, for a tab that joins. */
  snapshot(): VisitorServerFrame | undefined {
    if (!this.#epoch || !this.#visitorId || !this.#limits) return undefined;
    return {
      type: "welcomed",
      heartbeat_ms: 15_000,
      limits: this.#limits,
      state: {
        visitor_id: this.#visitorId,
        epoch: this.#epoch,
        availability: this.#availability ?? "offline",
        agents: [...this.#agents],
        groups: [...this.#groups],
        known: this.#given,
        ...(this.#conversation ? { conversation: this.#conversation } : {}),
      },
    };
  }

  /** Sends a message now or as soon as it can be. Returns its id, or undefined when too many wait. */
  say(outgoing: Outgoing): string | undefined {
    return this.#queue.add(outgoing)?.clientMsgId;
  }

  /** Takes messages that an earlier page could not send. */
  restore(entries: readonly { readonly id: string; readonly payload: Outgoing }[]): void {
    for (const entry of entries) this.#queue.add(entry.payload, entry.id);
  }

  retry(clientMsgId: string): void {
    this.#queue.retry(clientMsgId);
  }

  remove(clientMsgId: string): void {
    this.#queue.remove(clientMsgId);
  }

  /** The screen showed everything up to now. Own words and joins are nothing to report. */
  markRead(): void {
    if (this.unread === 0) return;
    this.#readSeq = this.#thread.lastSeq;
    this.#tellRead();
    this.#options.onChange();
  }

  /** Another tab showed everything up to `seq`, and has told the server. */
  readElsewhere(conversationId: string, seq: number): void {
    if (conversationId !== this.#conversationId || seq <= this.#readSeq) return;
    this.#readSeq = seq;
    this.#options.onChange();
  }

  /** The server took these fields from the visitor. */
  gave(fields: Partial<Known>): void {
    this.#given = { ...this.#given, ...fields };
    this.#options.onChange();
  }

  /** An older page of this conversation, as HTTP answered it. */
  addOlder(conversationId: string, messages: readonly MessageOut[]): void {
    if (conversationId !== this.#conversationId) return;
    this.#thread.prepend(messages);
    this.#options.onChange();
  }

  /** The connection is gone. (That it stands is told by `welcomed`.) */
  disconnected(): void {
    this.#connected = false;
    this.#asked = undefined;
    this.#setTyping(undefined);
    this.#queue.disconnected();
  }

  /** Forgets the visitor: the next `welcomed` is somebody else's. */
  forget(): void {
    this.disconnected();
    this.#queue.clear();
    this.#epoch = undefined;
    this.#visitorId = undefined;
    this.#agents = [];
    this.#groups = [];
    this.#given = NOTHING_KNOWN;
    this.#former.clear();
    this.#enterConversation(undefined);
    this.#options.onChange();
  }

  /** Takes a frame of the server. */
  hear(frame: VisitorServerFrame): void {
    if (!this.known && frame.type !== "welcomed") return;
    switch (frame.type) {
      case "welcomed":
        this.#welcomed(frame.state, frame.limits);
        break;
      case "message_accepted":
        this.#accepted(frame.accepted);
        break;
      case "message_added":
        if (this.#follow(frame.conversation_id)) {
          this.#add([frame.message]);
          this.#readByWriting(frame.message);
        }
        break;
      case "resumed":
        this.#resumed(frame.conversation, frame.messages, frame.more);
        break;
      case "resync_required":
        this.#resync();
        break;
      case "typing_changed":
        if (frame.conversation_id === this.#conversationId) {
          this.#setTyping(frame.typing ? frame.agent_name : undefined);
        }
        break;
      case "conversation_changed":
        if (this.#follow(frame.conversation.id)) {
          this.#mergeConversation(frame.conversation);
          this.#agents = frame.agents;
          this.#resumeIfBehind();
        }
        break;
      case "availability_changed":
        this.#availability = frame.availability;
        break;
      case "heartbeat":
        this.#heartbeat(frame.epoch, frame.conversation_id ?? undefined, frame.last_seq, frame.availability);
        break;
      case "refused":
        this.#queue.refused(frame.refused);
        break;
      case "leaving":
        break; // The connection's business.
      case "contact_accepted":
      case "transcript_accepted":
        break; // Answers to frames that the box does not send: it says these things by calls.
      default:
        frame satisfies never;
    }
    this.#options.onChange();
  }

  #welcomed(state: Schemas["VisitorStateOut"], limits: Schemas["LimitsOut"]): void {
    const first = !this.known;
    const other = state.epoch !== this.#epoch || state.visitor_id !== this.#visitorId;
    this.#epoch = state.epoch;
    this.#visitorId = state.visitor_id;
    this.#availability = state.availability;
    this.#agents = state.agents;
    // A tab that has been open since before an upgrade leads without these.
    this.#groups = state.groups ?? [];
    this.#given = state.known ?? NOTHING_KNOWN;
    this.#limits = limits;
    this.#connected = true;
    const conversation = state.conversation ?? undefined;
    if (other || conversation?.id !== this.#conversationId) {
      this.#enterConversation(conversation?.id, conversation?.last_seq);
      // A page that opens, or a restored database, shows history; whatever came while we were away is news.
      if (first || other) this.#historySeq = conversation?.last_seq ?? 0;
    }
    if (conversation) this.#mergeConversation(conversation);
    this.#asked = undefined;
    this.#resumeIfBehind();
    if (this.#readSeq > (conversation?.visitor_read_seq ?? 0)) this.#tellRead();
    this.#queue.connected();
  }

  #accepted(accepted: AcceptedOut): void {
    const entry = this.#queue.entries.find((known) => known.clientMsgId === accepted.client_msg_id);
    if (this.#follow(accepted.conversation_id)) {
      if (entry) this.#add([toMessage(accepted, entry.payload)], true);
      this.#resumeIfBehind();
    }
    // Still here when it stands beyond a hole, or in a conversation that has ended meanwhile.
    if (entry && this.#queue.accepted(accepted.client_msg_id)) {
      this.#options.onSent(toMessage(accepted, entry.payload), accepted.conversation_id);
    }
  }

  #resumed(conversation: ConversationState, messages: readonly MessageOut[], more: boolean): void {
    if (conversation.id !== this.#conversationId) return;
    const after = this.#asked?.after ?? Number.POSITIVE_INFINITY;
    this.#mergeConversation(conversation);
    this.#add(messages);
    this.#asked = undefined;
    // Without progress the same question would get the same answer; the next heartbeat asks again.
    if (this.#thread.lastSeq > after && (more || this.behind || this.#thread.hasHole)) this.#resume();
  }

  #heartbeat(
    epoch: string,
    conversationId: string | undefined,
    lastSeq: number,
    availability: Schemas["Availability"],
  ): void {
    this.#availability = availability;
    if (this.known && epoch !== this.#epoch) {
      this.#resync();
      return;
    }
    if (!conversationId || !this.#follow(conversationId)) return;
    if (lastSeq > this.#thread.lastSeq || this.#thread.hasHole) this.#resume();
  }

  /** The server does not know our numbers: start from nothing; the unsent messages stay. */
  #resync(): void {
    this.#epoch = undefined;
    this.disconnected();
    this.#enterConversation(undefined);
    this.#options.reload();
  }

  /** Whether frames of this conversation count; a conversation not seen before is the visitor's newest. */
  #follow(conversationId: string): boolean {
    if (conversationId === this.#conversationId) return true;
    if (this.#former.has(conversationId)) return false;
    this.#enterConversation(conversationId);
    this.#resume();
    return true;
  }

  #enterConversation(id: string | undefined, lastSeq = 0): void {
    if (this.#conversationId && this.#conversationId !== id) this.#former.add(this.#conversationId);
    if (id) this.#former.delete(id);
    this.#conversationId = id;
    this.#conversation = undefined;
    this.#thread = new Thread(lastSeq > LOAD_ALL_UP_TO ? lastSeq - LOAD_LAST : 0);
    this.#asked = undefined;
    this.#readSeq = 0;
    this.#historySeq = 0;
    this.#setTyping(undefined);
  }

  /** Marks only grow; an older owner is ignored. */
  #mergeConversation(next: ConversationState): void {
    const known = this.#conversation;
    if (!known) {
      this.#conversation = next;
      return;
    }
    const base = next.owner_version >= known.owner_version ? next : known;
    this.#conversation = {
      ...base,
      last_seq: Math.max(next.last_seq, known.last_seq),
      agent_read_seq: Math.max(next.agent_read_seq, known.agent_read_seq),
      visitor_read_seq: Math.max(next.visitor_read_seq, known.visitor_read_seq),
    };
  }

  #add(messages: readonly MessageOut[], provisional = false): void {
    const conversationId = this.#conversationId;
    if (!conversationId) return;
    for (const message of this.#thread.add(messages, provisional)) {
      if (message.author.kind === "visitor") {
        if (this.#queue.accepted(message.client_msg_id)) this.#options.onSent(message, conversationId);
      } else {
        this.#setTyping(undefined);
        if (message.seq > this.#historySeq) this.#options.onReceived(message, conversationId);
      }
    }
    if (this.#thread.hasHole) this.#resume();
  }

  /** Whoever writes has read what stands before; the server sends no frame that only says so. */
  #readByWriting({ author, seq }: MessageOut): void {
    const known = this.#conversation;
    if (!known) return;
    this.#conversation = {
      ...known,
      last_seq: Math.max(known.last_seq, seq),
      visitor_read_seq:
        author.kind === "visitor" ? Math.max(known.visitor_read_seq, seq) : known.visitor_read_seq,
      agent_read_seq: author.kind === "agent" ? Math.max(known.agent_read_seq, seq) : known.agent_read_seq,
    };
  }

  #resumeIfBehind(): void {
    if (this.behind || this.#thread.hasHole) this.#resume();
  }

  #resume(): void {
    if (!this.#connected || !this.#conversationId || !this.#epoch) return;
    const at = this.#clock.now();
    if (this.#asked && at - this.#asked.at < RESUME_PATIENCE_MS) return;
    const after = this.#thread.lastSeq;
    const sent = this.#options.send({
      type: "resume",
      conversation_id: this.#conversationId,
      after_seq: after,
      epoch: this.#epoch,
    });
    if (sent) this.#asked = { at, after };
  }

  #tellRead(): void {
    if (!this.#conversationId) return;
    this.#options.send({ type: "mark_read", conversation_id: this.#conversationId, seq: this.#readSeq });
  }

  #setTyping(name: string | undefined): void {
    this.#timers.clear(this.#typing?.timer);
    this.#typing =
      name === undefined
        ? undefined
        : {
            name,
            timer: this.#timers.set(() => {
              this.#typing = undefined;
              this.#options.onChange();
            }, TYPING_MS),
          };
  }
}

/** Whether it counts as unread: people and machines, not joins and closings. */
export function isFromSomebodyElse(message: MessageOut): boolean {
  return message.author.kind !== "visitor" && message.author.kind !== "system";
}
