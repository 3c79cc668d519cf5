import { useQuery } from "@tanstack/react-query";
import { useFormat, useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Skeleton } from "../../parts/states.tsx";
import { deskCalls } from "../live/desk-calls.ts";
import { useSites } from "../live/use-sites.ts";
import type { Conversation, Visit } from "../state/shapes.ts";
import { Fact, NotCollected, PageLink, pageOf, Withheld } from "./facts.tsx";

/** Visitors go on looking around while they chat. */
const ASK_EVERY_MS = 15_000;

/** What the visitor let the agents see: the pages of this visit, and how often they came. */
export function VisitFacts({ conversation }: { readonly conversation: Conversation }) {
  const t = useText();
  const site = useSites().find(({ id }) => id === conversation.site_id);
  // Without statistics there is no page history, and in the mode `on_open` no visit is followed.
  const hasPages = site?.privacy.statistics === true && site.tracking_mode !== "on_open";
  const hasVisits = site?.privacy.marketing === true;
  const visit = useQuery({
    queryKey: ["visit", conversation.id],
    queryFn: () => deskCalls.visit(conversation.id),
    enabled: hasPages || hasVisits,
    refetchInterval: ASK_EVERY_MS,
    // A consent that was taken back is not looked at from memory.
    staleTime: 0,
    gcTime: 0,
  });
  if (site === undefined) return null;
  if (visit.isError && visit.data === undefined)
    return (
      <Fact name={t("desk.context.pages")}>
        <span className="not-given">{t("desk.context.visit_failed")}</span>{" "}
        <Button kind="ghost" onClick={() => visit.refetch()}>
          {t("state.retry")}
        </Button>
      </Fact>
    );
  return (
    <>
      <Fact name={t("desk.context.pages")}>
        {hasPages ? (
          visit.data === undefined ? (
            <Skeleton lines={1} />
          ) : (
            <Pages visit={visit.data} />
          )
        ) : (
          <NotCollected />
        )}
      </Fact>
      <Fact name={t("desk.context.visits")}>
        {hasVisits ? (
          visit.data === undefined ? (
            <Skeleton lines={1} />
          ) : (
            <Visits visit={visit.data} />
          )
        ) : (
          <NotCollected />
        )}
      </Fact>
    </>
  );
}

function Pages({ visit }: { readonly visit: Visit }) {
  const t = useText();
  const format = useFormat();
  if (visit.pages.length === 0) return <Withheld>{t("desk.context.no_consent")}</Withheld>;
  return (
    <ol className="visited">
      {visit.pages.map((page) => {
        const link = pageOf(page.url);
        return (
          <li key={`${page.at} ${page.url}`}>
            <time dateTime={new Date(page.at).toISOString()}>{format.time(page.at)}</time>
            {link === undefined ? (
              <span className="clipped">{page.url}</span>
            ) : (
              <PageLink page={link} title={page.title} className="clipped" />
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Visits({ visit }: { readonly visit: Visit }) {
  const t = useText();
  if (visit.visits == null) return <Withheld>{t("desk.context.no_consent")}</Withheld>;
  return t("desk.context.visits_count", { count: visit.visits });
}
