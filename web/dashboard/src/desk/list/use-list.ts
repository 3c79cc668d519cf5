import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useDesk, useDeskState } from "../desk-context.tsx";
import { listName, rowsOf } from "../state/apply-answer.ts";
import type { Conversation, View } from "../state/shapes.ts";
import { isIn } from "../state/views.ts";

/** A list of conversations and how its loading stands. */
export interface ListState {
  readonly rows: readonly Conversation[];
  readonly status: "loading" | "ready" | "failed";
  readonly error: unknown;
  readonly more: boolean;
  readonly loadingMore: boolean;
  retry(): void;
  loadMore(): void;
}

/** The rows of a view, loaded when they are not, in the order they should have. */
export function useList(view: View, siteId: string | undefined): ListState {
  const desk = useDesk();
  const name = listName(view, siteId);
  const list = useDeskState((state) => state.lists.get(name));
  const conversations = useDeskState((state) => state.conversations);
  const me = useDeskState((state) => state.me);
  const [failure, setFailure] = useState<{ name: string; error: unknown }>();
  const [loadingMore, setLoadingMore] = useState(false);
  const loading = useRef<string>(undefined);

  const load = useCallback(() => {
    if (loading.current === name) return;
    loading.current = name;
    setFailure(undefined);
    desk
      .loadList(view, siteId)
      .catch((error: unknown) => setFailure({ name, error }))
      .finally(() => {
        if (loading.current === name) loading.current = undefined;
      });
  }, [desk, name, view, siteId]);

  const missing = list === undefined && failure?.name !== name;
  useEffect(() => {
    if (missing) load();
  }, [missing, load]);

  const loadMore = useCallback(() => {
    setLoadingMore(true);
    // A page that does not come is asked for again by the next scroll.
    desk
      .loadMore(view, siteId)
      .catch(() => undefined)
      .finally(() => setLoadingMore(false));
  }, [desk, view, siteId]);

  const rows = useMemo(() => {
    if (list === undefined) return [];
    const state = { ...desk.store.get(), conversations };
    return rowsOf(state, view, siteId, (conversation) => isIn(view, conversation, me));
  }, [desk, list, conversations, view, siteId, me]);

  return {
    rows,
    status: list !== undefined ? "ready" : failure?.name === name ? "failed" : "loading",
    error: failure?.error,
    more: list?.next !== undefined,
    loadingMore,
    retry: load,
    loadMore,
  };
}
