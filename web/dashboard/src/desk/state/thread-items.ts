import type { Outgoing, Sending } from "./outbox.ts";
import type { Author, Message, Note } from "./shapes.ts";
import type { Thread } from "./thread-window.ts";

/** What a message of one's own side says about its way. */
export type Mark = "sent" | "read";

/** One line of a thread, from top to bottom. */
export type ThreadItem =
  | { readonly type: "day"; readonly key: string; readonly at: number }
  | { readonly type: "new"; readonly key: string }
  | { readonly type: "system"; readonly key: string; readonly message: Message }
  | {
      readonly type: "message";
      readonly key: string;
      readonly message: Message;
      /** Name and time stand above it. */
      readonly headed: boolean;
      readonly mark: Mark | undefined;
      /** It is on its way; `message` is then made up from it and has no `seq` yet. */
      readonly outgoing: Outgoing | undefined;
    }
  | {
      readonly type: "note";
      readonly key: string;
      readonly note: Note;
      readonly headed: boolean;
      readonly outgoing: Outgoing | undefined;
    };

/** The name is repeated after this long. Source: look.md section 4. */
const HEAD_AGAIN_MS = 5 * 60_000;

/** What the items depend on beside the messages. */
export interface ItemContext {
  readonly me: string;
  /** The highest `seq` the visitor has read. */
  readonly visitorReadSeq: number;
  /** "New messages" stands before the first visitor message after this number. */
  readonly newAfter: number | undefined;
  readonly outgoing: readonly Outgoing[];
  /** The day of a time, as a text that is equal for equal days of the reader. */
  dayOf(at: number): string;
}

/** The thread as lines: days, messages and notes in their order, the divider, and what is on its way. */
export function threadItems(thread: Thread, context: ItemContext): readonly ThreadItem[] {
  const items: ThreadItem[] = [];
  const marks = marksOf(thread.messages, context.visitorReadSeq);
  let day: string | undefined;
  let speaker: { readonly name: string; readonly at: number } | undefined;
  let divided = context.newAfter === undefined;
  const begin = (at: number) => {
    const next = context.dayOf(at);
    if (next === day) return;
    day = next;
    speaker = undefined;
    items.push({ type: "day", key: `day ${next}`, at });
  };
  const heads = (name: string, at: number): boolean => {
    const headed = speaker?.name !== name || at - speaker.at >= HEAD_AGAIN_MS;
    if (headed) speaker = { name, at };
    return headed;
  };
  const addNotes = (notes: readonly Note[]) => {
    for (const note of notes) {
      begin(note.created_at);
      const headed = heads(`note ${note.author.id ?? ""}`, note.created_at);
      items.push({ type: "note", key: keyOf(note, context.me), note, headed, outgoing: undefined });
    }
  };
  const notes = notesBySeq(thread.notes);
  // Notes behind messages that are not loaded come with their page.
  if (thread.complete) addNotes(notes.get(0) ?? []);
  for (const message of thread.messages) {
    begin(message.created_at);
    if (!divided && message.seq > (context.newAfter ?? 0) && message.author.kind === "visitor") {
      divided = true;
      speaker = undefined;
      items.push({ type: "new", key: "new" });
    }
    if (message.content.type === "system") {
      speaker = undefined;
      items.push({ type: "system", key: message.id, message });
    } else {
      // Machines carry their label each time: nobody may take them for a person.
      const headed = heads(speakerOf(message.author), message.created_at) || isMachine(message.author);
      const key = keyOf(message, context.me);
      const mark = marks.get(message.seq);
      items.push({ type: "message", key, message, headed, mark, outgoing: undefined });
    }
    addNotes(notes.get(message.seq) ?? []);
  }
  for (const outgoing of context.outgoing) {
    begin(outgoing.createdAt);
    const key = outgoing.clientMsgId;
    if (outgoing.payload.type === "note") {
      const headed = heads(`note ${context.me}`, outgoing.createdAt);
      items.push({
        type: "note",
        key,
        note: noteOf(outgoing, outgoing.payload.text, context.me),
        headed,
        outgoing,
      });
    } else {
      const headed = heads(`agent ${context.me}`, outgoing.createdAt);
      const message = messageOf(outgoing, outgoing.payload, context.me);
      items.push({ type: "message", key, message, headed, mark: undefined, outgoing });
    }
  }
  return items;
}

/** One's own keep the name they were sent under, so that they are drawn and announced once. */
function keyOf(one: Message | Note, me: string): string {
  return one.author.id === me ? one.client_msg_id : one.id;
}

function messageOf(outgoing: Outgoing, payload: Exclude<Sending, { type: "note" }>, me: string): Message {
  return {
    id: outgoing.clientMsgId,
    seq: 0,
    author: { kind: "agent", id: me, name: "" },
    content:
      payload.type === "text"
        ? { type: "text", text: payload.text }
        : {
            type: "file",
            file: {
              id: payload.uploadId,
              name: payload.name,
              content_type: payload.contentType,
              size: payload.size,
            },
          },
    client_msg_id: outgoing.clientMsgId,
    created_at: outgoing.createdAt,
  };
}

function noteOf(outgoing: Outgoing, text: string, me: string): Note {
  return {
    id: outgoing.clientMsgId,
    author: { kind: "agent", id: me, name: "" },
    text,
    after_seq: 0,
    client_msg_id: outgoing.clientMsgId,
    created_at: outgoing.createdAt,
  };
}

/** The last agent message carries "sent", the last one the visitor has seen "read". */
function marksOf(messages: readonly Message[], readSeq: number): ReadonlyMap<number, Mark> {
  const marks = new Map<number, Mark>();
  const own = messages.filter(
    (message) => message.author.kind === "agent" && message.content.type !== "system",
  );
  const last = own.at(-1);
  const read = own.findLast((message) => message.seq <= readSeq);
  if (last) marks.set(last.seq, "sent");
  if (read) marks.set(read.seq, "read");
  return marks;
}

function notesBySeq(notes: readonly Note[]): ReadonlyMap<number, readonly Note[]> {
  const bySeq = new Map<number, Note[]>();
  for (const note of notes) {
    const here = bySeq.get(note.after_seq);
    if (here) here.push(note);
    else bySeq.set(note.after_seq, [note]);
  }
  return bySeq;
}

function speakerOf(author: Author): string {
  return `${author.kind} ${author.id ?? author.name}`;
}

function isMachine(author: Author): boolean {
  return author.kind === "bot" || author.kind === "automatic" || author.kind === "ai";
}
