import type { AgentOut, GroupOut, SiteOut } from "../../api/shapes.ts";
import { useSaveGroup } from "../../api/sites.ts";
import { useForm } from "../../forms/use-form.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { CheckBox } from "../../parts/choice.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { TextField } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { mayManage } from "../rights.ts";

interface GroupDialogProps {
  readonly site: SiteOut;
  readonly agents: readonly AgentOut[];
  /** Absent: a new one. */
  readonly group?: GroupOut;
  readonly onClose: () => void;
}

interface Values {
  readonly name: string;
  readonly key: string;
  readonly agent_ids: readonly string[];
}

export function GroupDialog({ site, agents, group, onClose }: GroupDialogProps) {
  const t = useText();
  const save = useSaveGroup(site.id);
  // Only agents with access to the site can take its visitors.
  const choosable = agents.filter(
    ({ active, role, site_ids }) => active && (mayManage(role) || site_ids.includes(site.id)),
  );
  const form = useForm<Values>({
    initial: { name: group?.name ?? "", key: group?.key ?? "", agent_ids: group?.agent_ids ?? [] },
    check: ({ name, key }) => ({
      name: name.trim() === "" ? t("settings.groups.name_missing") : undefined,
      key: key === "" || /^[a-z0-9_-]{1,40}$/u.test(key) ? undefined : t("settings.groups.key_wrong"),
    }),
    send: async ({ name, key, agent_ids }) => {
      const body = { name: name.trim(), key: key === "" ? null : key, agent_ids: [...agent_ids] };
      await save.mutateAsync({ id: group?.id, body });
      toast(t("settings.saved"));
      onClose();
    },
  });
  const toggle = (id: string, chosen: boolean) => {
    const { agent_ids } = form.values;
    form.set("agent_ids", chosen ? [...agent_ids, id] : agent_ids.filter((other) => other !== id));
  };
  return (
    <Dialog
      title={
        group === undefined ? t("settings.groups.add") : t("settings.groups.edit_named", { name: group.name })
      }
      onClose={onClose}
    >
      <form className="form" onSubmit={form.submit} noValidate>
        <TextField
          label={t("settings.groups.name")}
          maxLength={80}
          data-autofocus=""
          {...form.text("name")}
        />
        <TextField
          label={t("settings.groups.key")}
          hint={t("settings.groups.key_hint")}
          optional={group === undefined}
          maxLength={40}
          autoCapitalize="off"
          spellCheck={false}
          {...form.text("key")}
        />
        <fieldset className="check-list">
          <legend className="field-legend">{t("settings.groups.members")}</legend>
          {choosable.map((agent) => (
            <CheckBox
              key={agent.id}
              label={agent.name}
              checked={form.values.agent_ids.includes(agent.id)}
              onChange={(chosen) => toggle(agent.id, chosen)}
            />
          ))}
        </fieldset>
        {form.failure !== undefined && (
          <Notice kind="bad" role="alert">
            {form.failure}
          </Notice>
        )}
        <div className="dialog-foot">
          <Button kind="ghost" onClick={onClose}>
            {t("parts.dialog.cancel")}
          </Button>
          <Button kind="primary" type="submit" busy={form.sending}>
            {t("unsaved.save")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
