import { linkPieces } from "../state/link-pieces.ts";

/** A message's text, never as markup; web and mail addresses can be followed, in a tab of their own. */
export function LinkedText({ text }: { readonly text: string }) {
  return linkPieces(text).map((piece, index) =>
    "href" in piece ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places.
      <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
        {piece.text}
      </a>
    ) : (
      piece.text
    ),
  );
}
