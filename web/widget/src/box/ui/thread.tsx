import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { arrange, type Row } from "../chat/rows.ts";
import { PersonAvatar } from "./avatar.tsx";
import { UploadCard } from "./file.tsx";
import { Icon } from "./icon.tsx";
import { Message, shownEntry } from "./message.tsx";
import { type Scene, useScene } from "./scene.ts";
import { useScrollEnd } from "./scroll-end.ts";
import { Greeting, Notice } from "./welcome.tsx";

/** So near to an edge counts as being there, in px. */
const NEAR_TOP_PX = 120;

/** The messages, followed by what is on its way. New messages are announced, loaded history is not. */
export function Thread() {
  const scene = useScene();
  const { chat, texts } = scene;
  const { delivery } = chat;
  const messages = chat.isFresh ? [] : delivery.messages;
  const rows = arrange(messages, delivery.conversation?.agent_read_seq ?? 0);
  const isLoading = delivery.behind && messages.length === 0 && !chat.isFresh;
  const isEmpty = rows.length === 0 && delivery.unsent.length === 0 && chat.uploads.files.length === 0;
  const isSettled = useSettled(!delivery.behind);
  const scroll = useScrollEnd(
    `${rows.length}/${delivery.unsent.length}/${chat.uploads.files.length}`,
    messages[0]?.id,
  );
  const isInSight = chat.isOpen && scroll.isAtEnd;

  useEffect(() => {
    if (isInSight && document.visibilityState === "visible") chat.seen();
  });
  useEffect(() => {
    const place = scroll.place.current;
    if (!place || !delivery.hasOlder) return;
    const near = () => {
      if (place.scrollTop < NEAR_TOP_PX) void chat.loadOlder();
    };
    near();
    place.addEventListener("scroll", near, { passive: true });
    return () => place.removeEventListener("scroll", near);
  }, [delivery.hasOlder, messages[0]?.id]);

  const isFirstTyping = useFirst(delivery.typingAgent);
  const unread = delivery.unread;
  return (
    <div class="thread">
      <div
        ref={scroll.place}
        class={isEmpty ? "scroll empty" : "scroll"}
        role="log"
        aria-label={texts.say("thread.name")}
        aria-live={isSettled ? "polite" : "off"}
        aria-busy={isLoading}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a pane that scrolls must be reachable by keyboard.
        tabIndex={0}
      >
        {!delivery.hasOlder || chat.isFresh ? (
          <>
            {/* Where nothing can be written, nobody is asked what they need. */}
            {!chat.isEnded && <Greeting />}
            <Notice />
          </>
        ) : (
          <p class="sys">{texts.say("thread.older")}</p>
        )}
        {isLoading && <p class="sys">{texts.say("thread.loading")}</p>}
        {/* One list, so that an acknowledged message stays the same node when it turns from unsent into a row. */}
        {[
          ...rows.map((row) => rowView(row, scene, isSettled)),
          ...delivery.unsent.map((entry) => (
            <Message key={entry.clientMsgId} {...shownEntry(entry)} isNews={isSettled} />
          )),
        ]}
        {chat.uploads.files.map((file) => (
          <UploadCard key={file.id} file={file} />
        ))}
        <Kept />
        {!chat.isFresh && delivery.typingAgent !== undefined && (
          <Typing name={delivery.typingAgent} isSaid={isFirstTyping} />
        )}
      </div>
      {!scroll.isAtEnd && (
        <button type="button" class="latest" onClick={scroll.toEnd}>
          <Icon name="chevron-down" />
          <span class={unread > 0 ? "" : "vh"}>
            {unread > 0 ? texts.count("thread.new", unread) : texts.say("thread.latest")}
          </span>
        </button>
      )}
    </div>
  );
}

/** Below a message that was left while nobody was there: it is kept, and how the answer comes. */
function Kept() {
  const { chat, texts } = useScene();
  const { conversation, messages, unsent } = chat.delivery;
  const isLast = unsent.length === 0 && messages[messages.length - 1]?.author.kind === "visitor";
  if (!conversation?.is_offline || !isLast || chat.isFresh || !chat.contact.isReachable) return null;
  const { email } = chat.contact;
  return (
    <p class="sys">
      <Icon name="mail" size={14} />{" "}
      <span>{email ? texts.say("form.kept_at", { email }) : texts.say("form.kept")}</span>
    </p>
  );
}

function rowView(row: Row, scene: Scene, isNews: boolean) {
  if (row.kind === "day") {
    return (
      <p key={row.key} class="day">
        {scene.texts.day(row.at, scene.now())}
      </p>
    );
  }
  if (row.kind === "system") {
    return (
      <p key={row.key} class="sys">
        <Icon name={iconOf(row.event)} size={14} /> <span>{systemText(row, scene)}</span>
      </p>
    );
  }
  const { author, content, created_at, client_msg_id } = row.message;
  if (content.type === "system") return null;
  return (
    <Message
      key={row.isOwn ? client_msg_id : row.key}
      kind={author.kind}
      authorId={author.id ?? undefined}
      authorName={author.name}
      content={content}
      at={created_at}
      isNamed={row.isNamed}
      isContinued={row.isContinued}
      mark={row.mark}
      isNews={isNews}
    />
  );
}

function iconOf(event: Extract<Row, { kind: "system" }>["event"]) {
  switch (event) {
    case "agent_joined":
    case "agent_assigned":
      return "user-round-check";
    case "agent_left":
      return "log-out";
    case "closed_by_agent":
    case "closed_by_visitor":
      return "check";
    case "reopened":
      return "user-round";
    default:
      return event satisfies never;
  }
}

function systemText({ event, agentName }: Extract<Row, { kind: "system" }>, { texts }: Scene): string {
  if (event === "closed_by_agent" && !agentName) return texts.say("system.closed");
  return texts.say(`system.${event}`, { name: agentName || texts.say("thread.somebody") });
}

/** The dots are for the eye; the words are said at most once for each person, or they would drown the answer. */
function Typing({ name, isSaid }: { readonly name: string; readonly isSaid: boolean }) {
  const { texts, chat } = useScene();
  const card = chat.delivery.agents.find((agent) => agent.name === name);
  return (
    <div class="m typing-row">
      <PersonAvatar name={name} picture={card?.avatar ?? undefined} />
      <div>
        <div class="bub agent">
          {isSaid && (
            <span class="vh">
              {texts.say("thread.typing", { name: name || texts.say("thread.somebody") })}
            </span>
          )}
          <span class="typing" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        </div>
      </div>
    </div>
  );
}

/** Whether this is the first stretch in which the value is `name`. */
function useFirst(name: string | undefined): boolean {
  const before = useRef<string | undefined>(undefined);
  const known = useRef(new Set<string>());
  if (before.current !== name) {
    if (before.current !== undefined) known.current.add(before.current);
    before.current = name;
  }
  return name !== undefined && !known.current.has(name);
}

/** True once the first history stands: from then on, what is added is news. */
function useSettled(isComplete: boolean): boolean {
  const { chat } = useScene();
  const [isSettled, setSettled] = useState(false);
  const wasComplete = useRef(false);
  useLayoutEffect(() => {
    // One render later than the history itself, so that the history is no news.
    if (wasComplete.current && !isSettled) setSettled(true);
    wasComplete.current = isComplete && chat.delivery.known;
  });
  return isSettled;
}
