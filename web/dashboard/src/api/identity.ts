import { useMutation, useQueryClient } from "@tanstack/react-query";
import { del, post } from "./http.ts";
import type { Shape } from "./shapes.ts";
import { siteQuery } from "./sites.ts";

function useFresh(siteId: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: siteQuery(siteId).queryKey, exact: true });
}

/** Makes a key; the one before stays good. The answer is the only time that the key is told. */
export function useNewIdentityKey(siteId: string) {
  const onSuccess = useFresh(siteId);
  return useMutation({
    mutationFn: () => post<Shape<"IdentityKeyOut">, object>(`/api/agent/sites/${siteId}/identity-key`, {}),
    onSuccess,
  });
}

/** Removes the older of two keys, or every key. */
export function useRemoveIdentityKey(siteId: string) {
  const onSuccess = useFresh(siteId);
  return useMutation({
    mutationFn: (which: "old" | "all") =>
      del(`/api/agent/sites/${siteId}/identity-key${which === "old" ? "/old" : ""}`),
    onSuccess,
  });
}
