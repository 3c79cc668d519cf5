import { type ReactNode, useState } from "react";
import { useFailureText } from "../api/failure-text.ts";
import { useText } from "../i18n/text.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Notice } from "./notice.tsx";

interface ConfirmDialogProps {
  readonly title: string;
  /** What happens and what does not. */
  readonly children: ReactNode;
  /** Names the act, never "OK". */
  readonly confirm: string;
  readonly danger?: boolean;
  /** Carried out on confirmation; a failure stays in the dialog with its reason. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back. Focus starts on the way out. */
export function ConfirmDialog({
  title,
  children,
  confirm,
  danger = true,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  const t = useText();
  const describe = useFailureText();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const carryOut = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onConfirm();
      onClose();
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="prose">{children}</div>
      {error !== undefined && (
        <Notice kind="bad" role="alert">
          {describe(error)}
        </Notice>
      )}
      <div className="dialog-foot">
        <Button kind="ghost" onClick={onClose} data-autofocus="">
          {t("parts.dialog.cancel")}
        </Button>
        <Button kind={danger ? "danger-fill" : "primary"} busy={busy} onClick={carryOut}>
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
