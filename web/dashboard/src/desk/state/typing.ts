import type { AuthorKind } from "./shapes.ts";

/** Somebody who writes at this moment. */
export interface Writer {
  readonly kind: AuthorKind;
  readonly id: string;
  /** May be empty for visitors. */
  readonly name: string;
  /** Unix ms at which the sign goes even when nobody says so. */
  readonly until: number;
}

/** The server ends typing after 8 s; two more cover a frame that is late. Source: `typing_changed`. */
const LONGEST_MS = 10_000;

/** The writers after one of them said that he writes or has stopped. */
export function withWriter(
  writers: readonly Writer[],
  said: { author_kind: AuthorKind; author_id: string; name: string; typing: boolean },
  now: number,
): readonly Writer[] {
  const others = writers.filter((one) => one.id !== said.author_id || one.kind !== said.author_kind);
  if (!said.typing) return others;
  const writer = { kind: said.author_kind, id: said.author_id, name: said.name, until: now + LONGEST_MS };
  return [...others, writer];
}

/** The writers whose sign has not run out at `now`. */
export function stillWriting(writers: readonly Writer[], now: number): readonly Writer[] {
  return writers.every((one) => one.until > now) ? writers : writers.filter((one) => one.until > now);
}

/** The writers without those of a kind: their message has come, so they no longer write it. */
export function withoutAuthor(
  writers: readonly Writer[],
  kind: AuthorKind,
  id: string | null | undefined,
): readonly Writer[] {
  // A visitor's message carries no id, and a conversation has one visitor.
  return writers.filter((one) => one.kind !== kind || (id != null && one.id !== id));
}
