import { useFormat, useText } from "../../i18n/text.tsx";
import { TypingDots } from "../list/typing-dots.tsx";
import { useWriters } from "../live/use-writers.ts";
import { visitorName } from "../names.ts";
import type { Conversation } from "../state/shapes.ts";

/** Who writes at this moment; announced once, and its place is kept so that nothing jumps. */
export function TypingLine({ conversation }: { readonly conversation: Conversation }) {
  const t = useText();
  const format = useFormat();
  const names = useWriters(conversation.id).map((one) =>
    one.kind === "visitor" ? visitorName(conversation.visitor, t) : one.name,
  );
  return (
    <p className="typing-line" role="status">
      {names.length > 0 && (
        <>
          <TypingDots />
          {names.length === 1
            ? t("desk.thread.typing", { name: names[0] ?? "" })
            : t("desk.thread.typing_many", { names: format.list(names) })}
        </>
      )}
    </p>
  );
}
