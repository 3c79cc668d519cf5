/**
 * What the dashboard keeps in an agent's browser, under the names that `privacy/registry.toml` declares in
 * `[[agent_storage]]`. This is the only file of the dashboard that touches storage; where the browser refuses,
 * things live as long as the page.
 */
import { type Clock, systemClock } from "@entrenous/protocol/clock.ts";

/** The declared names; `<AGENT_ID>` is the agent who is signed in, so that colleagues at one screen stay apart. */
export const AGENT_STORAGE = {
  drafts: { name: "entrenous.desk.<AGENT_ID>.drafts", ttlMs: 30 * 86_400_000 },
  unsent: { name: "entrenous.desk.<AGENT_ID>.unsent", ttlMs: 30 * 86_400_000 },
  preferences: { name: "entrenous.desk.<AGENT_ID>.preferences", ttlMs: 365 * 86_400_000 },
} as const;

export type MemoryPart = keyof typeof AGENT_STORAGE;

let agentId = "";
/** Stands in for storage that the browser refuses. */
const fallback = new Map<string, unknown>();

const ownerListeners = new Set<() => void>();

/** Says whose memory it is; called before anything is read. */
export function openMemory(id: string): void {
  if (id === agentId) return;
  agentId = id;
  for (const listener of ownerListeners) listener();
}

/** Calls `listener` when the memory is another agent's: what was read before is not for the next person. */
export function onOwner(listener: () => void): void {
  ownerListeners.add(listener);
}

function nameOf(part: MemoryPart): string {
  return AGENT_STORAGE[part].name.replace("<AGENT_ID>", agentId);
}

/** The value as it was written, or undefined when there is none, it is damaged or its life is over. */
export function readMemory(part: MemoryPart, clock: Clock = systemClock): unknown {
  const name = nameOf(part);
  try {
    return openEnvelope(window.localStorage.getItem(name), clock.now()) ?? fallback.get(name);
  } catch {
    return fallback.get(name);
  }
}

/** Keeps a value that JSON can hold; its life begins anew. */
export function writeMemory(part: MemoryPart, value: unknown, clock: Clock = systemClock): void {
  const name = nameOf(part);
  try {
    const envelope = { v: value, exp: clock.now() + AGENT_STORAGE[part].ttlMs };
    window.localStorage.setItem(name, JSON.stringify(envelope));
    fallback.delete(name);
  } catch {
    // Full or forbidden: what is on screen still works until the page goes.
    fallback.set(name, value);
  }
}

/** Calls `listener` when another tab has written the part. */
export function onMemory(part: MemoryPart, listener: () => void): () => void {
  const name = nameOf(part);
  const heard = (event: StorageEvent) => {
    if (event.key === name) listener();
  };
  window.addEventListener("storage", heard);
  return () => window.removeEventListener("storage", heard);
}

function openEnvelope(text: string | null, now: number): unknown {
  if (text === null) return undefined;
  const envelope: unknown = JSON.parse(text);
  if (typeof envelope !== "object" || envelope === null || !("v" in envelope) || !("exp" in envelope))
    return undefined;
  return typeof envelope.exp === "number" && envelope.exp > now ? envelope.v : undefined;
}
