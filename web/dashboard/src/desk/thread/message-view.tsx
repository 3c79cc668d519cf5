import { Check, CheckCheck } from "lucide-react";
import { memo } from "react";
import { type Translate, useText } from "../../i18n/text.tsx";
import type { AvatarKind } from "../../parts/avatar.tsx";
import { useDeskState } from "../desk-context.tsx";
import { authorName, visitorName } from "../names.ts";
import type { Outgoing } from "../state/outbox.ts";
import type { Author, AuthorKind, Message, Visitor } from "../state/shapes.ts";
import type { Mark } from "../state/thread-items.ts";
import { FileView } from "./file-view.tsx";
import { LinkedText } from "./linked-text.tsx";
import { type BubbleLook, MessageFrame } from "./message-frame.tsx";
import { OutgoingFoot } from "./outgoing-foot.tsx";

interface MessageViewProps {
  readonly message: Message;
  readonly visitor: Visitor;
  readonly headed: boolean;
  readonly mark: Mark | undefined;
  /** It is on its way. */
  readonly outgoing: Outgoing | undefined;
  /** The search led here. */
  readonly marked: boolean;
}

/** A message of a visitor, an agent or a machine. */
export const MessageView = memo(function MessageView(props: MessageViewProps) {
  const { message, visitor, headed, mark, outgoing, marked } = props;
  const t = useText();
  const me = useDeskState((state) => state.me);
  const agent = useDeskState((state) => state.agents.get(message.author.id ?? ""));
  const { author, content } = message;
  const fromVisitor = author.kind === "visitor";
  const picture = content.type === "file" && content.file.width != null;
  return (
    <MessageFrame
      id={outgoing ? undefined : `message-${message.seq}`}
      side={fromVisitor ? "start" : "end"}
      look={picture ? "bare" : lookOf(author.kind, outgoing)}
      avatar={{
        kind: avatarKind(author.kind),
        name: fromVisitor ? visitorName(visitor, t) : (agent?.name ?? author.name),
        src: agent?.avatar,
      }}
      headed={headed}
      name={authorName(author, me, visitor, t)}
      what={whatOf(author, me, t)}
      at={message.created_at}
      lang={fromVisitor ? (visitor.language ?? undefined) : undefined}
      marked={marked}
      foot={outgoing ? <OutgoingFoot outgoing={outgoing} /> : mark !== undefined && <MarkLine mark={mark} />}
    >
      {content.type === "text" && <LinkedText text={content.text} />}
      {content.type === "file" && <FileView file={content.file} />}
    </MessageFrame>
  );
});

function MarkLine({ mark }: { readonly mark: Mark }) {
  const t = useText();
  const Icon = mark === "read" ? CheckCheck : Check;
  return (
    <p className="message-foot">
      <Icon size={14} aria-hidden="true" />
      {t(mark === "read" ? "desk.thread.read" : "desk.thread.sent")}
    </p>
  );
}

function lookOf(kind: AuthorKind, outgoing: Outgoing | undefined): BubbleLook {
  if (outgoing?.state === "failed" || outgoing?.state === "waiting") return outgoing.state;
  return kind === "system" ? "bot" : kind;
}

function avatarKind(kind: AuthorKind): AvatarKind {
  return kind === "system" ? "bot" : kind;
}

/** What the author is, beside the name: people are never taken for machines, nor machines for people. */
function whatOf(author: Author, me: string, t: Translate): string | undefined {
  const { kind, name } = author;
  switch (kind) {
    case "visitor":
      return t("desk.thread.visitor");
    case "agent":
      return author.id === me ? undefined : t("desk.thread.person");
    case "bot":
      return name ? t("desk.thread.bot_flow", { name }) : undefined;
    case "automatic":
      return name ? t("desk.thread.automatic_rule", { name }) : undefined;
    case "ai":
      return name ? t("desk.thread.ai_source", { name }) : undefined;
    case "system":
      return undefined;
  }
}
