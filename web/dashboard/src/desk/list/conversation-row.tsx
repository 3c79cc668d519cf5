import { Link } from "@tanstack/react-router";
import { Check, CheckCheck, PencilLine } from "lucide-react";
import { memo } from "react";
import { useText } from "../../i18n/text.tsx";
import { Avatar } from "../../parts/avatar.tsx";
import { Chip, Count } from "../../parts/chip.tsx";
import { useDraftText } from "../composer/drafts.ts";
import { useDeskState } from "../desk-context.tsx";
import { useWriters } from "../live/use-writers.ts";
import { visitorName } from "../names.ts";
import { isConnected, unreadOf } from "../state/hold-conversation.ts";
import type { Conversation, View } from "../state/shapes.ts";
import { OwnerChip } from "./owner-chip.tsx";
import { RowSigns } from "./row-signs.tsx";
import { ShortAge } from "./short-age.tsx";
import { TypingDots } from "./typing-dots.tsx";
import { WaitTimer } from "./wait-timer.tsx";

interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly view: View;
  readonly selected: boolean;
  /** Named on the row when the list holds several sites. */
  readonly siteName: string | undefined;
}

/** One conversation of the list; the whole row is its link. */
export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const { conversation, view, selected, siteName } = props;
  const t = useText();
  const unread = useDeskState((state) => unreadOf(state, conversation));
  const connected = useDeskState((state) => isConnected(state, conversation));
  const name = visitorName(conversation.visitor, t);
  const waiting = conversation.waiting_since;
  const open = conversation.owner_state !== "closed";
  const { rating } = conversation;
  const hasChips = view !== "closed" || siteName !== undefined || conversation.is_offline || rating != null;
  const language = conversation.visitor.language?.split("-")[0];
  return (
    <Link
      to="/inbox/$conversationId"
      params={{ conversationId: conversation.id }}
      search={(search) => ({ ...search, at: undefined })}
      className="row"
      data-conversation={conversation.id}
      data-unread={unread > 0 || undefined}
      data-left={!connected || undefined}
      aria-current={selected ? "true" : undefined}
    >
      <Avatar name={name} kind="visitor" size={36} presence={connected ? "online" : "offline"} />
      <span className="row-name">
        <span className="clipped">{name}</span>
        <span className="sight-hidden">, {t(connected ? "desk.row.connected" : "desk.row.left")}</span>
      </span>
      <span className="row-time">
        {waiting != null && open ? (
          <WaitTimer since={waiting} />
        ) : (
          <ShortAge at={conversation.closed_at ?? conversation.last_at} />
        )}
      </span>
      <Preview conversation={conversation} />
      <span className="row-mark">
        {unread > 0 ? (
          <>
            <Count value={unread} />
            <span className="sight-hidden">{t("desk.row.unread", { count: unread })}</span>
          </>
        ) : (
          <ReadMark conversation={conversation} />
        )}
      </span>
      {hasChips && (
        <span className="row-chips">
          {view !== "closed" && <OwnerChip conversation={conversation} brief />}
          <RowSigns conversation={conversation} />
          {siteName !== undefined && (
            <Chip kind="line">
              <span className="clipped">{siteName}</span>
            </Chip>
          )}
          {language && (
            <span className="row-language">
              <Chip kind="line">{language.toUpperCase()}</Chip>
            </span>
          )}
        </span>
      )}
    </Link>
  );
});

/** The newest words, or that the visitor writes, or the agent's own unfinished words. */
function Preview({ conversation }: { readonly conversation: Conversation }) {
  const t = useText();
  const writers = useWriters(conversation.id);
  const draft = useDraftText(conversation.id);
  const agents = useDeskState((state) => state.agents);
  const me = useDeskState((state) => state.me);
  if (writers.some((one) => one.kind === "visitor")) {
    return (
      <span className="row-preview">
        <TypingDots /> {t("desk.row.writing")}
      </span>
    );
  }
  if (draft) {
    return (
      <span className="row-preview">
        <PencilLine size={12} aria-hidden="true" /> {t("desk.row.draft", { text: draft })}
      </span>
    );
  }
  return <span className="row-preview">{words()}</span>;

  function words(): string {
    const { last_text: text, last_author_kind: kind, last_author_name: name } = conversation;
    if (conversation.last_seq === 0) return t("desk.row.none");
    if (!text) return kind === "system" ? t("desk.owner.closed") : "";
    switch (kind) {
      case "agent":
        return name === agents.get(me)?.nickname
          ? t("desk.row.you", { text })
          : t("desk.row.by", { name, text });
      case "bot":
        return t("desk.row.by", { name: t("desk.thread.bot"), text });
      case "automatic":
        return t("desk.row.by", { name: t("desk.thread.automatic"), text });
      case "ai":
        return t("desk.row.by", { name: t("desk.thread.ai"), text });
      case "visitor":
      case "system":
        return text;
    }
  }
}

function ReadMark({ conversation }: { readonly conversation: Conversation }) {
  const t = useText();
  if (conversation.last_author_kind !== "agent") return null;
  const read = conversation.visitor_read_seq >= conversation.last_seq;
  const Icon = read ? CheckCheck : Check;
  return (
    <>
      <Icon size={14} aria-hidden="true" />
      <span className="sight-hidden">{t(read ? "desk.thread.read" : "desk.thread.sent")}</span>
    </>
  );
}
