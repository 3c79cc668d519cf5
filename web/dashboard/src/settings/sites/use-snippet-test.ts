import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Shape } from "../../api/shapes.ts";
import { seenPagesQuery } from "../../api/sites.ts";

const ASK_EVERY_MS = 1500;
/** Long enough to find the new tab, sign in to a preview, and accept a cookie question. */
const GIVE_UP_AFTER_MS = 90_000;
/** Browsers keep the settings for a minute: a page that was loaded just before does not ask again. */
const CACHED_MS = 60_000;

/** `seen` and `refused` carry the server's moment, Unix ms. */
export type SnippetTestState =
  | { readonly kind: "idle" | "watching" | "timed_out" }
  | { readonly kind: "seen" | "refused"; readonly at: number };

export interface SnippetTestControl {
  readonly state: SnippetTestState;
  /** Watches for pages of this origin. */
  start(origin: string): void;
  stop(): void;
}

/**
 * What became of a page of `origin` since the test began at `since` (the server's clock, Unix ms); undefined while
 * no such page asked.
 */
export function outcomeOf(
  seen: Shape<"SeenPagesOut">,
  origin: string,
  since: number,
): SnippetTestState | undefined {
  const page = seen.pages.find((one) => one.origin === origin);
  const shownAt = page?.seen_at ?? 0;
  const refusedAt = page?.refused_at ?? 0;
  if (refusedAt > shownAt && refusedAt >= since) return { kind: "refused", at: refusedAt };
  // A page in the browser's cache is as live as one that asks.
  return shownAt >= since - CACHED_MS ? { kind: "seen", at: shownAt } : undefined;
}

export function useSnippetTest(siteId: string): SnippetTestControl {
  const [origin, setOrigin] = useState<string>();
  const [since, setSince] = useState<number>();
  const [state, setState] = useState<SnippetTestState>({ kind: "idle" });
  const isWatching = state.kind === "watching";
  const { data, dataUpdatedAt } = useQuery({
    ...seenPagesQuery(siteId),
    enabled: isWatching,
    staleTime: 0,
    gcTime: 0,
    refetchInterval: isWatching ? ASK_EVERY_MS : false,
    refetchIntervalInBackground: true,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: every answer counts, also one equal to the last.
  useEffect(() => {
    if (!isWatching || data === undefined || origin === undefined) return;
    if (since === undefined) setSince(data.now);
    const outcome = outcomeOf(data, origin, since ?? data.now);
    if (outcome !== undefined) setState(outcome);
  }, [isWatching, data, dataUpdatedAt, origin, since]);

  useEffect(() => {
    if (!isWatching) return;
    const timer = setTimeout(() => setState({ kind: "timed_out" }), GIVE_UP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isWatching]);

  return {
    state,
    start: (asked) => {
      setOrigin(asked);
      setSince(undefined);
      setState({ kind: "watching" });
    },
    stop: () => setState({ kind: "idle" }),
  };
}
