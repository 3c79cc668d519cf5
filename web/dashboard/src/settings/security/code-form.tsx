import { useForm } from "../../forms/use-form.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";

interface CodeFormProps {
  readonly lead?: string;
  readonly label?: string;
  readonly submit: string;
  readonly danger?: boolean;
  readonly onCode: (code: string) => Promise<unknown>;
  readonly onCancel: () => void;
}

/** Asks for a code of the authenticator, inside a dialog. */
export function CodeForm({ lead, label, submit, danger = false, onCode, onCancel }: CodeFormProps) {
  const t = useText();
  const form = useForm({
    initial: { code: "" },
    check: ({ code }) => ({ code: code.trim() === "" ? t("account.code.missing") : undefined }),
    send: ({ code }) => onCode(code.replace(/\s/gu, "")),
  });
  return (
    <form className="form" onSubmit={form.submit} noValidate>
      {lead !== undefined && <p>{lead}</p>}
      <TextField
        label={label ?? t("account.code.label")}
        autoComplete="one-time-code"
        inputMode={label === undefined ? "numeric" : "text"}
        autoCapitalize="off"
        spellCheck={false}
        // Both: the form stands in its dialog from the start, or appears when the secret has come.
        data-autofocus=""
        autoFocus
        {...form.text("code")}
      />
      {form.failure !== undefined && (
        <Notice kind="bad" role="alert">
          {form.failure}
        </Notice>
      )}
      <div className="dialog-foot">
        <Button kind="ghost" onClick={onCancel}>
          {t("parts.dialog.cancel")}
        </Button>
        <Button kind={danger ? "danger-fill" : "primary"} type="submit" busy={form.sending}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
