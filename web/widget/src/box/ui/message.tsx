import type { ContentIn, MessageOut, Schemas } from "@entrenous/protocol/frames.ts";
import type { QueueEntry } from "@entrenous/protocol/send-queue.ts";
import type { Outgoing } from "@entrenous/protocol/visitor-delivery.ts";
import { useState } from "preact/hooks";
import { isMachine, type Mark } from "../chat/rows.ts";
import { MachineAvatar, PersonAvatar } from "./avatar.tsx";
import { FileContent } from "./file.tsx";
import { Icon } from "./icon.tsx";
import { MessageText } from "./message-text.tsx";
import { type Scene, useScene } from "./scene.ts";

/** A message of the thread as it is shown. */
export interface Shown {
  readonly kind: Schemas["AuthorKind"];
  readonly authorId: string | undefined;
  readonly authorName: string;
  readonly content: Exclude<MessageOut["content"], { type: "system" }>;
  readonly at: number;
  readonly isNamed: boolean;
  readonly isContinued: boolean;
  readonly mark?: Mark | undefined;
  /** Present while the server has not acknowledged it. */
  readonly entry?: QueueEntry<Outgoing> | undefined;
}

/** A row of the thread. `isNews`: it came while the thread was in sight, and fades in. */
export function Message(props: Shown & { readonly isNews: boolean }) {
  const { kind, content, at, entry } = props;
  const scene = useScene();
  const [isNews] = useState(props.isNews);
  const isOwn = kind === "visitor";
  const name = nameOf(props, scene);
  const time = scene.texts.time(at);
  const isPicture = content.type === "file";
  return (
    <div class={`m${isOwn ? " me" : ""}${props.isContinued ? " same" : ""}${isNews ? " news" : ""}`}>
      {!isOwn && <Avatar {...props} />}
      <div>
        <p class={props.isNamed && !entry ? "who" : "vh"}>
          <b>
            <bdi>{name}</bdi>
          </b>
          {kind === "bot" && <span>{scene.texts.say("author.bot_label")}</span>} <time>{time}</time>
        </p>
        {isPicture ? (
          <FileContent file={content.file} />
        ) : (
          <div class={`bub ${bubbleOf(kind, entry)}`}>
            <MessageText text={content.text} />
          </div>
        )}
        {kind === "ai" && (
          <p class="st">
            <span>{scene.texts.say("author.ai_notice")}</span>
          </p>
        )}
        {entry ? <Sending entry={entry} /> : props.mark && <Received mark={props.mark} time={time} />}
      </div>
    </div>
  );
}

function Avatar(props: Shown) {
  const { chat } = useScene();
  if (isMachine(props.kind)) {
    return <MachineAvatar kind={props.kind as "bot" | "automatic" | "ai"} />;
  }
  if (props.isContinued) return <span class="av gap" />;
  const card = chat.delivery.agents.find((agent) => agent.id === props.authorId);
  return <PersonAvatar name={props.authorName} picture={card?.avatar ?? undefined} />;
}

/** Where an unacknowledged message stands, and what can be done about it. */
function Sending({ entry }: { readonly entry: QueueEntry<Outgoing> }) {
  const { chat, texts } = useScene();
  if (entry.state === "failed") {
    return (
      <p class="st bad" role="alert">
        <Icon name="circle-alert" size={14} />
        <span>{entry.reason || texts.say("message.failed")}</span>
        <button type="button" onClick={() => chat.delivery.retry(entry.clientMsgId)}>
          {texts.say("message.retry")}
        </button>
        <button type="button" onClick={() => chat.delivery.remove(entry.clientMsgId)}>
          {texts.say("message.delete")}
        </button>
      </p>
    );
  }
  const isUp = chat.linkState === "ready" || chat.linkState === "quiet";
  const key = entry.state === "sending" ? "message.sending" : isUp ? "message.turn" : "message.waiting";
  return (
    <p class="st" aria-live="off">
      <Icon name={entry.state === "sending" ? "loader" : "clock"} size={14} />
      {texts.say(key)}
    </p>
  );
}

function Received({ mark, time }: { readonly mark: Mark; readonly time: string }) {
  const { texts } = useScene();
  return (
    <p class="st" aria-live="off">
      <Icon name={mark === "read" ? "check-check" : "check"} size={14} />
      {texts.say(mark === "read" ? "message.read" : "message.sent")} <time>{time}</time>
    </p>
  );
}

function bubbleOf(kind: Schemas["AuthorKind"], entry: QueueEntry<Outgoing> | undefined): string {
  if (entry?.state === "failed") return "fail";
  // A message is only drawn as waiting when it cannot go now; sending takes a moment and looks like sent.
  if (entry?.state === "waiting") return "wait";
  return kind === "visitor" ? "own" : kind;
}

function nameOf({ kind, authorName }: Shown, { texts }: Scene): string {
  switch (kind) {
    case "visitor":
      return texts.say("author.you");
    case "agent":
      return authorName || texts.say("author.agent");
    case "bot":
      return texts.say("author.bot");
    case "automatic":
      return texts.say("author.automatic");
    case "ai":
      return texts.say("author.ai");
    case "system":
      return "";
    default:
      return kind satisfies never;
  }
}

/** An unsent message as a row: the newest words of the visitor, not named. */
export function shownEntry(entry: QueueEntry<Outgoing>): Shown {
  const { content, file } = entry.payload;
  return {
    kind: "visitor",
    authorId: undefined,
    authorName: "",
    content: toContent(content, file),
    at: entry.createdAt,
    isNamed: false,
    isContinued: false,
    entry,
  };
}

function toContent(content: ContentIn, file: Schemas["FileOut"] | undefined): Shown["content"] {
  if (content.type === "text") return { type: "text", text: content.text };
  return {
    type: "file",
    file: file ?? { id: content.upload_id, name: "", content_type: "application/octet-stream", size: 0 },
  };
}
