import { useFormat, useText } from "../../i18n/text.tsx";
import { useNow } from "../live/tick.ts";
import { shortAge } from "../state/short-time.ts";

/** "3 min", "2 h", "12 Oct"; `at` is Unix ms. */
export function ShortAge({ at }: { readonly at: number }) {
  const t = useText();
  const format = useFormat();
  const now = useNow(60_000);
  const age = shortAge(at, now);
  return (
    <time dateTime={new Date(at).toISOString()}>
      {"date" in age ? format.date(age.date, now) : t(age.key, { count: age.count })}
    </time>
  );
}
