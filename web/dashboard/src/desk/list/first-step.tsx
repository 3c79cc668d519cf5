import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMe } from "../../api/me.ts";
import type { SiteOut } from "../../api/shapes.ts";
import { sitesQuery } from "../../api/sites.ts";
import { useText } from "../../i18n/text.tsx";
import { ButtonLink } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/states.tsx";
import { mayManage } from "../../settings/rights.ts";
import { useDeskState } from "../desk-context.tsx";
import { deskCalls } from "../live/desk-calls.ts";

/** Whether anything was ever closed: the counts hold only what is open. */
const anyClosedQuery = queryOptions({
  queryKey: ["desk any closed"],
  queryFn: async () =>
    (await deskCalls.list({ view: "closed", siteId: undefined, limit: 1 })).items.length > 0,
});

/** What is known about the beginning; undefined stands for "not yet". */
interface Beginning {
  readonly anyClosed: boolean | undefined;
  readonly sites: readonly Pick<SiteOut, "id" | "seen_origin">[] | undefined;
}

/** The site to put on a page first, as long as nobody can have written: no conversation, and no page with any box. */
export function siteToInstall({ anyClosed, sites }: Beginning): string | undefined {
  // Pages of this very server, such as the demo shop, name no origin and are not the owner's site.
  if (anyClosed !== false || sites?.some((site) => site.seen_origin)) return undefined;
  return sites?.[0]?.id;
}

/** `siteToInstall` for those who may change sites; nothing is asked while conversations are open. */
export function useSiteToInstall(): string | undefined {
  const manages = mayManage(useMe().agent.role);
  const noneOpen = useDeskState((state) => state.siteId === undefined && state.counts?.all === 0);
  const enabled = manages && noneOpen;
  const sites = useQuery({ ...sitesQuery, enabled }).data;
  const anyClosed = useQuery({ ...anyClosedQuery, enabled }).data;
  return enabled ? siteToInstall({ anyClosed, sites }) : undefined;
}

/** What an inbox says that nobody can have written to yet: where the code for the site's pages is. */
export function FirstStep({ siteId }: { readonly siteId: string }) {
  const t = useText();
  return (
    <EmptyState
      title={t("desk.empty.start")}
      action={
        <ButtonLink kind="primary" to="/settings/sites/$siteId/install" params={{ siteId }}>
          {t("desk.empty.start.way")}
        </ButtonLink>
      }
    >
      {t("desk.empty.start.text")}
    </EmptyState>
  );
}
