import { WifiOff } from "lucide-react";
import { useEffect, useState } from "react";
import { useOnline } from "../../frame/online.ts";
import { useText } from "../../i18n/text.tsx";
import { ButtonLink } from "../../parts/button.tsx";
import { useDesk, useDeskLink } from "../desk-context.tsx";

/** A loss that is over sooner is not worth a sentence. */
const SAY_AFTER_MS = 1_500;

/** Says when the desk is not live; the composer stays usable all the while. */
export function LinkStrip() {
  const t = useText();
  const desk = useDesk();
  const link = useDeskLink();
  const online = useOnline();
  const lost = link === "lost" || !online;
  const [said, setSaid] = useState(false);
  useEffect(() => {
    if (!lost) {
      setSaid(false);
      return;
    }
    const timer = setTimeout(() => setSaid(true), SAY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  return (
    <div role="status">
      {lost && said && (
        <p className="link-strip">
          <WifiOff size={16} aria-hidden="true" />
          <span>{t("desk.link.lost")}</span>
          {online && (
            <button type="button" onClick={() => desk.connection.wake()}>
              {t("desk.link.retry")}
            </button>
          )}
        </p>
      )}
      {!lost && (link === "quiet" || link === "asking") && (
        <p className="link-strip">
          <WifiOff size={16} aria-hidden="true" />
          <span>{t(`desk.link.${link}`)}</span>
        </p>
      )}
      {link === "signed_out" && (
        <p className="link-strip">
          <WifiOff size={16} aria-hidden="true" />
          <span>{t("desk.link.signed_out")}</span>
          <ButtonLink to="/login">{t("desk.link.sign_in")}</ButtonLink>
        </p>
      )}
    </div>
  );
}
