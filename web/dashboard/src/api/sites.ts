import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { del, get, patch, post, put } from "./http.ts";
import type { GroupOut, Shape, SiteOut, SitePatch } from "./shapes.ts";

/** The sites that the agent may see, by name. */
export const sitesQuery = queryOptions({
  queryKey: ["sites"],
  queryFn: async ({ signal }) => (await get<Shape<"SiteListOut">>("/api/agent/sites", signal)).sites,
});

/** One site. */
export function siteQuery(id: string) {
  return queryOptions({
    queryKey: ["site", id],
    queryFn: ({ signal }) => get<SiteOut>(`/api/agent/sites/${id}`, signal),
  });
}

/** Which pages asked for the site's chat box lately. */
export function seenPagesQuery(id: string) {
  return queryOptions({
    queryKey: ["site", id, "pages"],
    queryFn: ({ signal }) => get<Shape<"SeenPagesOut">>(`/api/agent/sites/${id}/pages`, signal),
  });
}

/** What the site publishes about what its chat may store, in its kept settings; known by everybody. */
export function cookiePolicyQuery(chatKey: string, language: string) {
  return queryOptions({
    queryKey: ["cookie-policy", chatKey, language],
    queryFn: ({ signal }) =>
      get<Shape<"CookiePolicyOut">>(`/api/sites/${chatKey}/cookies?lang=${language}`, signal),
  });
}

function useKeepSite() {
  const client = useQueryClient();
  return (site: SiteOut) => {
    client.setQueryData(siteQuery(site.id).queryKey, site);
    return client.invalidateQueries({ queryKey: sitesQuery.queryKey });
  };
}

export function useAddSite() {
  const keep = useKeepSite();
  return useMutation({
    mutationFn: (body: Shape<"SiteIn">) => post<SiteOut, Shape<"SiteIn">>("/api/agent/sites", body),
    onSuccess: keep,
  });
}

export function useChangeSite(id: string) {
  const keep = useKeepSite();
  return useMutation({
    mutationFn: (change: SitePatch) => patch<SiteOut, SitePatch>(`/api/agent/sites/${id}`, change),
    onSuccess: keep,
  });
}

/** Gives the site another chat key; pages with the old one lose their chat box. */
export function useNewChatKey(id: string) {
  const keep = useKeepSite();
  return useMutation({
    mutationFn: () => post<SiteOut, object>(`/api/agent/sites/${id}/chat-key`, {}),
    onSuccess: keep,
  });
}

/** Makes a group, or with an id replaces it. */
export function useSaveGroup(siteId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body }: { readonly id: string | undefined; readonly body: Shape<"GroupIn"> }) => {
      const groups = `/api/agent/sites/${siteId}/groups`;
      return id === undefined
        ? post<GroupOut, Shape<"GroupIn">>(groups, body)
        : put<GroupOut, Shape<"GroupIn">>(`${groups}/${id}`, body);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: siteQuery(siteId).queryKey }),
  });
}

export function useRemoveGroup(siteId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => del(`/api/agent/sites/${siteId}/groups/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: siteQuery(siteId).queryKey }),
  });
}
