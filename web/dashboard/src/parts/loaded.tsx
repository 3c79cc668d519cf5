import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ErrorState, Skeleton } from "./states.tsx";

interface LoadedProps<Data> {
  readonly query: UseQueryResult<Data>;
  /** How many grey lines stand in while it loads. */
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/** A view of server data: grey lines while it loads, the reason and a way on when it does not come. */
export function Loaded<Data>({ query, lines = 3, children }: LoadedProps<Data>) {
  // Old data beats an error page: it stays on screen while a later fetch fails.
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} onRetry={query.refetch} />;
  return <Skeleton lines={lines} />;
}
