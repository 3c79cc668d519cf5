import type { ComponentProps } from "react";
import type { Translate } from "../i18n/text.tsx";
import { useText } from "../i18n/text.tsx";
import { PasswordField } from "../parts/field.tsx";

/** As the server's rule says (domain, `check_password`), which also knows common passwords. */
const PASSWORD_CHARACTERS = 10;

/** What can be said about a new password without the server. */
export function checkNewPassword(password: string, t: Translate): string | undefined {
  return [...password].length < PASSWORD_CHARACTERS ? t("account.new_password.too_short") : undefined;
}

type NewPasswordFieldProps = Omit<ComponentProps<typeof PasswordField>, "label" | "hint" | "autoComplete"> & {
  readonly label?: string;
};

export function NewPasswordField({ label, ...rest }: NewPasswordFieldProps) {
  const t = useText();
  return (
    <PasswordField
      label={label ?? t("account.new_password.label")}
      hint={t("account.new_password.hint")}
      autoComplete="new-password"
      {...rest}
    />
  );
}
