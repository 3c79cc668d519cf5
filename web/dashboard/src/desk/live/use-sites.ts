import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Conversation, Site } from "../state/shapes.ts";
import { deskCalls } from "./desk-calls.ts";

const sitesQuery = queryOptions({
  queryKey: ["desk sites"],
  queryFn: () => deskCalls.sites(),
  staleTime: 5 * 60_000,
});

const NO_SITES: readonly Site[] = [];

/** The sites that the agent may see, by name; empty until they have come. */
export function useSites(): readonly Site[] {
  return useQuery(sitesQuery).data?.sites ?? NO_SITES;
}

/** Names by site id, when there is more than one; a lone site needs no name in each row. */
export function useSiteNames(): ReadonlyMap<string, string> | undefined {
  const sites = useSites();
  return useMemo(
    () => (sites.length > 1 ? new Map(sites.map((site) => [site.id, site.name])) : undefined),
    [sites],
  );
}

/** The name of the group a conversation was routed to. */
export function useGroupName(conversation: Conversation | undefined): string | undefined {
  const site = useSites().find((one) => one.id === conversation?.site_id);
  return site?.groups.find((group) => group.id === conversation?.group_id)?.name;
}
