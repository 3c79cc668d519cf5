import { checkNewPassword, NewPasswordField } from "../../account/new-password-field.tsx";
import { useMe } from "../../api/me.ts";
import { useChangePassword } from "../../api/security.ts";
import { useForm } from "../../forms/use-form.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { PasswordField } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";

const EMPTY = { current: "", new: "" };

export function PasswordCard() {
  const t = useText();
  const { agent } = useMe();
  const change = useChangePassword();
  const unlike = (values: typeof EMPTY) =>
    values.new === values.current ? t("settings.password.same") : undefined;
  const form = useForm({
    initial: EMPTY,
    check: (values) => ({
      current: values.current === "" ? t("settings.password.current_missing") : undefined,
      new: checkNewPassword(values.new, t) ?? unlike(values),
    }),
    send: async (values) => {
      await change.mutateAsync(values);
      form.reset(EMPTY);
      toast(t("settings.password.changed"));
    },
  });
  return (
    <Card title={t("settings.password.title")} lead={t("settings.password.lead")}>
      <form className="form" onSubmit={form.submit} noValidate>
        {/* Password managers look for the address beside the passwords. */}
        <input type="email" value={agent.email} autoComplete="username" readOnly hidden />
        <div className="form-row">
          <PasswordField label={t("settings.password.current")} {...form.text("current")} />
          <NewPasswordField {...form.text("new")} />
        </div>
        {form.failure !== undefined && (
          <Notice kind="bad" role="alert">
            {form.failure}
          </Notice>
        )}
        <div className="form-foot">
          <Button type="submit" busy={form.sending}>
            {t("settings.password.submit")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
