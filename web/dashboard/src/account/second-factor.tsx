import { useState } from "react";
import { isSignedOut } from "../api/failure.ts";
import { post } from "../api/http.ts";
import type { LoginOut, Shape } from "../api/shapes.ts";
import { useForm } from "../forms/use-form.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "../parts/button.tsx";
import { TextField } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { AccountPage } from "./account-page.tsx";

interface SecondFactorProps {
  readonly onSignedIn: () => Promise<void>;
  /** Back to the password, for example when the first step has expired. */
  readonly onBack: () => void;
}

/** The step after the password: six digits of the authenticator, or a recovery code. */
export function SecondFactor({ onSignedIn, onBack }: SecondFactorProps) {
  const t = useText();
  const [recovery, setRecovery] = useState(false);
  const form = useForm({
    initial: { code: "" },
    check: ({ code }) => ({ code: code.trim() === "" ? t("account.code.missing") : undefined }),
    send: async ({ code }) => {
      const body: Shape<"SecondFactorIn"> = { code: code.replace(/\s/gu, "") };
      await post<LoginOut, Shape<"SecondFactorIn">>("/api/agent/login/second-factor", body);
      await onSignedIn();
    },
  });
  const expired = isSignedOut(form.reason);
  return (
    <AccountPage
      title={t("account.second_factor.title")}
      lead={t(recovery ? "account.second_factor.recovery_lead" : "account.second_factor.lead")}
    >
      <form onSubmit={form.submit} noValidate>
        <TextField
          key={String(recovery)}
          label={t(recovery ? "account.recovery_code.label" : "account.code.label")}
          autoComplete="one-time-code"
          inputMode={recovery ? "text" : "numeric"}
          autoCapitalize="off"
          spellCheck={false}
          // The step has one field, and the person has just asked for it.
          autoFocus
          {...form.text("code")}
        />
        {form.failure !== undefined && (
          <Notice kind="bad" role="alert">
            {expired ? t("account.second_factor.expired") : form.failure}
          </Notice>
        )}
        {expired ? (
          <Button kind="primary" size="big" onClick={onBack}>
            {t("account.second_factor.again")}
          </Button>
        ) : (
          <Button kind="primary" size="big" type="submit" busy={form.sending}>
            {t("account.second_factor.submit")}
          </Button>
        )}
      </form>
      <div className="account-choices">
        <Button
          kind="ghost"
          onClick={() => {
            setRecovery(!recovery);
            form.reset({ code: "" });
          }}
        >
          {t(recovery ? "account.second_factor.use_app" : "account.second_factor.use_recovery")}
        </Button>
        <Button kind="ghost" onClick={onBack}>
          {t("account.back")}
        </Button>
      </div>
    </AccountPage>
  );
}
