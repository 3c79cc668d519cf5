import { useInvite } from "../../api/agents.ts";
import { codeOf } from "../../api/failure.ts";
import { useMe } from "../../api/me.ts";
import type { Role, SiteOut } from "../../api/shapes.ts";
import { useForm } from "../../forms/use-form.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { TextField } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { type Access, AccessFields } from "./access-fields.tsx";

interface InviteDialogProps {
  /** The role of the person who invites. */
  readonly role: Role;
  readonly sites: readonly SiteOut[];
  readonly onClose: () => void;
}

interface Invitation {
  readonly name: string;
  readonly email: string;
  readonly access: Access;
}

export function InviteDialog({ role, sites, onClose }: InviteDialogProps) {
  const t = useText();
  const invite = useInvite();
  const { mail_is_sent } = useMe();
  const only = sites.length === 1 ? sites.map(({ id }) => id) : [];
  const form = useForm<Invitation>({
    initial: { name: "", email: "", access: { role: "agent", site_ids: only } },
    check: ({ name, email }) => ({
      name: name.trim() === "" ? t("settings.agents.name_missing") : undefined,
      email: /.@./u.test(email) ? undefined : t("settings.agents.email_wrong"),
    }),
    send: async ({ name, email, access }) => {
      await invite.mutateAsync({
        name: name.trim(),
        email: email.trim(),
        role: access.role,
        site_ids: access.role === "agent" ? [...access.site_ids] : [],
      });
      toast(
        t(mail_is_sent ? "settings.agents.invitation_sent" : "settings.agents.invitation_kept", {
          email: email.trim(),
        }),
      );
      onClose();
    },
  });
  const taken = codeOf(form.reason) === "email_taken";
  const email = form.text("email");
  return (
    <Dialog title={t("settings.agents.invite")} onClose={onClose}>
      <form className="form" onSubmit={form.submit} noValidate>
        <TextField
          label={t("account.name.label")}
          autoComplete="off"
          maxLength={120}
          data-autofocus=""
          {...form.text("name")}
        />
        <TextField
          label={t("account.email.label")}
          type="email"
          inputMode="email"
          autoComplete="off"
          {...email}
          error={email.error ?? (taken ? form.failure : undefined)}
        />
        <AccessFields
          ownRole={role}
          sites={sites}
          value={form.values.access}
          onChange={(access) => form.set("access", access)}
        />
        {form.failure !== undefined && !taken && (
          <Notice kind="bad" role="alert">
            {form.failure}
          </Notice>
        )}
        <div className="dialog-foot">
          <Button kind="ghost" onClick={onClose}>
            {t("parts.dialog.cancel")}
          </Button>
          <Button kind="primary" type="submit" busy={form.sending}>
            {t("settings.agents.send_invitation")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
