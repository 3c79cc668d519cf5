import { ArrowDown, Moon } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { ErrorState, Skeleton } from "../../parts/states.tsx";
import { useDesk, useDeskState } from "../desk-context.tsx";
import { useAttention } from "../live/attention.ts";
import { unreadOf } from "../state/hold-conversation.ts";
import { outgoingOf } from "../state/outbox.ts";
import type { Conversation } from "../state/shapes.ts";
import { type ThreadItem, threadItems } from "../state/thread-items.ts";
import { reachesEnd, type Thread } from "../state/thread-window.ts";
import { DayLine } from "./day-line.tsx";
import { MessageView } from "./message-view.tsx";
import { NoteView } from "./note-view.tsx";
import { SystemLine } from "./system-line.tsx";
import { TypingLine } from "./typing-line.tsx";
import { useDivider } from "./use-divider.ts";
import { useScroll } from "./use-scroll.ts";
import { useThread } from "./use-thread.ts";

interface ThreadLogProps {
  readonly conversation: Conversation;
  /** The message that a search led to. */
  readonly at: number | undefined;
}

const NO_THREAD: Thread = { messages: [], notes: [], complete: false, earlier: [] };

/** What was said, oldest on top. New lines are announced politely; loaded history is not. */
export function ThreadLog({ conversation, at }: ThreadLogProps) {
  const t = useText();
  const desk = useDesk();
  const me = useDeskState((state) => state.me);
  const { thread = NO_THREAD, error, loadingOlder, olderFailed, ...load } = useThread(conversation.id, at);
  const loaded = thread !== NO_THREAD;
  const outbox = useDeskState((state) => state.outbox);
  const outgoing = useMemo(() => {
    const shown = new Set([...thread.messages, ...thread.notes].map((one) => one.client_msg_id));
    return outgoingOf(outbox, conversation.id, shown);
  }, [outbox, conversation.id, thread]);

  // Where it opens is decided when it opens: what comes later moves nobody.
  const [opensAt] = useState(() => (conversation.unread > 0 ? "new-messages" : undefined));
  const whole = reachesEnd(thread, conversation.last_seq);
  const lastOwn = outgoing.length > 0 || isOwn(thread, me);
  const ownSends = outgoing.length + (lastOwn ? conversation.last_seq : 0);
  const scroll = useScroll({
    threadKey: `${conversation.id} ${loaded}`,
    firstKey: loaded ? (thread.messages[0]?.id ?? "") : undefined,
    lastKey: `${thread.messages.at(-1)?.id} ${thread.notes.length} ${outgoing.at(-1)?.clientMsgId}`,
    lastIsOwn: outgoing.length > 0,
    openAt: at === undefined ? opensAt : `message-${at}`,
    onTop: load.loadOlder,
    onEnd: load.loadNewer,
  });
  const atEnd = scroll.atEnd && whole;
  const newAfter = useDivider(conversation, atEnd, ownSends);
  useReadMarks(conversation, loaded && atEnd);

  const items = useMemo(
    () =>
      threadItems(thread, {
        me,
        visitorReadSeq: conversation.visitor_read_seq,
        newAfter,
        // Behind a hole nothing of one's own may stand as if it followed; where nothing stands, it is all there is.
        outgoing: whole || !loaded ? outgoing : [],
        dayOf: (ms) => new Date(ms).toDateString(),
      }),
    [thread, me, conversation.visitor_read_seq, newAfter, outgoing, whole, loaded],
  );

  const announces = useSettled(loaded && !loadingOlder);

  const unread = unreadOf(desk.store.get(), conversation);
  return (
    <div className="thread-body">
      <div
        className="thread"
        ref={scroll.ref}
        role="log"
        aria-live={announces ? "polite" : "off"}
        aria-label={t("desk.thread.log")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
        tabIndex={0}
      >
        <div className="thread-lines">
          {!loaded &&
            (error === undefined ? (
              <Skeleton lines={5} />
            ) : (
              <ErrorState error={error} onRetry={load.retry} />
            ))}
          {loaded && !thread.complete && (
            <p className="thread-older">
              {olderFailed && <span>{t("desk.thread.older_failed")}</span>}
              <Button kind="ghost" busy={loadingOlder} onClick={load.loadOlder}>
                {t("desk.thread.older")}
              </Button>
            </p>
          )}
          {loaded && thread.complete && conversation.is_offline && <OfflineLine />}
          {items.map((item) => (
            <Line key={item.key} item={item} conversation={conversation} at={at} />
          ))}
          <TypingLine conversation={conversation} />
        </div>
      </div>
      {loaded && !atEnd && (
        <div className="thread-latest">
          <button
            type="button"
            className="pill"
            onClick={() => {
              if (whole) scroll.toEnd();
              else desk.loadThread(conversation.id).then(scroll.toEnd, () => undefined);
            }}
          >
            <ArrowDown size={14} aria-hidden="true" />
            {unread > 0 ? t("desk.thread.latest_new", { count: unread }) : t("desk.thread.latest")}
          </button>
        </div>
      )}
    </div>
  );
}

/** Why nobody answered at once. */
function OfflineLine() {
  const t = useText();
  return (
    <p className="system-line">
      <Moon size={14} aria-hidden="true" />
      <span>{t("desk.thread.offline")}</span>
    </p>
  );
}

interface LineProps {
  readonly item: ThreadItem;
  readonly conversation: Conversation;
  readonly at: number | undefined;
}

function Line({ item, conversation, at }: LineProps) {
  const t = useText();
  switch (item.type) {
    case "day":
      return <DayLine at={item.at} />;
    case "new":
      return (
        <p className="new-line" id="new-messages">
          {t("desk.thread.new")}
        </p>
      );
    case "system":
      return <SystemLine message={item.message} conversation={conversation} />;
    case "message":
      return (
        <MessageView
          message={item.message}
          visitor={conversation.visitor}
          headed={item.headed}
          mark={item.mark}
          outgoing={item.outgoing}
          marked={item.outgoing === undefined && item.message.seq === at}
        />
      );
    case "note":
      return <NoteView note={item.note} headed={item.headed} outgoing={item.outgoing} />;
  }
}

/** Tells the server what the agent has seen: only what is in sight, and only while the agent is here. */
function useReadMarks(conversation: Conversation, inSight: boolean): void {
  const desk = useDesk();
  const attending = useAttention();
  const { id, last_seq: last, agent_read_seq: read } = conversation;
  useEffect(() => {
    if (attending && inSight && last > read) desk.markRead(id, last);
  }, [desk, attending, inSight, id, last, read]);
}

/** True once `quiet` has been true for a moment: history that has just come is not read out. */
function useSettled(quiet: boolean): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    if (!quiet) {
      setSettled(false);
      return;
    }
    const timer = setTimeout(() => setSettled(true), 1_000);
    return () => clearTimeout(timer);
  }, [quiet]);
  return settled;
}

function isOwn(thread: Thread, me: string): boolean {
  return thread.messages.at(-1)?.author.id === me;
}
