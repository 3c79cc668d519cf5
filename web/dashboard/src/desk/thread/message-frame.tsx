import type { ReactNode } from "react";
import { useFormat } from "../../i18n/text.tsx";
import { Avatar, type AvatarKind } from "../../parts/avatar.tsx";

export type BubbleLook =
  | "visitor"
  | "agent"
  | "bot"
  | "automatic"
  | "ai"
  | "note"
  /** On its way, without a connection. */
  | "waiting"
  | "failed"
  /** A picture is its own bubble. */
  | "bare";

interface MessageFrameProps {
  /** Visitors stand at the start, everyone else of the house at the end. */
  readonly side: "start" | "end";
  /** The ground of the bubble. */
  readonly look: BubbleLook;
  readonly avatar: {
    readonly kind: AvatarKind;
    readonly name: string;
    readonly src?: string | null | undefined;
  };
  /** Name and time above; without it only screen readers hear them. */
  readonly headed: boolean;
  readonly name: ReactNode;
  /** What the author is, in words. */
  readonly what?: ReactNode;
  /** Before the name, decoration. */
  readonly icon?: ReactNode;
  /** Unix ms. */
  readonly at: number;
  readonly lang?: string | undefined;
  readonly children: ReactNode;
  /** The line below the bubble. */
  readonly foot?: ReactNode;
  readonly id?: string | undefined;
  readonly marked?: boolean;
}

/** Avatar, head, bubble and foot of everything that was said. */
export function MessageFrame(props: MessageFrameProps) {
  const { side, look, avatar, headed, name, what, icon, at, lang, children, foot, id, marked } = props;
  const format = useFormat();
  const head = (
    <>
      {icon}
      <b>{name}</b>
      {what !== undefined && <span>{what}</span>}
      <time dateTime={new Date(at).toISOString()} title={format.dateTime(at)}>
        {format.time(at)}
      </time>
    </>
  );
  return (
    <div
      className="message"
      data-side={side}
      data-headed={headed || undefined}
      data-marked={marked || undefined}
      id={id}
    >
      {headed ? <Avatar {...avatar} /> : <span className="avatar-gap" />}
      <div className="message-body">
        <p className={headed ? "message-head" : "sight-hidden"}>{head}</p>
        <div className="bubble" data-look={look} dir="auto" lang={lang}>
          {children}
        </div>
        {foot}
      </div>
    </div>
  );
}
