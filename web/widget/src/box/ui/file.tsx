import type { Schemas } from "@entrenous/protocol/frames.ts";
import { useEffect, useState } from "preact/hooks";
import type { PendingFile, UploadFailure } from "../chat/uploads.ts";
import { Icon } from "./icon.tsx";
import { type Scene, useScene } from "./scene.ts";

type FileOut = Schemas["FileOut"];

/** Types that are shown in place; everything else is only ever downloaded. */
const SHOWN = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const WIDEST_PX = 236;
const HIGHEST_PX = 280;

/** A picture in place, or a card that downloads. */
export function FileContent(props: { readonly file: FileOut }) {
  const { file } = props;
  return file.width && file.height && SHOWN.includes(file.content_type) ? (
    <Picture file={file} width={file.width} height={file.height} />
  ) : (
    <FileCard file={file} />
  );
}

function Picture({ file, width, height }: { file: FileOut; width: number; height: number }) {
  const { texts } = useScene();
  const { address, isMissing } = useFileAddress(file.id);
  const [isRefused, setRefused] = useState(false);
  const scale = Math.min(1, WIDEST_PX / width, HIGHEST_PX / height);
  if (isMissing) return <p class="card missing">{texts.say("file.missing")}</p>;
  // A page's policy may forbid pictures from memory; saving the file works all the same.
  if (isRefused) return <FileCard file={file} />;
  const size = { width: Math.round(width * scale), height: Math.round(height * scale) };
  // The place has its size before the bytes come, so that the thread does not jump.
  return address ? (
    <a
      class="picture"
      href={address}
      target="_blank"
      rel="noopener noreferrer"
      aria-label={texts.say("file.open", { name: file.name })}
    >
      <img src={address} alt={file.name} {...size} onError={() => setRefused(true)} />
    </a>
  ) : (
    <span
      class="picture"
      style={{ width: `${size.width}px`, height: `${size.height}px` }}
      role="img"
      aria-label={file.name}
    />
  );
}

function FileCard({ file }: { file: FileOut }) {
  const { chat, texts } = useScene();
  const [isMissing, setMissing] = useState(false);
  const size = texts.bytes(file.size);
  const download = async (event: Event) => {
    const root = (event.currentTarget as HTMLElement).getRootNode() as ShadowRoot;
    try {
      const blob = await chat.http.blob(`/api/visitor/uploads/${file.id}`);
      setMissing(false);
      saveBlob(root, blob, file.name);
    } catch {
      setMissing(true);
    }
  };
  return (
    <button type="button" class="card file" onClick={download}>
      <Icon name="file-text" />
      <span class="grow">
        <span class="vh">{texts.say("file.download")}</span>
        <b class="clip">
          <bdi>{file.name}</bdi>
        </b>
        <small>{isMissing ? texts.say("file.missing") : size}</small>
      </span>
    </button>
  );
}

/** Browsers save a blob through a link with a name; octet-stream, so that nothing opens on the shop's origin. */
function saveBlob(root: ShadowRoot, blob: Blob, name: string): void {
  const address = URL.createObjectURL(new Blob([blob], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  root.append(link);
  link.click();
  link.remove();
  // The download has its own reference once it has begun.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** The picture's bytes as an address of this page: the token travels in a header, never in an address. */
function useFileAddress(id: string): { address: string | undefined; isMissing: boolean } {
  const { chat } = useScene();
  const [address, setAddress] = useState<string>();
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    let made: string | undefined;
    let isGone = false;
    chat.http.blob(`/api/visitor/uploads/${id}`).then(
      (blob) => {
        if (isGone) return;
        made = URL.createObjectURL(blob);
        setAddress(made);
      },
      () => {
        if (!isGone) setMissing(true);
      },
    );
    return () => {
      isGone = true;
      if (made) URL.revokeObjectURL(made);
    };
  }, [id, chat]);
  return { address, isMissing };
}

/** A file on its way: progress in figures and words, and how to stop it. */
export function UploadCard({ file }: { readonly file: PendingFile }) {
  const scene = useScene();
  const { chat, texts } = scene;
  const { failure } = file;
  const [sent, size] = [texts.bytes(file.sentBytes), texts.bytes(file.sizeBytes)];
  const canRetry = failure && (failure.reason === "network" || failure.reason === "server");
  return (
    <div class="m me">
      <div>
        <div class={failure ? "card up fail" : "card up"}>
          <div class="row">
            <Icon name="file-text" />
            <b class="grow clip">
              <bdi>{file.name}</bdi>
            </b>
            {!failure && (
              <button
                type="button"
                class="ib small"
                aria-label={texts.say("file.cancel", { name: file.name })}
                onClick={() => chat.uploads.remove(file.id)}
              >
                <Icon name="x" />
              </button>
            )}
          </div>
          {!failure && (
            <>
              <progress max={file.sizeBytes} value={file.sentBytes} aria-label={file.name} />
              <small class="num">{texts.say("file.progress", { sent, size })}</small>
            </>
          )}
        </div>
        {failure && (
          <p class="st bad" role="alert">
            <Icon name="circle-alert" size={14} />
            {words(failure, scene)}
            {canRetry && (
              <button type="button" onClick={() => chat.uploads.retry(file.id)}>
                {texts.say("message.retry")}
              </button>
            )}
            <button type="button" onClick={() => chat.uploads.remove(file.id)}>
              {texts.say("message.delete")}
            </button>
          </p>
        )}
      </div>
    </div>
  );
}

function words(failure: UploadFailure, { texts }: Scene): string {
  switch (failure.reason) {
    case "too_large":
      return texts.say("file.too_large", { size: texts.bytes(failure.limitBytes) });
    case "empty":
      return texts.say("file.empty");
    case "kind":
      return texts.say("file.kind");
    case "network":
      return texts.say("file.failed");
    case "server":
      return failure.message;
    default:
      return failure satisfies never;
  }
}
