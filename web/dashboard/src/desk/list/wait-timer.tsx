import { Clock } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { useNow } from "../live/tick.ts";
import { clockOf, longWait, urgency } from "../state/short-time.ts";

/** How long the visitor has waited since `since` (Unix ms); amber from 20 s, red from 40 s. */
export function WaitTimer({ since }: { readonly since: number }) {
  const t = useText();
  const waited = Math.max(0, useNow(1_000) - since);
  const long = longWait(waited);
  const time = clockOf(waited) ?? t(long.key, { count: long.count });
  return (
    <span className="wait" data-urgency={urgency(waited)}>
      <Clock size={12} aria-hidden="true" />
      <span aria-hidden="true">{time}</span>
      <span className="sight-hidden">{t("desk.row.waiting", { time })}</span>
    </span>
  );
}
