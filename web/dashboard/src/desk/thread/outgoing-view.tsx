import { Check, CircleAlert, Clock, FileText, LoaderCircle, Lock } from "lucide-react";
import { useMe } from "../../api/me.ts";
import { useFormat, useText } from "../../i18n/text.tsx";
import { useDesk, useDeskLink } from "../desk-context.tsx";
import type { Outgoing } from "../state/outbox.ts";
import { LinkedText } from "./linked-text.tsx";
import { MessageFrame } from "./message-frame.tsx";

interface OutgoingViewProps {
  readonly outgoing: Outgoing;
  readonly headed: boolean;
}

/** What the agent has sent and the server has not shown back yet. */
export function OutgoingView({ outgoing, headed }: OutgoingViewProps) {
  const t = useText();
  const format = useFormat();
  const { agent } = useMe();
  const { payload, state, createdAt } = outgoing;
  const isNote = payload.type === "note";
  return (
    <MessageFrame
      side="end"
      look={state === "failed" ? "failed" : isNote ? "note" : state === "waiting" ? "waiting" : "agent"}
      avatar={{ kind: "agent", name: agent.name, src: agent.avatar }}
      headed={headed}
      icon={isNote && <Lock size={12} aria-hidden="true" />}
      name={t(isNote ? "desk.thread.note_yours" : "desk.thread.you")}
      what={isNote ? t("desk.thread.note_who") : undefined}
      at={createdAt}
      foot={<State outgoing={outgoing} />}
    >
      {payload.type === "file" ? (
        <span className="file-card">
          <FileText size={20} aria-hidden="true" />
          <span className="file-words">
            <span className="clipped">{payload.name}</span>
            <span className="file-size">{format.bytes(payload.size)}</span>
          </span>
        </span>
      ) : (
        <LinkedText text={payload.text} />
      )}
    </MessageFrame>
  );
}

function State({ outgoing }: { readonly outgoing: Outgoing }) {
  const t = useText();
  const desk = useDesk();
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
          <button type="button" onClick={() => desk.connection.queue.retry(outgoing.clientMsgId)}>
            {t("desk.thread.retry")}
          </button>
          <button type="button" onClick={() => desk.connection.queue.remove(outgoing.clientMsgId)}>
            {t("desk.thread.delete")}
          </button>
        </p>
      );
  }
}
