/** Unsent words by conversation. They outlive a change of conversation, a reload and a sign-out. */
import { useSyncExternalStore } from "react";
import { onMemory, onOwner, readMemory, writeMemory } from "../live/agent-memory.ts";

export type WritingMode = "reply" | "note";

export interface Draft {
  readonly mode: WritingMode;
  readonly reply: string;
  readonly note: string;
}

export const EMPTY_DRAFT: Draft = { mode: "reply", reply: "", note: "" };

/** Older ones are dropped first, so that storage does not grow for ever. */
const KEPT = 200;
/** Writing to storage at each key would cost more than it saves. */
const SAVE_AFTER_MS = 400;

let drafts: ReadonlyMap<string, Draft> | undefined;
/** Changed here and not yet written; other tabs' drafts are left as they are. */
const changed = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;
let stopListening: (() => void) | undefined;
const listeners = new Set<() => void>();

function all(): ReadonlyMap<string, Draft> {
  if (drafts === undefined) {
    drafts = new Map(readDrafts(readMemory("drafts")));
    stopListening?.();
    stopListening = onMemory("drafts", () => tell(merged()));
  }
  return drafts;
}

export function draftOf(conversationId: string): Draft {
  return all().get(conversationId) ?? EMPTY_DRAFT;
}

/** Keeps the draft; an empty one is forgotten. */
export function setDraft(conversationId: string, draft: Draft): void {
  const next = new Map(all());
  next.delete(conversationId);
  if (draft.reply !== "" || draft.note !== "" || draft.mode !== "reply") next.set(conversationId, draft);
  changed.add(conversationId);
  tell(next);
  timer ??= setTimeout(saveDrafts, SAVE_AFTER_MS);
}

/** Writes at once; called when the page goes away. */
export function saveDrafts(): void {
  clearTimeout(timer);
  timer = undefined;
  if (changed.size === 0) return;
  tell(merged());
  changed.clear();
  writeMemory("drafts", [...all()].slice(-KEPT));
}

/** What storage holds, with the changes of this tab over it. */
function merged(): ReadonlyMap<string, Draft> {
  const next = new Map(readDrafts(readMemory("drafts")));
  for (const id of changed) {
    const own = drafts?.get(id);
    next.delete(id);
    if (own) next.set(id, own);
  }
  return next;
}

function tell(next: ReadonlyMap<string, Draft>): void {
  drafts = next;
  for (const listener of [...listeners]) listener();
}

onOwner(() => {
  drafts = undefined;
  changed.clear();
});

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useDraft(conversationId: string): Draft {
  return useSyncExternalStore(subscribe, () => draftOf(conversationId));
}

/** The unfinished reply, for the list. */
export function useDraftText(conversationId: string): string {
  return useSyncExternalStore(subscribe, () => draftOf(conversationId).reply.trim());
}

function readDrafts(stored: unknown): [string, Draft][] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((entry: unknown) => {
    if (!Array.isArray(entry)) return [];
    const [id, draft]: unknown[] = entry;
    return typeof id === "string" && isDraft(draft) ? [[id, draft] as [string, Draft]] : [];
  });
}

function isDraft(value: unknown): value is Draft {
  return (
    typeof value === "object" &&
    value !== null &&
    "mode" in value &&
    (value.mode === "reply" || value.mode === "note") &&
    "reply" in value &&
    typeof value.reply === "string" &&
    "note" in value &&
    typeof value.note === "string"
  );
}
