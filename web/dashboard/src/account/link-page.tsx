/** What stands where a link of a mail or of the server's output is asked about, and where it no longer works. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { codeOf } from "../api/failure.ts";
import { post } from "../api/http.ts";
import type { Shape } from "../api/shapes.ts";
import { ErrorState, Skeleton } from "../parts/states.tsx";
import { AccountPage } from "./account-page.tsx";

interface DeadLinkProps {
  readonly title: string;
  /** Why, and what to do now. */
  readonly children: ReactNode;
  readonly action: ReactNode;
}

export function DeadLink({ title, children, action }: DeadLinkProps) {
  return (
    <AccountPage title={title} lead={children}>
      {action}
    </AccountPage>
  );
}

/** Where a link is asked about before anything is typed for nothing. */
type LinkPath = "/api/agent/password/reset/open" | "/api/agent/invitations/open";

/** Asks what a link is good for; it still works afterwards. */
export function useOpenedLink<Out>(path: LinkPath, token: string | undefined): UseQueryResult<Out> {
  return useQuery({
    queryKey: ["link", path, token],
    // With a body, because an address with the token would stand in the logs of whoever is in between.
    queryFn: () => post<Out, Shape<"ResetOpenIn"> & Shape<"InvitationOpenIn">>(path, { token: token ?? "" }),
    enabled: token !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

interface OpeningProps {
  readonly title: string;
  readonly query: UseQueryResult<unknown>;
  /** How many lines the page will have, about. */
  readonly lines: number;
}

/** The page until the answer has come, and when it does not. */
export function Opening({ title, query, lines }: OpeningProps) {
  return (
    <AccountPage title={title}>
      {query.isError ? (
        <ErrorState error={query.error} onRetry={query.refetch} />
      ) : (
        <Skeleton lines={lines} />
      )}
    </AccountPage>
  );
}

/** Whether the failure says that the link was used, has expired, or never existed. */
export function isDeadLink(error: unknown): boolean {
  return codeOf(error) === "link_invalid";
}

/** The `token` of a link; without one, the link is dead from the start. */
export function tokenOf(search: Record<string, unknown>): { token?: string | undefined } {
  const { token } = search;
  // A token of digits alone arrives as a number.
  if (typeof token === "number") return { token: String(token) };
  return { token: typeof token === "string" && token !== "" ? token : undefined };
}
