/** Keeps the send queue's messages over a reload: what an agent sent is never lost with the page. */
import type { SendQueue } from "@entrenous/protocol/send-queue.ts";
import type { DeskStore } from "../state/desk-store.ts";
import type { Sending } from "../state/outbox.ts";
import { readMemory, writeMemory } from "./agent-memory.ts";

/** Puts what was unsent back into the queue, and writes down each change from now on. */
export function keepUnsent(queue: SendQueue<Sending>, store: DeskStore): () => void {
  // The same id as before: if the server has it already, it keeps one.
  for (const [clientMsgId, payload] of readUnsent(readMemory("unsent"))) queue.add(payload, clientMsgId);
  let last = store.get().outbox.unsent;
  return store.subscribe(() => {
    const { unsent } = store.get().outbox;
    if (unsent === last) return;
    last = unsent;
    writeMemory(
      "unsent",
      unsent.map((entry) => [entry.clientMsgId, entry.payload]),
    );
  });
}

function readUnsent(stored: unknown): [string, Sending][] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((entry: unknown) => {
    if (!Array.isArray(entry)) return [];
    const [clientMsgId, payload]: unknown[] = entry;
    return typeof clientMsgId === "string" && isSending(payload)
      ? [[clientMsgId, payload] as [string, Sending]]
      : [];
  });
}

function isSending(value: unknown): value is Sending {
  if (typeof value !== "object" || value === null || !("type" in value) || !("conversationId" in value))
    return false;
  if (typeof value.conversationId !== "string") return false;
  if (value.type === "text" || value.type === "note")
    return "text" in value && typeof value.text === "string";
  return (
    value.type === "file" &&
    "uploadId" in value &&
    typeof value.uploadId === "string" &&
    "name" in value &&
    typeof value.name === "string" &&
    "size" in value &&
    typeof value.size === "number" &&
    "contentType" in value &&
    typeof value.contentType === "string"
  );
}
