import { useMemo } from "react";
import { useDeskState } from "../desk-context.tsx";
import { stillWriting, type Writer } from "../state/typing.ts";
import { useNow } from "./tick.ts";

const NOBODY: readonly Writer[] = [];

/** Who writes in a conversation at this moment, without the agent who sits here. */
export function useWriters(conversationId: string): readonly Writer[] {
  const writers = useDeskState((state) => state.typing.get(conversationId)) ?? NOBODY;
  // The clock only matters while somebody writes; a step of ten seconds lets the sign run out by itself.
  const now = useNow(writers.length > 0 ? 1_000 : 60_000);
  return useMemo(() => stillWriting(writers, now), [writers, now]);
}
