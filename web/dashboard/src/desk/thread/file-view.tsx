import { Download, FileText } from "lucide-react";
import { useState } from "react";
import { useFormat, useText } from "../../i18n/text.tsx";
import { filePath } from "../live/desk-calls.ts";
import type { FileOut } from "../state/shapes.ts";
import { Lightbox } from "./lightbox.tsx";

/** Largest sides of a picture in the thread, in px. */
const MOST_WIDE = 320;
const MOST_HIGH = 260;

/** A file of a message: pictures in place, everything else as a card to download. */
export function FileView({ file }: { readonly file: FileOut }) {
  const t = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [broken, setBroken] = useState(false);
  // A picture that does not come can still be asked for as a file.
  if (file.width == null || file.height == null || broken) {
    return (
      <a className="file-card" href={filePath(file.id)} download={file.name}>
        <FileText size={20} aria-hidden="true" />
        <span className="file-words">
          <span className="clipped">{file.name}</span>
          <span className="file-size">{format.bytes(file.size)}</span>
        </span>
        <Download size={16} aria-hidden="true" />
        <span className="sight-hidden">{t("desk.file.save")}</span>
      </a>
    );
  }
  const scale = Math.min(1, MOST_WIDE / file.width, MOST_HIGH / file.height);
  return (
    <>
      <button
        type="button"
        className="picture"
        aria-label={t("desk.file.look", { name: file.name })}
        onClick={() => setOpen(true)}
      >
        {/* Width and height keep its place free, so that nothing moves when it comes. */}
        <img
          src={filePath(file.id)}
          alt={t("desk.file.picture", { name: file.name })}
          width={Math.max(24, Math.round(file.width * scale))}
          height={Math.max(24, Math.round(file.height * scale))}
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
        />
      </button>
      {open && <Lightbox file={file} onClose={() => setOpen(false)} />}
    </>
  );
}
