import { CircleAlert, X } from "lucide-react";
import { useFailureText } from "../../api/failure-text.ts";
import { useText } from "../../i18n/text.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import type { ConversationActs } from "./use-acts.ts";

/** Says why a join, assignment, closing or reopening was not carried out; stays until it is read or tried again. */
export function ActFailure({ acts }: { readonly acts: ConversationActs }) {
  const t = useText();
  const describe = useFailureText();
  return (
    <div role="alert">
      {acts.failure !== undefined && (
        <p className="link-strip" data-kind="bad">
          <CircleAlert size={16} aria-hidden="true" />
          <span>{describe(acts.failure)}</span>
          <IconButton label={t("desk.head.failure_read")} onClick={acts.forgive}>
            <X size={16} />
          </IconButton>
        </p>
      )}
    </div>
  );
}
