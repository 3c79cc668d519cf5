/** Arranges messages for the eye: days, runs of one speaker, and where a name or a mark is due. */
import type { MessageOut, Schemas } from "@entrenous/protocol/frames.ts";
import { dayNumber } from "./texts.ts";

/** After this pause a speaker is named again. Source: look.md section 4. */
const PAUSE_MS = 5 * 60_000;

/** What is shown below the last own message. */
export type Mark = "sent" | "read";

/** What of all that happens is told in the thread; a rating is shown where it was given. */
export type ShownEvent = Exclude<Schemas["SystemEvent"], "rated">;

/** A row of the thread. */
export type Row =
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | {
      readonly kind: "system";
      readonly key: string;
      readonly at: number;
      readonly event: ShownEvent;
      /** Empty when nobody did it. */
      readonly agentName: string;
    }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly message: MessageOut;
      readonly isOwn: boolean;
      /** Name, label and time stand above; otherwise they are only said to screen readers. */
      readonly isNamed: boolean;
      /** Same speaker as the row above: closer to it, without an avatar. */
      readonly isContinued: boolean;
      readonly mark?: Mark;
    };

/** The rows for messages in the order of `seq`; `agentReadSeq` decides the mark of the last own message. */
export function arrange(messages: readonly MessageOut[], agentReadSeq: number): readonly Row[] {
  const rows: Row[] = [];
  const lastOwn = findLast(messages, (message) => message.author.kind === "visitor");
  let before: MessageOut | undefined;
  for (const message of messages) {
    const { author, content, created_at: at, id } = message;
    const event = content.type === "system" ? content.event : undefined;
    if (event === "rated") continue;
    if (!before || dayNumber(before.created_at) !== dayNumber(at)) {
      rows.push({ kind: "day", key: `day-${id}`, at });
      before = undefined;
    }
    if (content.type === "system" && event) {
      rows.push({ kind: "system", key: id, at, event, agentName: content.agent_name });
      before = message;
      continue;
    }
    const isOwn = author.kind === "visitor";
    const hasPaused = !before || at - before.created_at >= PAUSE_MS;
    const isSame = before !== undefined && isSameSpeaker(before, message) && !hasPaused;
    rows.push({
      kind: "message",
      key: id,
      message,
      isOwn,
      // Own messages are told apart by their side and colour; machines carry their label always.
      isNamed: isOwn ? hasPaused : !isSame || isMachine(author.kind),
      isContinued: isSame && !isMachine(author.kind),
      ...(message === lastOwn ? { mark: message.seq <= agentReadSeq ? "read" : "sent" } : {}),
    });
    before = message;
  }
  return rows;
}

/** Whether the author is a rule or a model: square, and always labelled. */
export function isMachine(kind: Schemas["AuthorKind"]): boolean {
  return kind === "bot" || kind === "automatic" || kind === "ai";
}

function isSameSpeaker(one: MessageOut, other: MessageOut): boolean {
  const a = one.author;
  const b = other.author;
  return one.content.type !== "system" && a.kind === b.kind && (a.id ?? a.name) === (b.id ?? b.name);
}

function findLast<T>(items: readonly T[], fits: (item: T) => boolean): T | undefined {
  for (let at = items.length - 1; at >= 0; at--) {
    const item = items[at];
    if (item !== undefined && fits(item)) return item;
  }
  return undefined;
}
