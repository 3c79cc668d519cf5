/** Splits plain text into words and links; nothing of a text is ever read as markup. */
import { safeUrl } from "./safe-url.ts";

/** A stretch of text, or a link with the text that is shown for it. */
export type TextPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string; readonly leavesPage: boolean };

/** Web addresses, then `mailto:` and `tel:`, then plain e-mail addresses in the lengths of RFC 5321: bounded, so that no text makes the search slow. */
const CANDIDATE =
  /(?:https?:\/\/|www\.)[^\s<>"“”«»]+|(?:mailto:|tel:)[^\s<>"“”«»]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}/giu;

/** The parts in order; joined, their texts are the text again. */
export function splitLinks(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  const addText = (to: number) => {
    if (to > from) parts.push({ kind: "text", text: text.slice(from, to) });
  };
  for (const match of text.matchAll(CANDIDATE)) {
    const shown = withoutTail(match[0]);
    const href = safeUrl(toAddress(shown));
    if (!href) continue;
    addText(match.index);
    parts.push({ kind: "link", text: shown, href, leavesPage: /^https?:/.test(href) });
    from = match.index + shown.length;
  }
  addText(text.length);
  return parts;
}

function toAddress(shown: string): string {
  if (/^(?:https?|mailto|tel):/i.test(shown)) return shown;
  return /^www\./i.test(shown) ? `https://${shown}` : `mailto:${shown}`;
}

/** Without the punctuation that ends the sentence; a closing bracket stays when its opening one is inside. */
function withoutTail(found: string): string {
  let end = found.length;
  while (end > 0) {
    const last = found[end - 1] ?? "";
    if (last === ")" && !found.slice(0, end).includes("(")) end -= 1;
    else if (/[.,;:!?'’…\]]/.test(last)) end -= 1;
    else break;
  }
  return found.slice(0, end);
}
