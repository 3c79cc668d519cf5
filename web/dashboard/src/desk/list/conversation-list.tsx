import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import { ArrowUp } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { useText } from "../../i18n/text.tsx";
import { ErrorState, Skeleton } from "../../parts/states.tsx";
import { useDeskState } from "../desk-context.tsx";
import { listName } from "../state/apply-answer.ts";
import type { View } from "../state/shapes.ts";
import { ConversationRow } from "./conversation-row.tsx";
import { EmptyList } from "./empty-list.tsx";
import { useHeld } from "./use-held.ts";
import { useList } from "./use-list.ts";
import { useListOrder } from "./use-list-order.ts";

interface ConversationListProps {
  readonly view: View;
  readonly siteId: string | undefined;
  readonly selectedId: string | undefined;
  /** Names of the sites, when the agent sees more than one. */
  readonly siteNames: ReadonlyMap<string, string> | undefined;
  /** Told the ids on screen, so that keys can step through them. */
  readonly onOrder: (ids: readonly string[]) => void;
}

/** A row with chips; rows measure themselves, this is only the first guess. */
const ROW_PX = 79;
/** This close to the end the next page is asked for. */
const AHEAD_ROWS = 8;

/** The rows of a view. Only those in sight are in the page; each says its place among all of them. */
export function ConversationList(props: ConversationListProps) {
  const { view, siteId, selectedId, siteNames, onOrder } = props;
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, status, error, more, loadingMore, retry, loadMore } = useList(view, siteId);
  const wanted = useMemo(() => rows.map((row) => row.id), [rows]);
  const held = useHeld(scroller);
  const { shown, arrivals, release } = useListOrder(listName(view, siteId), wanted, held);
  const conversations = useDeskState((state) => state.conversations);
  // An erased conversation goes even from a list that is held.
  const ids = useMemo(() => shown.filter((id) => conversations.has(id)), [shown, conversations]);
  useEffect(() => onOrder(ids), [onOrder, ids]);

  const selectedAt = selectedId === undefined ? -1 : ids.indexOf(selectedId);
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => ids[index] ?? index,
    overscan: 6,
    paddingStart: 8,
    paddingEnd: 8,
    // The chosen row stays in the page, so that it never loses the focus by scrolling.
    rangeExtractor: (range) => {
      const inSight = defaultRangeExtractor(range);
      return selectedAt < 0 || inSight.includes(selectedAt)
        ? inSight
        : [...inSight, selectedAt].sort((a, b) => a - b);
    },
  });
  const items = virtualizer.getVirtualItems();

  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && !loadingMore && ids.length > 0 && lastShown >= ids.length - AHEAD_ROWS) loadMore();
  }, [more, loadingMore, lastShown, ids.length, loadMore]);

  useEffect(() => {
    if (selectedAt >= 0) virtualizer.scrollToIndex(selectedAt, { align: "auto" });
  }, [selectedAt, virtualizer]);

  return (
    <div className="list-body">
      {arrivals.length > 0 && (
        <div className="list-arrivals">
          <button
            type="button"
            className="pill"
            onClick={() => {
              release();
              scroller.current?.scrollTo({ top: 0 });
            }}
          >
            <ArrowUp size={14} aria-hidden="true" />
            {t("desk.list.new", { count: arrivals.length })}
          </button>
        </div>
      )}
      <div className="list-scroll" ref={scroller}>
        {status === "failed" && <ErrorState error={error} onRetry={retry} />}
        {status === "loading" && <Skeleton lines={7} />}
        {status === "ready" && ids.length === 0 && <EmptyList view={view} />}
        {ids.length > 0 && (
          <ul className="conversations" style={{ blockSize: virtualizer.getTotalSize() }}>
            {items.map((item) => {
              const conversation = conversations.get(ids[item.index] ?? "");
              if (!conversation) return null;
              return (
                <li
                  key={item.key}
                  ref={virtualizer.measureElement}
                  data-index={item.index}
                  aria-setsize={more ? -1 : ids.length}
                  aria-posinset={item.index + 1}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <ConversationRow
                    conversation={conversation}
                    view={view}
                    selected={conversation.id === selectedId}
                    siteName={siteNames?.get(conversation.site_id)}
                  />
                </li>
              );
            })}
          </ul>
        )}
        {loadingMore && <Skeleton lines={1} />}
      </div>
    </div>
  );
}
