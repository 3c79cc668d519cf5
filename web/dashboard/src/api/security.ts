import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { del, get, post } from "./http.ts";
import { meQuery } from "./me.ts";
import type { RecoveryCodesOut, Shape, TotpOut } from "./shapes.ts";

/** Where the agent is signed in, newest first. */
export const sessionsQuery = queryOptions({
  queryKey: ["sessions"],
  queryFn: async ({ signal }) => (await get<Shape<"SessionListOut">>("/api/agent/sessions", signal)).sessions,
});

/** Ends one session, or every other one. */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string | "others") => del(`/api/agent/sessions${id === "others" ? "" : `/${id}`}`),
    onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

/** Changes the password; every other session ends. */
export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Shape<"PasswordChangeIn">) =>
      post<void, Shape<"PasswordChangeIn">>("/api/agent/password/change", body),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
}

/** Begins the set-up of the second factor; nothing counts before `confirmTotp`. */
export function beginTotp(): Promise<TotpOut> {
  return post<TotpOut, object>("/api/agent/totp", {});
}

type CodeAction = "confirm" | "recovery-codes";

/** Confirms the second factor, or makes new recovery codes; both answer with the codes, shown only now. */
export function useRecoveryCodes(action: CodeAction) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) =>
      post<RecoveryCodesOut, Shape<"TotpConfirmIn">>(`/api/agent/totp/${action}`, { code }),
    onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
}

/** Turns the second factor off. */
export function useRemoveTotp() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => post<void, Shape<"TotpConfirmIn">>("/api/agent/totp/remove", { code }),
    onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
}
