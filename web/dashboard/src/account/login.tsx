/** Signing in: address and password, then the second factor where there is one. */
import { useQuery } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { post } from "../api/http.ts";
import type { LoginOut, Shape } from "../api/shapes.ts";
import { useForm } from "../forms/use-form.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "../parts/button.tsx";
import { PasswordField, TextField } from "../parts/field.tsx";
import { Notice } from "../parts/notice.tsx";
import { AccountPage } from "./account-page.tsx";
import { nextOf } from "./next.ts";
import { SecondFactor } from "./second-factor.tsx";
import { setupQuery } from "./setup-query.ts";

export function Login() {
  const [step, setStep] = useState<"password" | "second_factor">("password");
  const enter = useEnter();
  const onLogin = async ({ state }: LoginOut) => {
    switch (state) {
      case "signed_in":
        return enter();
      case "second_factor_required":
        return setStep("second_factor");
      default:
        return state satisfies never;
    }
  };
  return step === "password" ? (
    <Password onLogin={onLogin} />
  ) : (
    <SecondFactor onSignedIn={enter} onBack={() => setStep("password")} />
  );
}

/** Leaves the login for the page that was asked for; the cookie is set. */
export function useEnter(): () => Promise<void> {
  const router = useRouter();
  const { next } = nextOf(useSearch({ strict: false }));
  return async () => {
    await router.navigate({ href: next ?? "/inbox", replace: true });
  };
}

function Password({ onLogin }: { readonly onLogin: (answer: LoginOut) => Promise<void> }) {
  const t = useText();
  const setup = useQuery(setupQuery);
  const { ended } = nextOf(useSearch({ strict: false }));
  const form = useForm({
    initial: { email: "", password: "" },
    check: ({ email, password }) => ({
      email: email.trim() === "" ? t("account.email.missing") : undefined,
      password: password === "" ? t("account.password.missing") : undefined,
    }),
    send: async ({ email, password }) => {
      const body: Shape<"LoginIn"> = { email: email.trim(), password };
      await onLogin(await post<LoginOut, Shape<"LoginIn">>("/api/agent/login", body));
    },
  });
  return (
    <AccountPage title={t("account.login.title")}>
      {setup.data?.open === true && <Notice>{t("account.login.set_up_first")}</Notice>}
      {ended && <Notice role="status">{t("account.login.ended")}</Notice>}
      <form onSubmit={form.submit} noValidate>
        <TextField
          label={t("account.email.label")}
          type="email"
          autoComplete="username"
          inputMode="email"
          {...form.text("email")}
        />
        <PasswordField label={t("account.password.label")} {...form.text("password")} />
        {form.failure !== undefined && (
          <Notice kind="bad" role="alert">
            {form.failure}
          </Notice>
        )}
        <Button kind="primary" size="big" type="submit" busy={form.sending}>
          {t("account.login.submit")}
        </Button>
      </form>
      <p className="account-line">
        <Link to="/forgot">{t("account.login.forgot")}</Link>
      </p>
    </AccountPage>
  );
}
