import {
  Ellipsis,
  MailPlus,
  ShieldCheck,
  Trash2,
  UserRoundCheck,
  UserRoundCog,
  UserRoundX,
} from "lucide-react";
import { useState } from "react";
import { useChangeAgent, useInviteAgain, useRemoveInvitation } from "../../api/agents.ts";
import { useFailureText } from "../../api/failure-text.ts";
import { useMe } from "../../api/me.ts";
import type { AgentOut, SiteOut } from "../../api/shapes.ts";
import { useFormat, useText } from "../../i18n/text.tsx";
import { Avatar } from "../../parts/avatar.tsx";
import { Chip } from "../../parts/chip.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { Menu, MenuItem, MenuLine } from "../../parts/menu.tsx";
import { Notice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { mayChange } from "../rights.ts";
import { AgentDialog } from "./agent-dialog.tsx";

interface AgentRowProps {
  readonly agent: AgentOut;
  readonly me: AgentOut;
  readonly sites: readonly SiteOut[];
}

type Open = "edit" | "deactivate" | "remove";

export function AgentRow({ agent, me, sites }: AgentRowProps) {
  const t = useText();
  const format = useFormat();
  const describe = useFailureText();
  const { mail_is_sent } = useMe();
  const [open, setOpen] = useState<Open>();
  const change = useChangeAgent();
  const again = useInviteAgain();
  const remove = useRemoveInvitation();
  const close = () => setOpen(undefined);
  const failure = change.error ?? again.error;
  const named = sites.filter(({ id }) => agent.site_ids.includes(id)).map(({ name }) => name);
  const reach =
    agent.role === "agent"
      ? named.length > 0
        ? format.list(named)
        : t("settings.agents.no_site")
      : t("settings.agents.all_sites");
  const reactivate = () =>
    change.mutate(
      { id: agent.id, change: { active: true } },
      { onSuccess: () => toast(t("settings.agents.reactivated", { name: agent.name })) },
    );
  const inviteAgain = () =>
    again.mutate(agent.id, {
      onSuccess: () =>
        toast(
          t(mail_is_sent ? "settings.agents.invited_again" : "settings.agents.invitation_kept", {
            email: agent.email,
          }),
        ),
    });
  return (
    <li className="line" data-quiet={!agent.active || undefined}>
      <Avatar
        name={agent.name}
        src={agent.avatar}
        size={36}
        {...(agent.active && !agent.invited && { presence: agent.status })}
      />
      <div className="line-text">
        <p className="line-title">
          {agent.name}
          <Chip kind={agent.role === "agent" ? "line" : "accent"}>{t(`settings.role.${agent.role}`)}</Chip>
          {agent.id === me.id && <Chip>{t("settings.agents.you")}</Chip>}
          {!agent.active && <Chip kind="bad">{t("settings.agents.inactive")}</Chip>}
          {agent.invited && <Chip kind="warn">{t("settings.agents.invited")}</Chip>}
          {agent.second_factor && (
            <Chip kind="line" icon={<ShieldCheck size={12} />}>
              {t("settings.agents.second_factor")}
            </Chip>
          )}
        </p>
        <p className="line-meta">
          {agent.email}
          {" · "}
          {reach}
          {agent.active && !agent.invited && ` · ${t(`settings.status.${agent.status}`)}`}
        </p>
        {failure !== null && (
          <Notice kind="bad" role="alert">
            {describe(failure)}
          </Notice>
        )}
      </div>
      {mayChange(me, agent) && (
        <Menu
          trigger={
            <IconButton label={t("settings.agents.actions", { name: agent.name })}>
              <Ellipsis size={16} />
            </IconButton>
          }
        >
          <MenuItem icon={<UserRoundCog size={16} />} onSelect={() => setOpen("edit")}>
            {t("settings.agents.edit")}
          </MenuItem>
          {agent.invited && (
            <MenuItem icon={<MailPlus size={16} />} onSelect={inviteAgain}>
              {t("settings.agents.invite_again")}
            </MenuItem>
          )}
          <MenuLine />
          {agent.invited ? (
            <MenuItem icon={<Trash2 size={16} />} danger onSelect={() => setOpen("remove")}>
              {t("settings.agents.remove_invitation")}
            </MenuItem>
          ) : agent.active ? (
            <MenuItem icon={<UserRoundX size={16} />} danger onSelect={() => setOpen("deactivate")}>
              {t("settings.agents.deactivate")}
            </MenuItem>
          ) : (
            <MenuItem icon={<UserRoundCheck size={16} />} onSelect={reactivate}>
              {t("settings.agents.reactivate")}
            </MenuItem>
          )}
        </Menu>
      )}
      {open === "edit" && <AgentDialog agent={agent} role={me.role} sites={sites} onClose={close} />}
      {open === "deactivate" && (
        <ConfirmDialog
          title={t("settings.agents.deactivate_title", { name: agent.name })}
          confirm={t("settings.agents.deactivate")}
          onClose={close}
          onConfirm={async () => {
            await change.mutateAsync({ id: agent.id, change: { active: false } });
            toast(t("settings.agents.deactivated", { name: agent.name }));
          }}
        >
          <p>{t("settings.agents.deactivate_text")}</p>
        </ConfirmDialog>
      )}
      {open === "remove" && (
        <ConfirmDialog
          title={t("settings.agents.remove_title", { email: agent.email })}
          confirm={t("settings.agents.remove_invitation")}
          onClose={close}
          onConfirm={async () => {
            await remove.mutateAsync(agent.id);
            toast(t("settings.agents.invitation_removed"));
          }}
        >
          <p>{t("settings.agents.remove_text")}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
