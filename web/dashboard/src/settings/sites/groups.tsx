/** The groups of a site: agents who share visitors. */
import { useQuery } from "@tanstack/react-query";
import { Pencil, Plus, Trash2, UsersRound } from "lucide-react";
import { useState } from "react";
import { agentsQuery } from "../../api/agents.ts";
import type { AgentOut, GroupOut } from "../../api/shapes.ts";
import { useRemoveGroup } from "../../api/sites.ts";
import { useKeptFocus } from "../../frame/kept-focus.ts";
import { useFormat, useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { EmptyState } from "../../parts/states.tsx";
import { toast } from "../../parts/toast.tsx";
import { GroupDialog } from "./group-dialog.tsx";
import { useSite } from "./site-page.tsx";

type Open =
  | { readonly kind: "new" }
  | { readonly kind: "edit"; readonly group: GroupOut }
  | { readonly kind: "remove"; readonly group: GroupOut };

export function Groups() {
  const t = useText();
  const site = useSite();
  const agents = useQuery(agentsQuery);
  const remove = useRemoveGroup(site.id);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  useKeptFocus(site.groups.length);
  const empty = site.groups.length === 0;
  const add = (
    <Button kind="primary" icon={<Plus size={16} />} onClick={() => setOpen({ kind: "new" })}>
      {t("settings.groups.add")}
    </Button>
  );
  return (
    <Card title={t("settings.groups.title")} lead={t("settings.groups.lead")} aside={!empty && add}>
      <Loaded query={agents}>
        {(list) =>
          empty ? (
            <EmptyState title={t("settings.groups.none")} action={add}>
              {t("settings.groups.none_text")}
            </EmptyState>
          ) : (
            <ul className="rows">
              {site.groups.map((group) => (
                <GroupRow
                  key={group.id}
                  group={group}
                  agents={list}
                  onEdit={() => setOpen({ kind: "edit", group })}
                  onRemove={() => setOpen({ kind: "remove", group })}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {open?.kind === "new" && <GroupDialog site={site} agents={agents.data ?? []} onClose={close} />}
      {open?.kind === "edit" && (
        <GroupDialog site={site} agents={agents.data ?? []} group={open.group} onClose={close} />
      )}
      {open?.kind === "remove" && (
        <ConfirmDialog
          title={t("settings.groups.remove_title", { name: open.group.name })}
          confirm={t("settings.groups.remove")}
          onClose={close}
          onConfirm={async () => {
            await remove.mutateAsync(open.group.id);
            toast(t("settings.groups.removed"));
          }}
        >
          <p>{t("settings.groups.remove_text", { key: open.group.key })}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

interface GroupRowProps {
  readonly group: GroupOut;
  readonly agents: readonly AgentOut[];
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function GroupRow({ group, agents, onEdit, onRemove }: GroupRowProps) {
  const t = useText();
  const format = useFormat();
  const names = agents.filter(({ id }) => group.agent_ids.includes(id)).map(({ name }) => name);
  return (
    <li className="line">
      <UsersRound size={20} />
      <div className="line-text">
        <p className="line-title">
          {group.name} <code className="line-code">{group.key}</code>
        </p>
        <p className="line-meta">{names.length > 0 ? format.list(names) : t("settings.groups.nobody")}</p>
      </div>
      <IconButton label={t("settings.groups.edit_named", { name: group.name })} onClick={onEdit}>
        <Pencil size={16} />
      </IconButton>
      <IconButton label={t("settings.groups.remove_named", { name: group.name })} onClick={onRemove}>
        <Trash2 size={16} />
      </IconButton>
    </li>
  );
}
