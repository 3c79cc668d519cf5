import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useText } from "../../i18n/text.tsx";
import { useSiteNames, useSites } from "../live/use-sites.ts";
import type { View } from "../state/shapes.ts";
import { ConversationList } from "./conversation-list.tsx";
import { ListHead } from "./list-head.tsx";
import { SearchPane } from "./search-pane.tsx";
import { ViewTabs } from "./view-tabs.tsx";

interface ListPaneProps {
  readonly view: View;
  readonly siteId: string | undefined;
  readonly selectedId: string | undefined;
  /** On a phone, while a conversation is open. */
  readonly hidden: boolean;
  /** The connection strip, when no thread shows it. */
  readonly strip: ReactNode;
  readonly searching: boolean;
  readonly onSearching: (searching: boolean) => void;
  readonly onKeys: () => void;
  readonly onOrder: (ids: readonly string[]) => void;
}

/** The left pane: one's own status, the views, the rows; or the search in their place. */
export function ListPane(props: ListPaneProps) {
  const { view, siteId, selectedId, hidden, strip, searching, onSearching, onKeys, onOrder } = props;
  const t = useText();
  const navigate = useNavigate();
  const sites = useSites();
  const siteNames = useSiteNames();
  return (
    <section className="pane list-pane" aria-label={t("desk.pane.list")} hidden={hidden}>
      {searching && (
        <SearchPane
          siteId={siteId}
          selectedId={selectedId}
          onClose={() => {
            onSearching(false);
            // The button that opened the search comes back with the list's head.
            requestAnimationFrame(() => document.querySelector<HTMLElement>(".search-open")?.focus());
          }}
        />
      )}
      <div className="list-whole" hidden={searching}>
        <ListHead
          sites={sites}
          siteId={siteId}
          onSite={(id) => void navigate({ to: ".", search: (search) => ({ ...search, site: id }) })}
          onSearch={() => onSearching(true)}
          onKeys={onKeys}
        />
        {strip}
        <ViewTabs view={view} />
        <p className="list-order">{t(view === "closed" ? "desk.order.closed" : "desk.order.waiting")}</p>
        <ConversationList
          view={view}
          siteId={siteId}
          selectedId={selectedId}
          siteNames={siteId === undefined ? siteNames : undefined}
          onOrder={onOrder}
        />
      </div>
    </section>
  );
}
