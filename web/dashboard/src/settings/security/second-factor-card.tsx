import { KeyRound, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useMe } from "../../api/me.ts";
import { useRecoveryCodes, useRemoveTotp } from "../../api/security.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Chip } from "../../parts/chip.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { Notice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { CodeForm } from "./code-form.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";
import { TotpSetup } from "./totp-setup.tsx";

/** Fewer codes than this, and the card asks for new ones. */
const FEW_CODES = 3;

type Open = "set-up" | "renew" | "remove";

/** The second factor: set up, renew the recovery codes, turn off. */
export function SecondFactorCard() {
  const t = useText();
  const { agent, recovery_codes_left: left } = useMe();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  return (
    <Card
      title={t("settings.totp.title")}
      lead={t("settings.totp.lead")}
      aside={
        agent.second_factor ? (
          <Chip kind="ok" icon={<ShieldCheck size={12} />}>
            {t("settings.totp.on")}
          </Chip>
        ) : (
          <Chip kind="line">{t("settings.totp.off")}</Chip>
        )
      }
    >
      {agent.second_factor ? (
        <>
          {left < FEW_CODES ? (
            <Notice kind="warn">{t("settings.totp.few_codes", { count: left })}</Notice>
          ) : (
            <p>{t("settings.totp.codes_left", { count: left })}</p>
          )}
          <div className="button-row">
            <Button icon={<KeyRound size={16} />} onClick={() => setOpen("renew")}>
              {t("settings.totp.renew")}
            </Button>
            <Button kind="danger" onClick={() => setOpen("remove")}>
              {t("settings.totp.remove")}
            </Button>
          </div>
        </>
      ) : (
        <div className="button-row">
          <Button icon={<ShieldCheck size={16} />} onClick={() => setOpen("set-up")}>
            {t("settings.totp.set_up")}
          </Button>
        </div>
      )}
      {open === "set-up" && <TotpSetup onClose={close} />}
      {open === "renew" && <Renew onClose={close} />}
      {open === "remove" && <Remove onClose={close} />}
    </Card>
  );
}

function Renew({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const renew = useRecoveryCodes("recovery-codes");
  return (
    <Dialog title={t("settings.totp.renew")} onClose={onClose} dismissable={renew.data === undefined}>
      {renew.data === undefined ? (
        <CodeForm
          lead={t("settings.totp.renew_text")}
          submit={t("settings.totp.renew_submit")}
          onCode={(code) => renew.mutateAsync(code)}
          onCancel={onClose}
        />
      ) : (
        <RecoveryCodes codes={renew.data.codes} onDone={onClose} />
      )}
    </Dialog>
  );
}

function Remove({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const remove = useRemoveTotp();
  return (
    <Dialog title={t("settings.totp.remove_title")} onClose={onClose}>
      <CodeForm
        lead={t("settings.totp.remove_text")}
        label={t("settings.totp.code_or_recovery")}
        submit={t("settings.totp.remove")}
        danger
        onCode={async (code) => {
          await remove.mutateAsync(code);
          toast(t("settings.totp.removed"));
          onClose();
        }}
        onCancel={onClose}
      />
    </Dialog>
  );
}
