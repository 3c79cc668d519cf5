import { UserRoundPlus } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useText } from "../../i18n/text.tsx";
import { Avatar } from "../../parts/avatar.tsx";
import { Button } from "../../parts/button.tsx";
import { useDeskState } from "../desk-context.tsx";
import { Chosen } from "../list/chosen.tsx";
import { agentName } from "../names.ts";
import type { Agent, Conversation } from "../state/shapes.ts";

interface AssignMenuProps {
  readonly conversation: Conversation;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onAssign: (agent: Agent) => void;
}

/** Whom the conversation can be given to: active agents who may see its site, those who are there first. */
export function AssignMenu({ conversation, open, onOpen, onAssign }: AssignMenuProps) {
  const t = useText();
  const me = useDeskState((state) => state.me);
  const agents = useDeskState((state) => state.agents);
  const able = [...agents.values()]
    .filter((agent) => agent.active && !agent.invited && agent.site_ids.includes(conversation.site_id))
    .sort((a, b) => rank(a, me) - rank(b, me) || agentName(a).localeCompare(agentName(b)));
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={onOpen}>
      <DropdownMenu.Trigger asChild>
        <Button
          className="assign"
          icon={<UserRoundPlus size={16} aria-hidden="true" />}
          aria-keyshortcuts="a"
        >
          {t("desk.head.assign_short")}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8}>
          {able.length === 0 && <p className="menu-heading">{t("desk.head.assign_none")}</p>}
          {able.map((agent) => (
            <DropdownMenu.Item key={agent.id} className="menu-item" onSelect={() => onAssign(agent)}>
              <Avatar name={agent.name} src={agent.avatar} presence={agent.status} />
              <Chosen chosen={conversation.agent_ids.includes(agent.id)}>
                {agent.id === me ? t("desk.head.assign_me") : agentName(agent)}
              </Chosen>
              <span className="menu-meta">{t(`desk.status.${agent.status}`)}</span>
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function rank(agent: Agent, me: string): number {
  if (agent.id === me) return 0;
  return { online: 1, away: 2, offline: 3 }[agent.status];
}
