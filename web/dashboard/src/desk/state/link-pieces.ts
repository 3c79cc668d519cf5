/** A piece of a message's text: plain, or an address that may be followed. */
export type LinkPiece = { readonly text: string } | { readonly text: string; readonly href: string };

/** Web addresses and e-mail addresses; what looks like one and is none stays text. */
const CANDIDATE = /(https?:\/\/[^\s<>"'`]+)|([\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/giu;
/** Punctuation that ends a sentence, not an address. */
const TRAILING = /[.,;:!?»”’"')\]}…]+$/u;

/**
 * Splits a text so that addresses can be shown as links. Only `http`, `https` and `mailto` come out:
 * the text is a stranger's, and `javascript:` must never reach an `href`.
 */
export function linkPieces(text: string): readonly LinkPiece[] {
  const pieces: LinkPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const address = trimmed(match[0]);
    const href = match[1] === undefined ? `mailto:${address}` : webAddress(address);
    if (href === undefined) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ text: address, href });
    at = match.index + address.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** Without the sentence's punctuation; a closing bracket stays when its opening one is inside. */
function trimmed(address: string): string {
  const tail = TRAILING.exec(address)?.[0] ?? "";
  const body = address.slice(0, address.length - tail.length);
  return tail.startsWith(")") && body.includes("(") ? `${body})` : body;
}

function webAddress(address: string): string | undefined {
  try {
    const url = new URL(address);
    // A name before the host makes an address look like one of another host.
    const isPlain = url.username === "" && url.password === "";
    return isPlain && /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
