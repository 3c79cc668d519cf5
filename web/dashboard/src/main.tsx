import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueries } from "./api/queries.ts";
import { browserLanguage, setLanguage } from "./i18n/language.ts";
import { Toasts } from "./parts/toast.tsx";
import { TooltipProvider } from "./parts/tooltip.tsx";
import { createAppRouter } from "./router.tsx";
import "./styles/index.css";

const queries = createQueries(() => {
  // Nobody is signed in any more: what was read is not for the next person at this screen.
  const { pathname, href } = router.state.location;
  if (router.state.matches.some((match) => match.routeId === "/signed-in")) {
    queries.clear();
    void router.navigate({ to: "/login", search: pathname === "/inbox" ? {} : { next: href } });
  }
});
const router = createAppRouter(queries);

const place = document.getElementById("root");
if (place === null) throw new Error("index.html has no #root");
// Nothing is drawn before there are words for it.
await setLanguage(browserLanguage());
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <TooltipProvider delayDuration={500}>
        <RouterProvider router={router} />
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
