/** Setting up the second factor: scan or type, prove with a code, keep the recovery codes. */
import { useQuery } from "@tanstack/react-query";
import { beginTotp, useRecoveryCodes } from "../../api/security.ts";
import type { TotpOut } from "../../api/shapes.ts";
import { useText } from "../../i18n/text.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ErrorState, Skeleton } from "../../parts/states.tsx";
import { CodeForm } from "./code-form.tsx";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

export function TotpSetup({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  // Each opening begins anew, and a secret has no business in a cache.
  const begun = useQuery({
    queryKey: ["totp"],
    queryFn: beginTotp,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const confirm = useRecoveryCodes("confirm");
  return (
    <Dialog
      title={t(confirm.data === undefined ? "settings.totp.set_up_title" : "settings.recovery.title")}
      onClose={onClose}
      dismissable={confirm.data === undefined}
    >
      {confirm.data !== undefined && <RecoveryCodes codes={confirm.data.codes} onDone={onClose} />}
      {confirm.data === undefined && begun.isPending && <Skeleton lines={4} />}
      {confirm.data === undefined && begun.isError && (
        <ErrorState error={begun.error} onRetry={begun.refetch} />
      )}
      {confirm.data === undefined && begun.isSuccess && (
        <>
          <Secret totp={begun.data} />
          <CodeForm
            submit={t("settings.totp.confirm")}
            onCode={(code) => confirm.mutateAsync(code)}
            onCancel={onClose}
          />
        </>
      )}
    </Dialog>
  );
}

function Secret({ totp }: { readonly totp: TotpOut }) {
  const t = useText();
  return (
    <>
      <p>{t("settings.totp.scan")}</p>
      <div className="totp-secret">
        <QrCode rows={totp.qr} label={t("settings.totp.qr")} />
        <div>
          <p className="field-hint">{t("settings.totp.type_instead")}</p>
          <code className="secret">{inFours(totp.secret)}</code>
          <CopyButton text={totp.secret} label={t("settings.totp.copy_secret")} />
        </div>
      </div>
      <p>{t("settings.totp.prove")}</p>
    </>
  );
}

/** Groups of four letters are easier to type from a screen. */
function inFours(secret: string): string {
  return secret.match(/.{1,4}/gu)?.join(" ") ?? secret;
}
