/** An excerpt of a search in pieces, so that what was searched for can stand out. */
import type { SearchHit } from "../state/shapes.ts";

interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** All of the text, in order. Only the server knows how the index folds words, so it says where they are. */
export function markedPieces(text: string, marks: SearchHit["marks"]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to } of marks) {
    if (from > at) pieces.push({ text: text.slice(at, from), found: false });
    pieces.push({ text: text.slice(from, to), found: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false });
  return pieces;
}
