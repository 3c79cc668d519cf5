import { Check, LogOut, RotateCcw, Smile, UserRoundCheck, UserRoundPlus } from "lucide-react";
import type { TextKey } from "../../i18n/catalogue.ts";
import { useFormat, useText } from "../../i18n/text.tsx";
import { useDeskState } from "../desk-context.tsx";
import { ratingWord } from "../names.ts";
import type { Conversation, Message, SystemEvent } from "../state/shapes.ts";

const ICONS = {
  agent_joined: UserRoundCheck,
  agent_left: LogOut,
  agent_assigned: UserRoundPlus,
  closed_by_agent: Check,
  closed_by_visitor: Check,
  reopened: RotateCcw,
  rated: Smile,
} as const;

interface SystemLineProps {
  readonly message: Message;
  readonly conversation: Conversation;
}

/** Joins, hand-overs, closings and the rating: one centred line. */
export function SystemLine({ message, conversation }: SystemLineProps) {
  const t = useText();
  const format = useFormat();
  const mine = useDeskState((state) => state.me === message.author.id);
  const myName = useDeskState((state) => state.agents.get(state.me)?.nickname);
  if (message.content.type !== "system") return null;
  const { event, agent_name: name, value } = message.content;
  const Icon = ICONS[event];
  // System messages carry a name and no id, so one's own nickname is how one is known.
  const words =
    event === "rated"
      ? // A visitor may rate again, and the line says what holds now.
        t("desk.system.rated", { rating: ratingWord(conversation.rating?.value ?? value, t) })
      : t(textOf(event, mine || (name !== "" && name === myName)), { name });
  return (
    <p className="system-line" id={`message-${message.seq}`}>
      <Icon size={14} aria-hidden="true" />
      <span>
        {words}{" "}
        <time dateTime={new Date(message.created_at).toISOString()}>{format.time(message.created_at)}</time>
      </span>
    </p>
  );
}

function textOf(event: Exclude<SystemEvent, "rated">, mine: boolean): TextKey {
  if (event === "closed_by_visitor") return "desk.system.closed_by_visitor";
  return mine ? `desk.system.${event}_you` : `desk.system.${event}`;
}
