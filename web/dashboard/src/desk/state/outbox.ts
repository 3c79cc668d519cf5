import type { QueueEntry, SendState } from "@entrenous/protocol/send-queue.ts";

/** What an agent sends; the send queue keeps it until the server has it. */
export type Sending =
  | { readonly type: "text"; readonly conversationId: string; readonly text: string }
  | { readonly type: "note"; readonly conversationId: string; readonly text: string }
  | {
      readonly type: "file";
      readonly conversationId: string;
      readonly uploadId: string;
      readonly name: string;
      readonly contentType: string;
      readonly size: number;
    };

/** Something on its way, as the thread shows it. */
export interface Outgoing {
  readonly clientMsgId: string;
  readonly payload: Sending;
  /** `kept`: the server has it, and its event has not come yet. */
  readonly state: SendState | "kept";
  /** Unix ms of this browser, for display. */
  readonly createdAt: number;
  /** The server's sentence, when it failed. */
  readonly reason?: string;
}

/** Both halves of what is on its way, oldest first. */
export interface Outbox {
  /** The send queue's entries. */
  readonly unsent: readonly QueueEntry<Sending>[];
  /** Acknowledged ones, so that they stay on screen until their event brings them. */
  readonly kept: readonly QueueEntry<Sending>[];
}

export const EMPTY_OUTBOX: Outbox = { unsent: [], kept: [] };

/** The server has kept the entry. */
export function withKept(outbox: Outbox, entry: QueueEntry<Sending>): Outbox {
  return { ...outbox, kept: [...outbox.kept, entry] };
}

/** The thread shows what was sent under these ids; nothing is shown twice. */
export function withoutKept(outbox: Outbox, clientMsgIds: ReadonlySet<string>): Outbox {
  return outbox.kept.some((one) => clientMsgIds.has(one.clientMsgId))
    ? { ...outbox, kept: outbox.kept.filter((one) => !clientMsgIds.has(one.clientMsgId)) }
    : outbox;
}

/** What is on its way in a conversation and not among `shown`: first what the server has, then the rest. */
export function outgoingOf(
  outbox: Outbox,
  conversationId: string,
  shown: ReadonlySet<string>,
): readonly Outgoing[] {
  const here = (one: Outgoing) =>
    one.payload.conversationId === conversationId && !shown.has(one.clientMsgId);
  const kept: readonly Outgoing[] = outbox.kept.map((one) => ({ ...one, state: "kept" }));
  return [...kept, ...outbox.unsent].filter(here);
}
