import { Check, Hourglass, Split, UserRound } from "lucide-react";
import { useFormat, useText } from "../../i18n/text.tsx";
import { Chip } from "../../parts/chip.tsx";
import { useDeskState } from "../desk-context.tsx";
import { agentName } from "../names.ts";
import type { Conversation } from "../state/shapes.ts";

interface OwnerChipProps {
  readonly conversation: Conversation;
  /** In a row there is room for "You" and a first name only. */
  readonly brief?: boolean;
}

/** Who may answer now: a word, a shape, then a colour. */
export function OwnerChip({ conversation, brief = false }: OwnerChipProps) {
  const t = useText();
  const format = useFormat();
  const me = useDeskState((state) => state.me);
  const agents = useDeskState((state) => state.agents);
  switch (conversation.owner_state) {
    case "bot":
      return (
        <Chip kind="bot" icon={<Split size={12} aria-hidden="true" />}>
          {t("desk.owner.bot")}
        </Chip>
      );
    case "queue":
      return (
        <Chip kind="warn" icon={<Hourglass size={12} aria-hidden="true" />}>
          {t("desk.owner.queue")}
        </Chip>
      );
    case "closed":
      return <Chip icon={<Check size={12} aria-hidden="true" />}>{t("desk.owner.closed")}</Chip>;
    case "human": {
      const others = conversation.agent_ids.filter((id) => id !== me).map((id) => agentName(agents.get(id)));
      const mine = conversation.agent_ids.includes(me);
      const names = format.list([...(mine ? [t("desk.owner.you")] : []), ...others.filter(Boolean)]);
      return (
        <Chip kind="accent" icon={<UserRound size={12} aria-hidden="true" />}>
          <span className="clipped">{humanWords(names, mine && others.length === 0)}</span>
        </Chip>
      );
    }
  }

  function humanWords(names: string, onlyMe: boolean): string {
    if (brief) return names || t("desk.owner.human_nobody");
    if (onlyMe) return t("desk.owner.human_you");
    return names ? t("desk.owner.human", { names }) : t("desk.owner.human_nobody");
  }
}
