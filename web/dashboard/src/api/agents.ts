import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { del, get, patch, post } from "./http.ts";
import type { AgentOut, Shape } from "./shapes.ts";

/** Everybody of the account, by name. */
export const agentsQuery = queryOptions({
  queryKey: ["agents"],
  queryFn: async ({ signal }) => (await get<Shape<"AgentListOut">>("/api/agent/agents", signal)).agents,
});

function useKeepAgent() {
  const client = useQueryClient();
  return (agent: AgentOut) => {
    client.setQueryData(agentsQuery.queryKey, (agents) =>
      agents?.some(({ id }) => id === agent.id)
        ? agents.map((other) => (other.id === agent.id ? agent : other))
        : [...(agents ?? []), agent].sort((a, b) => a.name.localeCompare(b.name)),
    );
    return client.invalidateQueries({ queryKey: agentsQuery.queryKey });
  };
}

/** Sends an invitation by e-mail. */
export function useInvite() {
  const keep = useKeepAgent();
  return useMutation({
    mutationFn: (body: Shape<"InvitationIn">) =>
      post<AgentOut, Shape<"InvitationIn">>("/api/agent/agents", body),
    onSuccess: keep,
  });
}

/** Changes role, sites, or whether the agent may sign in. */
export function useChangeAgent() {
  const keep = useKeepAgent();
  return useMutation({
    mutationFn: ({ id, change }: { readonly id: string; readonly change: Shape<"AgentPatch"> }) =>
      patch<AgentOut, Shape<"AgentPatch">>(`/api/agent/agents/${id}`, change),
    onSuccess: keep,
  });
}

/** Sends the invitation again; earlier links work until they expire or one of them is used. */
export function useInviteAgain() {
  return useMutation({
    mutationFn: (id: string) => post<void, object>(`/api/agent/agents/${id}/invitation`, {}),
  });
}

/** Takes an invitation back; only while it is not accepted. */
export function useRemoveInvitation() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => del(`/api/agent/agents/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: agentsQuery.queryKey }),
  });
}
