import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { useRef, useState } from "react";
import { useFailureText } from "../../api/failure-text.ts";
import type { Shape, SiteOut } from "../../api/shapes.ts";
import { seenPagesQuery, useChangeSite } from "../../api/sites.ts";
import { useFormat, useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Chip } from "../../parts/chip.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Notice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";

/** Somebody who just put the code into a page looks here for what became of it. */
const ASK_EVERY_MS = 15_000;

/** An origin whose pages got no chat box when they asked last. */
interface Refused {
  readonly origin: string;
  readonly at: number;
}

/** What was refused and has not been shown since, the last first. */
export function refusedAmong({ pages }: Shape<"SeenPagesOut">): readonly Refused[] {
  return pages.flatMap(({ origin, seen_at, refused_at }) =>
    refused_at != null && refused_at > (seen_at ?? 0) ? [{ origin, at: refused_at }] : [],
  );
}

/** Which pages asked for the chat box and did not get it, and one press to let each in. */
export function RefusedOrigins({ site }: { readonly site: SiteOut }) {
  const t = useText();
  const pages = useQuery({ ...seenPagesQuery(site.id), refetchInterval: ASK_EVERY_MS });
  return (
    <Card title={t("settings.refused.title")} lead={t("settings.refused.lead")}>
      <Loaded query={pages} lines={2}>
        {(seen) => {
          const refused = refusedAmong(seen);
          return refused.length === 0 ? (
            <p className="field-hint">{t("settings.refused.none")}</p>
          ) : (
            <RefusedList site={site} refused={refused} now={seen.now} />
          );
        }}
      </Loaded>
    </Card>
  );
}

interface RefusedListProps {
  readonly site: SiteOut;
  readonly refused: readonly Refused[];
  /** The server's clock, Unix ms. */
  readonly now: number;
}

function RefusedList({ site, refused, now }: RefusedListProps) {
  const t = useText();
  const format = useFormat();
  const describe = useFailureText();
  const change = useChangeSite(site.id);
  const [problem, setProblem] = useState<string>();
  const list = useRef<HTMLUListElement>(null);
  const allow = async (origin: string) => {
    // The list is sent as a whole: two at once would lose the first.
    if (change.isPending) return;
    setProblem(undefined);
    try {
      await change.mutateAsync({ allowed_domains: [...site.allowed_domains, origin] });
      toast(t("settings.refused.allowed_toast", { origin }));
      // The button is gone; the keyboard goes on from the list.
      list.current?.focus();
    } catch (failure) {
      setProblem(describe(failure));
    }
  };
  return (
    <>
      <ul ref={list} className="rows" tabIndex={-1} aria-label={t("settings.refused.title")}>
        {refused.map(({ origin, at }) => (
          <li key={origin} className="line">
            <span className="line-text">
              <span className="line-title">{origin}</span>
              <span className="line-meta">
                <time dateTime={new Date(at).toISOString()}>
                  {t("settings.refused.at", { ago: format.ago(at, now) })}
                </time>
              </span>
            </span>
            {isAdmitted(site, origin) ? (
              <Chip kind="ok" icon={<Check size={12} aria-hidden="true" />}>
                {t("settings.refused.allowed")}
              </Chip>
            ) : (
              <Button
                busy={change.isPending && change.variables.allowed_domains?.includes(origin) === true}
                onClick={() => void allow(origin)}
                aria-label={t("settings.refused.allow_named", { origin })}
              >
                {t("settings.refused.allow")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {problem !== undefined && (
        <Notice kind="bad" role="alert">
          {problem}
        </Notice>
      )}
    </>
  );
}

/** For the list of allowed domains: says that pages were refused, and leads to where they are let in. */
export function RefusedNotice({ site }: { readonly site: SiteOut }) {
  const t = useText();
  const { data } = useQuery(seenPagesQuery(site.id));
  const refused = data === undefined ? [] : refusedAmong(data);
  const count = refused.filter(({ origin }) => !isAdmitted(site, origin)).length;
  if (count === 0) return null;
  return (
    <Notice kind="warn">
      {t("settings.refused.notice", { count })}{" "}
      <Link to="/settings/sites/$siteId/install" params={{ siteId: site.id }}>
        {t("settings.refused.look")}
      </Link>
    </Notice>
  );
}

/** As the server decides: an empty list admits everybody. */
function isAdmitted(site: SiteOut, origin: string): boolean {
  return site.allowed_domains.length === 0 || site.allowed_domains.includes(origin);
}
