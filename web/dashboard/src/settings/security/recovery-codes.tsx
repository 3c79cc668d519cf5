import { Download } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { Notice } from "../../parts/notice.tsx";

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onDone: () => void;
}

/** The codes, once: to copy, to keep as a file, and then they are gone. */
export function RecoveryCodes({ codes, onDone }: RecoveryCodesProps) {
  const t = useText();
  const text = `${codes.join("\n")}\n`;
  return (
    <>
      <Notice kind="warn">{t("settings.recovery.once")}</Notice>
      <ol className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <div className="button-row">
        <CopyButton text={text} label={t("settings.recovery.copy")} />
        <Button icon={<Download size={16} />} onClick={() => download(text, t("settings.recovery.file"))}>
          {t("settings.recovery.download")}
        </Button>
      </div>
      <div className="dialog-foot">
        <Button kind="primary" onClick={onDone}>
          {t("settings.recovery.done")}
        </Button>
      </div>
    </>
  );
}

function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
