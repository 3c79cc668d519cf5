import { Check, LogOut, RotateCcw, Star, UserRoundCheck, UserRoundPlus } from "lucide-react";
import type { TextKey } from "../../i18n/catalogue.ts";
import { useFormat, useText } from "../../i18n/text.tsx";
import { useDeskState } from "../desk-context.tsx";
import type { Message, RatingValue, SystemEvent } from "../state/shapes.ts";

const ICONS = {
  agent_joined: UserRoundCheck,
  agent_left: LogOut,
  agent_assigned: UserRoundPlus,
  closed_by_agent: Check,
  closed_by_visitor: Check,
  reopened: RotateCcw,
  rated: Star,
} as const;

/** Joins, hand-overs and closings: one centred line. */
export function SystemLine({ message }: { readonly message: Message }) {
  const t = useText();
  const format = useFormat();
  const mine = useDeskState((state) => state.me === message.author.id);
  const myName = useDeskState((state) => state.agents.get(state.me)?.nickname);
  if (message.content.type !== "system") return null;
  const { event, agent_name: name, value } = message.content;
  const Icon = ICONS[event];
  // System messages carry a name and no id, so one's own nickname is how one is known.
  const words = t(textOf(event, value, mine || (name !== "" && name === myName)), { name });
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

function textOf(event: SystemEvent, value: RatingValue | null | undefined, mine: boolean): TextKey {
  if (event === "rated") return `desk.system.rated_${value ?? 3}`;
  if (event === "closed_by_visitor") return "desk.system.closed_by_visitor";
  return mine ? `desk.system.${event}_you` : `desk.system.${event}`;
}
