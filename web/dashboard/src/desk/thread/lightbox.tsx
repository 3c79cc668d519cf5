import { Download, ExternalLink } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { filePath } from "../live/desk-calls.ts";
import type { FileOut } from "../state/shapes.ts";

interface LightboxProps {
  readonly file: FileOut;
  readonly onClose: () => void;
}

/** A picture as large as the window allows; Esc, the close button or a press beside it leads back. */
export function Lightbox({ file, onClose }: LightboxProps) {
  const t = useText();
  return (
    <Dialog title={file.name} size="wide" onClose={onClose}>
      <div className="lightbox">
        <img src={filePath(file.id)} alt={t("desk.file.picture", { name: file.name })} />
      </div>
      <div className="dialog-foot">
        <a
          className="button"
          data-kind="edge"
          href={filePath(file.id)}
          target="_blank"
          rel="noopener noreferrer"
        >
          <ExternalLink size={16} aria-hidden="true" />
          {t("desk.file.open")}
        </a>
        <a className="button" data-kind="edge" href={filePath(file.id)} download={file.name}>
          <Download size={16} aria-hidden="true" />
          {t("desk.file.save")}
        </a>
      </div>
    </Dialog>
  );
}
