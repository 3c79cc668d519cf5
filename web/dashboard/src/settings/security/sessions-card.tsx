import { systemClock } from "@entrenous/protocol/clock.ts";
import { useQuery } from "@tanstack/react-query";
import { LogOut, MonitorSmartphone } from "lucide-react";
import { useState } from "react";
import { useFailureText } from "../../api/failure-text.ts";
import { sessionsQuery, useEndSession } from "../../api/security.ts";
import type { AgentSessionOut } from "../../api/shapes.ts";
import { useKeptFocus } from "../../frame/kept-focus.ts";
import { useFormat, useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Chip } from "../../parts/chip.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { Notice } from "../../parts/notice.tsx";
import { ErrorState, Skeleton } from "../../parts/states.tsx";
import { toast } from "../../parts/toast.tsx";

/** Where one is signed in, with a way to end each other session. */
export function SessionsCard() {
  const t = useText();
  const describe = useFailureText();
  const sessions = useQuery(sessionsQuery);
  const end = useEndSession();
  const [asking, setAsking] = useState(false);
  useKeptFocus(sessions.data?.length ?? 0);
  const all = sessions.data ?? [];
  const others = all.filter(({ current }) => !current);
  // One's own first: two sessions on one device have the same name.
  const ordered = [...all.filter(({ current }) => current), ...others];
  return (
    <Card
      title={t("settings.sessions.title")}
      lead={t("settings.sessions.lead")}
      aside={
        others.length > 0 && (
          <Button kind="danger" icon={<LogOut size={16} />} onClick={() => setAsking(true)}>
            {t("settings.sessions.end_others")}
          </Button>
        )
      }
    >
      {end.isError && (
        <Notice kind="bad" role="alert">
          {describe(end.error)}
        </Notice>
      )}
      {sessions.isPending && <Skeleton lines={2} />}
      {sessions.isError && <ErrorState error={sessions.error} onRetry={sessions.refetch} />}
      {sessions.isSuccess && (
        <ul className="rows">
          {ordered.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              ending={end.isPending && end.variables === session.id}
              onEnd={() => end.mutate(session.id, { onSuccess: () => toast(t("settings.sessions.ended")) })}
            />
          ))}
        </ul>
      )}
      {asking && (
        <ConfirmDialog
          title={t("settings.sessions.end_others")}
          confirm={t("settings.sessions.end_others_confirm")}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await end.mutateAsync("others");
            toast(t("settings.sessions.others_ended"));
          }}
        >
          <p>{t("settings.sessions.end_others_text", { count: others.length })}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

interface SessionRowProps {
  readonly session: AgentSessionOut;
  readonly ending: boolean;
  readonly onEnd: () => void;
}

function SessionRow({ session, ending, onEnd }: SessionRowProps) {
  const t = useText();
  const format = useFormat();
  const begun = format.dateTime(session.created_at);
  const seen = format.ago(session.last_seen_at, systemClock.now());
  return (
    <li className="line">
      <MonitorSmartphone size={20} />
      <div className="line-text">
        <p className="line-title">{session.device}</p>
        <p className="line-meta">
          {t("settings.sessions.since", { date: begun })}
          {" · "}
          <span title={format.dateTime(session.last_seen_at)}>
            {t("settings.sessions.seen", { ago: seen })}
          </span>
        </p>
      </div>
      {session.current ? (
        <Chip kind="ok">{t("settings.sessions.current")}</Chip>
      ) : (
        <Button
          busy={ending}
          onClick={onEnd}
          aria-label={t("settings.sessions.end_named", { device: session.device, date: begun })}
        >
          {t("settings.sessions.end")}
        </Button>
      )}
    </li>
  );
}
