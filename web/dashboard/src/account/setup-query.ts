import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/http.ts";
import type { Shape } from "../api/shapes.ts";

/** Whether the first account still has to be made. */
export const setupQuery = queryOptions({
  queryKey: ["setup"],
  queryFn: ({ signal }) => get<Shape<"SetupStateOut">>("/api/agent/setup", signal),
});
