/** The parts of the application put together: the cache of server state, the router, and what stands around. */
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type RouterHistory, RouterProvider } from "@tanstack/react-router";
import { createQueries } from "./api/queries.ts";
import { Toasts } from "./parts/toast.tsx";
import { TooltipProvider } from "./parts/tooltip.tsx";
import { createAppRouter } from "./router.tsx";

export interface Application {
  readonly queries: QueryClient;
  readonly router: ReturnType<typeof createAppRouter>;
}

/** Without a history, the browser's own. */
export function createApplication(history?: RouterHistory): Application {
  const queries = createQueries(() => {
    const { matches, location } = router.state;
    if (!matches.some(({ routeId }) => routeId === "/signed-in")) return;
    // Nobody is signed in any more: what was read is not for the next person at this screen.
    queries.clear();
    void router.navigate({
      to: "/login",
      search: { ended: true, ...(location.pathname !== "/inbox" && { next: location.href }) },
    });
  });
  const router = createAppRouter(queries, history);
  return { queries, router };
}

export function App({ queries, router }: Application) {
  return (
    <QueryClientProvider client={queries}>
      <TooltipProvider delayDuration={500}>
        <RouterProvider router={router} />
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>
  );
}
