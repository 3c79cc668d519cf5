import {
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query";
import type { Language } from "../i18n/catalogue.ts";
import { del, get, patch, upload } from "./http.ts";
import type { AgentOut, MeOut, MePatch } from "./shapes.ts";

/** Who is signed in. The router loads it before any page of the frame, so pages may read it without waiting. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => get<MeOut>("/api/agent/me", signal),
});

/** Makes a language the profile's; answers whether that was kept. */
export async function keepLanguage(client: QueryClient, language: Language): Promise<boolean> {
  try {
    const me = await patch<MeOut, MePatch>("/api/agent/me", { language });
    client.setQueryData(meQuery.queryKey, me);
    return true;
  } catch {
    return false;
  }
}

/** The agent who is signed in; only inside the frame. */
export function useMe(): MeOut {
  return useSuspenseQuery(meQuery).data;
}

/** How one appears to oneself. Who reads this is there, whatever a server says that has not yet heard the desk. */
export function ownPresence({ status }: Pick<AgentOut, "status">): "online" | "away" {
  return status === "away" ? "away" : "online";
}

/** Changes one's own profile, status or language. Status and accepting show at once, and go back on failure. */
export function useChangeMe() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: MePatch) => patch<MeOut, MePatch>("/api/agent/me", change),
    onMutate: ({ status, accepting }) => {
      const before = client.getQueryData(meQuery.queryKey);
      client.setQueryData(
        meQuery.queryKey,
        (me) =>
          me && {
            ...me,
            agent: {
              ...me.agent,
              status: status ?? me.agent.status,
              accepting: accepting ?? me.agent.accepting,
            },
          },
      );
      return before;
    },
    onError: (_error, _change, before) => client.setQueryData(meQuery.queryKey, before),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
}

/** Sets one's picture, or removes it with `null`. */
export function useChangeAvatar() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (picture: Blob | null) =>
      picture === null ? del<MeOut>("/api/agent/me/avatar") : upload<MeOut>("/api/agent/me/avatar", picture),
    onSuccess: (me) => client.setQueryData(meQuery.queryKey, me),
  });
}
