import { Pencil } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { Avatar } from "../../parts/avatar.tsx";
import { Tooltip } from "../../parts/tooltip.tsx";
import { useDeskState } from "../desk-context.tsx";
import { useWriters } from "../live/use-writers.ts";
import { agentName } from "../names.ts";

const NOBODY: readonly string[] = [];
/** More avatars than this are a number. */
const SHOWN = 3;

/** The colleagues who have the conversation open; a pencil marks who writes. */
export function Viewers({ conversationId }: { readonly conversationId: string }) {
  const t = useText();
  const me = useDeskState((state) => state.me);
  const agents = useDeskState((state) => state.agents);
  const viewing = useDeskState((state) => state.viewing.get(conversationId)) ?? NOBODY;
  const writing = new Set(useWriters(conversationId).map((one) => one.id));
  // Somebody who writes is there, even when the frame that says so is late.
  const ids = [...new Set([...viewing, ...writing])].filter((id) => id !== me && agents.has(id));
  if (ids.length === 0) return null;
  const words = ids
    .map((id) =>
      t(writing.has(id) ? "desk.head.viewer_writing" : "desk.head.viewer", {
        name: agentName(agents.get(id)),
      }),
    )
    .join(", ");
  return (
    <Tooltip text={words}>
      <span className="viewers" role="img" aria-label={words}>
        {ids.slice(0, SHOWN).map((id) => (
          <span key={id} className="viewer">
            <Avatar name={agents.get(id)?.name ?? ""} src={agents.get(id)?.avatar} />
            {writing.has(id) && <Pencil size={12} aria-hidden="true" />}
          </span>
        ))}
        {ids.length > SHOWN && <span className="viewers-more">+{ids.length - SHOWN}</span>}
      </span>
    </Tooltip>
  );
}
