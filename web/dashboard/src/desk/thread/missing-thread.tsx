import { ArrowLeft } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { ButtonLink } from "../../parts/button.tsx";
import { ErrorState, Skeleton } from "../../parts/states.tsx";
import { useThread } from "./use-thread.ts";

interface MissingThreadProps {
  readonly id: string;
  readonly narrow: boolean;
}

/** A conversation that is not known yet: it is asked for, and either comes or is said not to be there. */
export function MissingThread({ id, narrow }: MissingThreadProps) {
  const t = useText();
  const { error, retry } = useThread(id, undefined);
  return (
    <section className="pane thread-pane">
      <header className="pane-head thread-head">
        {narrow && (
          <ButtonLink to="/inbox" kind="ghost" icon={<ArrowLeft size={20} className="flips" />}>
            {t("desk.head.back")}
          </ButtonLink>
        )}
        <h1 className="sight-hidden">{t("desk.title")}</h1>
      </header>
      {error === undefined ? <Skeleton lines={6} /> : <ErrorState error={error} onRetry={retry} />}
    </section>
  );
}
