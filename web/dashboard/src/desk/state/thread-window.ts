import type { Earlier, Message, MessagePage, Note, ThreadOut } from "./shapes.ts";

/** The loaded part of a conversation: messages `from … to` without a gap, and the notes among them. */
export interface Thread {
  readonly messages: readonly Message[];
  /** By `after_seq`, then by time, then by id. */
  readonly notes: readonly Note[];
  /** The first message is here. */
  readonly complete: boolean;
  /** The visitor's other conversations, newest first. */
  readonly earlier: readonly Earlier[];
}

/** The number of the first loaded message; 1 when nothing was loaded and nothing is there. */
export function firstSeq(thread: Thread): number {
  return thread.messages[0]?.seq ?? 1;
}

/** The number of the last loaded message; 0 when there is none. */
export function lastSeq(thread: Thread): number {
  return thread.messages.at(-1)?.seq ?? 0;
}

/** Whether the window reaches the end of a conversation whose newest message is `last`. */
export function reachesEnd(thread: Thread, last: number): boolean {
  return lastSeq(thread) >= last;
}

/** A thread as `GET …/conversations/{id}` answers it: its end. */
export function threadFrom(out: ThreadOut, known: Thread | undefined): Thread {
  const messages = gapFree(out.messages);
  const fresh: Thread = {
    messages,
    notes: sortNotes(out.notes),
    complete: (messages[0]?.seq ?? 1) === 1,
    earlier: out.earlier,
  };
  // What was scrolled back to stays, when the two parts meet.
  return known && lastSeq(known) >= firstSeq(fresh) - 1 && known.messages.length > 0
    ? { ...joined(known, fresh.messages, fresh.notes), earlier: fresh.earlier }
    : fresh;
}

/** A window around a place in the middle, for a hit of a search. */
export function threadAround(page: MessagePage, known: Thread | undefined): Thread {
  const messages = gapFree(page.messages);
  return {
    messages,
    notes: sortNotes(page.notes ?? []),
    complete: (messages[0]?.seq ?? 1) === 1,
    earlier: known?.earlier ?? [],
  };
}

/** The window with an older or newer page attached; a page that does not touch it is left out. */
export function withPage(thread: Thread, page: MessagePage): Thread {
  const touches =
    thread.messages.length === 0 ||
    ((page.messages.at(-1)?.seq ?? 0) >= firstSeq(thread) - 1 &&
      (page.messages[0]?.seq ?? Number.POSITIVE_INFINITY) <= lastSeq(thread) + 1);
  // A page without messages still tells that nothing is older.
  return touches || page.messages.length === 0 ? joined(thread, page.messages, page.notes ?? []) : thread;
}

/** The window with a new message, if it follows; otherwise unchanged: its page comes by scrolling. */
export function withMessage(thread: Thread, message: Message): Thread {
  const follows = message.seq === lastSeq(thread) + 1;
  return follows ? { ...thread, messages: [...thread.messages, message] } : thread;
}

/** The window with a note; the same note twice is one note. */
export function withNote(thread: Thread, note: Note): Thread {
  return { ...thread, notes: sortNotes([...thread.notes.filter((one) => one.id !== note.id), note]) };
}

function joined(thread: Thread, messages: readonly Message[], notes: readonly Note[]): Thread {
  const bySeq = new Map(thread.messages.map((message) => [message.seq, message]));
  for (const message of messages) bySeq.set(message.seq, message);
  const all = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  const byId = new Map(thread.notes.map((note) => [note.id, note]));
  for (const note of notes) byId.set(note.id, note);
  return {
    ...thread,
    messages: all,
    notes: sortNotes([...byId.values()]),
    complete: thread.complete || (all[0]?.seq ?? 1) === 1,
  };
}

/** The longest gap-free run that ends with the newest message; the server sends no gaps, so this is all of it. */
function gapFree(messages: readonly Message[]): readonly Message[] {
  const sorted = [...messages].sort((a, b) => a.seq - b.seq);
  let start = sorted.length - 1;
  while (start > 0 && sorted[start - 1]?.seq === (sorted[start]?.seq ?? 0) - 1) start -= 1;
  return start > 0 ? sorted.slice(start) : sorted;
}

function sortNotes(notes: readonly Note[]): readonly Note[] {
  return [...notes].sort(
    (a, b) => a.after_seq - b.after_seq || a.created_at - b.created_at || (a.id < b.id ? -1 : 1),
  );
}
