import { useChangeAgent } from "../../api/agents.ts";
import type { AgentOut, Role, SiteOut } from "../../api/shapes.ts";
import { useForm } from "../../forms/use-form.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Notice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { type Access, AccessFields } from "./access-fields.tsx";

interface AgentDialogProps {
  readonly agent: AgentOut;
  /** The role of the person who changes it. */
  readonly role: Role;
  readonly sites: readonly SiteOut[];
  readonly onClose: () => void;
}

/** Changes what an agent may do and where. */
export function AgentDialog({ agent, role, sites, onClose }: AgentDialogProps) {
  const t = useText();
  const change = useChangeAgent();
  const form = useForm<{ access: Access }>({
    initial: { access: { role: agent.role, site_ids: agent.site_ids } },
    send: async ({ access }) => {
      await change.mutateAsync({
        id: agent.id,
        change: { role: access.role, site_ids: [...access.site_ids] },
      });
      toast(t("settings.saved"));
      onClose();
    },
  });
  return (
    <Dialog title={t("settings.agents.edit_title", { name: agent.name })} onClose={onClose}>
      <form className="form" onSubmit={form.submit} noValidate>
        <AccessFields
          ownRole={role}
          sites={sites}
          value={form.values.access}
          onChange={(access) => form.set("access", access)}
        />
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
