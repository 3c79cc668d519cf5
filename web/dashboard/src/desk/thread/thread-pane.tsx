import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { useText } from "../../i18n/text.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { useDeskKeys } from "../around/use-desk-keys.ts";
import type { Layout } from "../around/use-layout.ts";
import { Composer, type ComposerHandle } from "../composer/composer.tsx";
import { useDraft } from "../composer/drafts.ts";
import type { Uploads } from "../composer/uploads.ts";
import { useDrop } from "../composer/use-drop.ts";
import { VisitorPanel } from "../context/visitor-panel.tsx";
import { useDeskState } from "../desk-context.tsx";
import { setPreference, usePreferences } from "../live/preferences.ts";
import { useGroupName, useSiteNames } from "../live/use-sites.ts";
import { visitorName } from "../names.ts";
import { ActFailure } from "./act-failure.tsx";
import { MissingThread } from "./missing-thread.tsx";
import { ThreadHead } from "./thread-head.tsx";
import { ThreadLog } from "./thread-log.tsx";
import { useActs } from "./use-acts.ts";

interface ThreadPaneProps {
  readonly id: string;
  /** The message to open at. */
  readonly at: number | undefined;
  readonly layout: Layout;
  readonly uploads: Uploads;
  readonly strip: ReactNode;
  readonly onStep: (by: 1 | -1) => void;
  readonly onSearch: () => void;
  readonly onSheet: () => void;
}

/** One conversation: head, thread, composer, and the visitor's details beside it or in a drawer. */
export function ThreadPane(props: ThreadPaneProps) {
  const { id, at, layout, uploads, strip, onStep, onSearch, onSheet } = props;
  const t = useText();
  const navigate = useNavigate();
  const conversation = useDeskState((state) => state.conversations.get(id));
  const me = useDeskState((state) => state.agents.get(state.me));
  const siteName = useSiteNames()?.get(conversation?.site_id ?? "");
  const groupName = useGroupName(conversation);
  const acts = useActs(id);
  const composer = useRef<ComposerHandle>(null);
  const { context } = usePreferences();
  const [drawer, setDrawer] = useState(false);
  const [assigning, setAssigning] = useState(false);
  const wide = layout === "wide";
  const open = conversation !== undefined && conversation.owner_state !== "closed";
  const { mode } = useDraft(id);
  // A note takes no files, but it catches them: what is dropped beside every place, the browser opens.
  const drop = useDrop(open || mode === "note", (files) => composer.current?.take(files));
  const toLog = () => document.querySelector<HTMLElement>(".thread")?.focus();
  const toList = () => {
    if (layout === "narrow")
      void navigate({ to: "/inbox", search: (search) => ({ ...search, at: undefined }) });
    else
      document.querySelector<HTMLElement>(`[data-conversation="${CSS.escape(id)}"], .list-scroll a`)?.focus();
  };
  const toggleContext = () => (wide ? setPreference("context", !context) : setDrawer((shown) => !shown));
  useDeskKeys({
    step: onStep,
    search: onSearch,
    sheet: onSheet,
    reply: () => composer.current?.write("reply"),
    note: () => composer.current?.write("note"),
    closeOrReopen: () => (open ? acts.close() : acts.reopen()),
    assignToMe: () => {
      if (me && open) acts.assign(me);
    },
    assign: () => open && setAssigning(true),
    toList,
    toggleContext,
    leave: toList,
  });

  if (conversation === undefined) return <MissingThread id={id} narrow={layout === "narrow"} />;
  const name = visitorName(conversation.visitor, t);
  const panel = { conversation, siteName, groupName };
  return (
    <>
      <section
        className="pane thread-pane"
        aria-label={t("desk.pane.thread", { name })}
        data-dropping={drop.over || undefined}
        {...drop.handlers}
      >
        <ThreadHead
          conversation={conversation}
          acts={acts}
          groupName={groupName}
          narrow={layout === "narrow"}
          contextOpen={wide && context}
          onContext={toggleContext}
          assigning={assigning}
          onAssigning={setAssigning}
        />
        {strip}
        <ActFailure acts={acts} />
        <ThreadLog conversation={conversation} at={at} />
        <Composer ref={composer} conversation={conversation} acts={acts} uploads={uploads} onLeave={toLog} />
        {drop.over && (
          <p className="drop-place" data-mode={mode}>
            {t(mode === "note" ? "desk.composer.drop_note" : "desk.composer.drop", { name })}
          </p>
        )}
      </section>
      {wide && context && (
        <aside className="pane context-pane" aria-label={t("desk.pane.context")}>
          <VisitorPanel {...panel} onHide={toggleContext} />
        </aside>
      )}
      {!wide && drawer && (
        <Dialog title={t("desk.pane.context")} place="end" onClose={() => setDrawer(false)}>
          <div className="context-pane">
            <VisitorPanel {...panel} />
          </div>
        </Dialog>
      )}
    </>
  );
}
