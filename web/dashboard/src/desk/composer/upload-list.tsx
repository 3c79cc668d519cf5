import { CircleAlert, FileText, RotateCw, X } from "lucide-react";
import { useMemo } from "react";
import { useFormat, useText } from "../../i18n/text.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { type UploadEntry, type Uploads, useUploads } from "./uploads.ts";

interface UploadListProps {
  readonly uploads: Uploads;
  readonly conversationId: string;
  readonly mostBytes: number;
}

/** The files on their way to this conversation: name, progress in bar and figures, cancel. */
export function UploadList({ uploads, conversationId, mostBytes }: UploadListProps) {
  const t = useText();
  const all = useUploads(uploads);
  const entries = useMemo(
    () => all.filter((entry) => entry.conversationId === conversationId),
    [all, conversationId],
  );
  if (entries.length === 0) return null;
  return (
    <ul className="uploads" aria-label={t("desk.upload.list")}>
      {entries.map((entry) => (
        <UploadRow key={entry.key} entry={entry} uploads={uploads} mostBytes={mostBytes} />
      ))}
    </ul>
  );
}

interface UploadRowProps {
  readonly entry: UploadEntry;
  readonly uploads: Uploads;
  readonly mostBytes: number;
}

function UploadRow({ entry, uploads, mostBytes }: UploadRowProps) {
  const t = useText();
  const format = useFormat();
  const { file, failure, sentBytes, key } = entry;
  const name = file.name;
  return (
    <li data-failed={failure !== undefined || undefined}>
      {failure === undefined ? (
        <FileText size={16} aria-hidden="true" />
      ) : (
        <CircleAlert size={16} aria-hidden="true" />
      )}
      <div>
        <span className="clipped">{name}</span>
        {failure === undefined ? (
          <>
            <progress max={file.size} value={sentBytes} aria-label={name} />
            <span className="upload-figures">
              {t("desk.upload.figures", { sent: format.bytes(sentBytes), size: format.bytes(file.size) })}
            </span>
          </>
        ) : (
          <span role="alert">{reason(failure)}</span>
        )}
      </div>
      {typeof failure === "object" && (
        <IconButton label={t("desk.upload.retry", { name })} onClick={() => uploads.retry(key)}>
          <RotateCw size={16} />
        </IconButton>
      )}
      <IconButton
        label={t(failure === undefined ? "desk.upload.cancel" : "desk.upload.remove", { name })}
        onClick={() => uploads.remove(key)}
      >
        <X size={16} />
      </IconButton>
    </li>
  );

  function reason(why: NonNullable<UploadEntry["failure"]>): string {
    if (why === "too_large") return t("desk.upload.too_large", { size: format.bytes(mostBytes) });
    if (why === "empty") return t("desk.upload.empty");
    return t("desk.upload.failed", { reason: why.message || t("failure.unreachable") });
  }
}
