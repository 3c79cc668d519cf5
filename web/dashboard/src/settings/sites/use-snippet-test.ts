import { type Clock, systemClock } from "@entrenous/protocol/clock.ts";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { SiteOut } from "../../api/shapes.ts";
import { siteQuery } from "../../api/sites.ts";

const ASK_EVERY_MS = 2000;
/** Long enough to find the new tab, sign in to a preview, and accept a cookie question. */
const GIVE_UP_AFTER_MS = 90_000;
/**
 * How long a load may stay unwritten after another one: the server notes a site once a minute, and a browser
 * keeps the settings for one more and does not ask at all.
 */
const UNNOTED_MS = 120_000;

export type SnippetTestState = "idle" | "watching" | "seen" | "timed_out";

export interface SnippetTestControl {
  readonly state: SnippetTestState;
  start(): void;
  stop(): void;
}

interface Begun {
  readonly at: number;
  readonly seenBefore: number;
}

/**
 * Whether a page loaded the snippet since the test began.
 *
 * A load in the two minutes before counts as well, because the one that follows it may leave no note. It also
 * counts when `seen_at` has moved on since the start, because the clocks of browser and server may differ.
 */
export function wasSeen(seenAt: number | null | undefined, begun: Begun): boolean {
  if (seenAt === null || seenAt === undefined) return false;
  return seenAt > begun.seenBefore || seenAt >= begun.at - UNNOTED_MS;
}

export function useSnippetTest(site: SiteOut, clock: Clock = systemClock): SnippetTestControl {
  const [begun, setBegun] = useState<Begun>();
  const [state, setState] = useState<SnippetTestState>("idle");
  const watching = state === "watching";
  useQuery({
    ...siteQuery(site.id),
    refetchInterval: watching ? ASK_EVERY_MS : false,
    refetchIntervalInBackground: true,
  });

  const seenAt = site.seen_at;
  useEffect(() => {
    if (watching && begun !== undefined && wasSeen(seenAt, begun)) setState("seen");
  }, [watching, begun, seenAt]);

  useEffect(() => {
    if (!watching) return;
    const timer = setTimeout(() => setState("timed_out"), GIVE_UP_AFTER_MS);
    return () => clearTimeout(timer);
  }, [watching]);

  return {
    state,
    start: () => {
      setBegun({ at: clock.now(), seenBefore: seenAt ?? 0 });
      setState("watching");
    },
    stop: () => setState("idle"),
  };
}
