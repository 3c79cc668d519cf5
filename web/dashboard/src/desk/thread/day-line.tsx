import { useFormat, useText } from "../../i18n/text.tsx";
import { useNow } from "../live/tick.ts";

/** The day of what follows; `at` is Unix ms. */
export function DayLine({ at }: { readonly at: number }) {
  const t = useText();
  const format = useFormat();
  const now = useNow(60_000);
  const day = new Date(at).toDateString();
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return (
    <p className="day-line">
      {day === new Date(now).toDateString()
        ? t("desk.day.today")
        : day === yesterday.toDateString()
          ? t("desk.day.yesterday")
          : format.date(at, now)}
    </p>
  );
}
