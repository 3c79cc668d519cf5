/** What the box remembers in this browser; the names, purposes and lives are the registry's. */
import type { ContentIn, Schemas } from "@entrenous/protocol/frames.ts";
import type { Outgoing } from "@entrenous/protocol/visitor-delivery.ts";

/** A message that was typed and not yet acknowledged; its id keeps a second copy from being kept. */
export interface Unsent {
  readonly id: string;
  readonly payload: Outgoing;
}

/** The remembered things. Reading finds nothing where storage is blocked; writing is then without effect. */
export interface Memory {
  readToken(): string | undefined;
  writeToken(token: string): void;
  /** `ssupp_<CHAT_KEY>message`: what is in the composer, and what is sent but not acknowledged. */
  readMessage(): { readonly draft: string; readonly unsent: readonly Unsent[] };
  writeMessage(draft: string, unsent: readonly Unsent[]): void;
  readOpened(): boolean | undefined;
  writeOpened(opened: boolean): void;
  /** Undefined while the visitor has not chosen. */
  readSound(): boolean | undefined;
  writeSound(on: boolean): void;
  /** Removes everything of the purpose `chat`. */
  forget(): void;
  /** Calls back when a page without a box has signed the visitor out; returns the end of it. */
  watch(left: () => void): () => void;
}

/** The draft alone is plain text, as the published name has it; with unsent messages it is an object. */
export function packMessage(draft: string, unsent: readonly Unsent[]): unknown {
  if (unsent.length === 0) return draft || undefined;
  return { text: draft, unsent };
}

/** Reads what `packMessage` wrote; whatever does not look like it is left out. */
export function unpackMessage(stored: unknown): { draft: string; unsent: readonly Unsent[] } {
  if (typeof stored === "string") return { draft: stored, unsent: [] };
  if (!isRecord(stored)) return { draft: "", unsent: [] };
  const { text, unsent } = stored;
  return {
    draft: typeof text === "string" ? text : "",
    unsent: Array.isArray(unsent) ? unsent.map(readUnsent).filter((entry) => entry !== undefined) : [],
  };
}

function readUnsent(stored: unknown): Unsent | undefined {
  if (!isRecord(stored) || typeof stored.id !== "string" || !isRecord(stored.payload)) return undefined;
  const { content, file } = stored.payload;
  if (!isRecord(content)) return undefined;
  const isText = content.type === "text" && typeof content.text === "string";
  const isFile = content.type === "file" && typeof content.upload_id === "string" && isFileOut(file);
  if (isText) return { id: stored.id, payload: { content: content as ContentIn } };
  if (isFile) return { id: stored.id, payload: { content: content as ContentIn, file } };
  return undefined;
}

function isFileOut(value: unknown): value is Schemas["FileOut"] {
  return (
    isRecord(value) &&
    typeof value.id === "string" &&
    typeof value.name === "string" &&
    typeof value.content_type === "string" &&
    typeof value.size === "number"
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
