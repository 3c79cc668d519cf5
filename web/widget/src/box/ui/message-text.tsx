import { Fragment } from "preact";
import { splitLinks } from "../chat/link-text.ts";
import { useScene } from "./scene.ts";

/** A text as it was typed, with its addresses as links. */
export function MessageText(props: { readonly text: string }) {
  const { texts } = useScene();
  return (
    <span class="text" dir="auto">
      {splitLinks(props.text).map((part, at) =>
        part.kind === "link" ? (
          <a
            key={at}
            href={part.href}
            // Addresses run from left to right in every language, and apart from the words around them.
            dir="ltr"
            rel="noopener noreferrer"
            {...(part.leavesPage
              ? { target: "_blank", "aria-label": texts.say("message.new_tab", { text: part.text }) }
              : {})}
          >
            {part.text}
          </a>
        ) : (
          <Fragment key={at}>{part.text}</Fragment>
        ),
      )}
    </span>
  );
}
