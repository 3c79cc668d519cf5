import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isSignedOut, Refusal } from "./failure.ts";

/** The cache of server state. `onSignedOut` is called when any call learns that nobody is signed in any more. */
export function createQueries(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (isSignedOut(error)) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A refusal stays a refusal; a missing answer may come at the second try.
        retry: (count, error) => !(error instanceof Refusal) && count < 2,
        // Without a network the failure is shown at once, instead of a page that waits in silence.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
