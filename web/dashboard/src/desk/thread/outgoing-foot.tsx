import { Check, CircleAlert, Clock, LoaderCircle } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { useDesk, useDeskLink } from "../desk-context.tsx";
import type { Outgoing } from "../state/outbox.ts";

/** How far something that was sent has come; a failed one has two ways on. */
export function OutgoingFoot({ outgoing }: { readonly outgoing: Outgoing }) {
  const t = useText();
  const { queue } = useDesk().connection;
  const link = useDeskLink();
  switch (outgoing.state) {
    case "sending":
      return (
        <p className="message-foot">
          <LoaderCircle size={14} className="spins" aria-hidden="true" />
          {t("desk.thread.sending")}
        </p>
      );
    case "waiting":
      return (
        <p className="message-foot">
          <Clock size={14} aria-hidden="true" />
          {t(link === "live" || link === "quiet" ? "desk.thread.waiting_turn" : "desk.thread.waiting")}
        </p>
      );
    case "kept":
      return (
        <p className="message-foot">
          <Check size={14} aria-hidden="true" />
          {t("desk.thread.sent")}
        </p>
      );
    case "failed":
      return (
        <p className="message-foot" data-failed="" role="alert">
          <CircleAlert size={14} aria-hidden="true" />
          {outgoing.reason
            ? t("desk.thread.failed_why", { reason: outgoing.reason })
            : t("desk.thread.failed")}
          <button type="button" onClick={() => queue.retry(outgoing.clientMsgId)}>
            {t("desk.thread.retry")}
          </button>
          <button type="button" onClick={() => queue.remove(outgoing.clientMsgId)}>
            {t("desk.thread.delete")}
          </button>
        </p>
      );
  }
}
