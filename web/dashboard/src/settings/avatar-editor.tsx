import { ImageUp, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useFailureText } from "../api/failure-text.ts";
import { useChangeAvatar, useMe } from "../api/me.ts";
import { useText } from "../i18n/text.tsx";
import { Avatar } from "../parts/avatar.tsx";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { toast } from "../parts/toast.tsx";

/** What a picture may be; the server looks at the bytes as well. */
const PICTURE_TYPES = ["image/png", "image/jpeg", "image/webp"];
const PICTURE_BYTES = 2 * 1024 * 1024;

/** One's picture: choose a file, or go back to the initials. */
export function AvatarEditor() {
  const t = useText();
  const describe = useFailureText();
  const { agent } = useMe();
  const change = useChangeAvatar();
  const picker = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string>();
  const failure = refusal ?? (change.error === null ? undefined : describe(change.error));
  const choose = (file: File | undefined) => {
    if (file === undefined) return;
    change.reset();
    if (!PICTURE_TYPES.includes(file.type)) return setRefusal(t("settings.picture.wrong_type"));
    if (file.size > PICTURE_BYTES) return setRefusal(t("settings.picture.too_large"));
    setRefusal(undefined);
    change.mutate(file, { onSuccess: () => toast(t("settings.picture.saved")) });
  };
  return (
    <>
      <div className="avatar-editor">
        <Avatar name={agent.name} src={agent.avatar} size={72} />
        <div>
          <div className="button-row">
            <Button
              icon={<ImageUp size={16} />}
              busy={change.isPending && change.variables !== null}
              onClick={() => picker.current?.click()}
            >
              {t(agent.avatar ? "settings.picture.replace" : "settings.picture.upload")}
            </Button>
            {agent.avatar && (
              <Button
                kind="ghost"
                icon={<Trash2 size={16} />}
                busy={change.isPending && change.variables === null}
                onClick={() => change.mutate(null, { onSuccess: () => toast(t("settings.picture.removed")) })}
              >
                {t("settings.picture.remove")}
              </Button>
            )}
          </div>
          <p className="field-hint">{t("settings.picture.hint")}</p>
        </div>
        <input
          ref={picker}
          type="file"
          className="sight-hidden"
          tabIndex={-1}
          aria-hidden="true"
          accept={PICTURE_TYPES.join(",")}
          onChange={(event) => {
            choose(event.target.files?.[0]);
            // So that choosing the same file again is a change.
            event.target.value = "";
          }}
        />
      </div>
      {failure !== undefined && (
        <Notice kind="bad" role="alert">
          {failure}
        </Notice>
      )}
    </>
  );
}
