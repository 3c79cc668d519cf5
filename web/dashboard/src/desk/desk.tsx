/** The inbox: the list, the thread, and who writes. */
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { useMe } from "../api/me.ts";
import { usePageTitle } from "../frame/page-title.ts";
import { useText } from "../i18n/text.tsx";
import { KeySheet } from "./around/key-sheet.tsx";
import { LinkStrip } from "./around/link-strip.tsx";
import { useLayout } from "./around/use-layout.ts";
import { DeskProvider } from "./desk-context.tsx";
import { readDeskSearch } from "./desk-search.ts";
import { ListPane } from "./list/list-pane.tsx";
import { runDesk } from "./live/running-desk.ts";
import { neighbour } from "./state/list-order.ts";
import { NoThread } from "./thread/no-thread.tsx";
import { ThreadPane } from "./thread/thread-pane.tsx";
import "./styles/index.css";

export function Desk() {
  const { agent } = useMe();
  const { desk, uploads } = runDesk(agent.id);
  return (
    <DeskProvider value={desk}>
      <Panes uploads={uploads} />
    </DeskProvider>
  );
}

function Panes({ uploads }: Pick<ReturnType<typeof runDesk>, "uploads">) {
  const t = useText();
  const { agent } = useMe();
  const { desk } = runDesk(agent.id);
  const layout = useLayout();
  const navigate = useNavigate();
  const { conversationId } = useParams({ strict: false });
  const { view = "mine", site, at } = readDeskSearch(useSearch({ strict: false }));
  const [searching, setSearching] = useState(false);
  const [sheet, setSheet] = useState(false);
  const order = useRef<readonly string[]>([]);
  const onOrder = useCallback((ids: readonly string[]) => {
    order.current = ids;
  }, []);
  usePageTitle(t("desk.title"));

  useEffect(() => {
    desk.show({ view, siteId: site, conversationId });
    return () => desk.show({ view, siteId: site, conversationId: undefined });
  }, [desk, view, site, conversationId]);

  const step = useCallback(
    (by: 1 | -1) => {
      const next = neighbour(order.current, conversationId, by);
      if (next === undefined) return;
      // The focus goes along when it is in the list; elsewhere it stays where the agent works.
      const inList = document.activeElement?.closest(".list-pane") != null;
      void navigate({
        to: "/inbox/$conversationId",
        params: { conversationId: next },
        search: (search) => ({ ...search, at: undefined }),
      }).then(() => {
        if (inList) document.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(next)}"]`)?.focus();
      });
    },
    [conversationId, navigate],
  );

  const narrow = layout === "narrow";
  const search = async () => {
    // On a narrow screen the list is not there beside a thread, and a field in it could not take the focus.
    if (narrow && conversationId !== undefined)
      await navigate({ to: "/inbox", search: (search) => ({ ...search, at: undefined }) });
    setSearching(true);
  };
  const listShown = !narrow || conversationId === undefined;
  const strip = <LinkStrip />;
  return (
    <div className="desk" data-layout={layout} data-open={conversationId !== undefined || undefined}>
      {narrow && conversationId === undefined && <h1 className="sight-hidden">{t("desk.title")}</h1>}
      <ListPane
        view={view}
        siteId={site}
        selectedId={conversationId}
        hidden={!listShown}
        strip={conversationId === undefined ? strip : undefined}
        searching={searching}
        onSearching={setSearching}
        onKeys={() => setSheet(true)}
        onOrder={onOrder}
      />
      {conversationId !== undefined ? (
        <ThreadPane
          key={conversationId}
          id={conversationId}
          at={at}
          layout={layout}
          uploads={uploads}
          strip={strip}
          onStep={step}
          onSearch={search}
          onSheet={() => setSheet(true)}
        />
      ) : (
        <NoThread narrow={narrow} onStep={step} onSearch={search} onSheet={() => setSheet(true)} />
      )}
      {sheet && <KeySheet onClose={() => setSheet(false)} />}
    </div>
  );
}
