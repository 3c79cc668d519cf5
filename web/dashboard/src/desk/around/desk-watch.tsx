/** Keeps the desk running on every page of the frame: unread count, sound, notifications, spoken summary. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { meQuery, useMe } from "../../api/me.ts";
import { setPresence, UNKNOWN } from "../../frame/presence.ts";
import { setUnreadCount } from "../../frame/unread.ts";
import { useFormat, useText } from "../../i18n/text.tsx";
import { isAttending } from "../live/attention.ts";
import type { LiveDesk } from "../live/live-desk.ts";
import { preferencesNow } from "../live/preferences.ts";
import { runDesk } from "../live/running-desk.ts";
import { visitorName } from "../names.ts";
import { unreadConversations } from "../state/hold-conversation.ts";
import { type Arrival, arrivalsOf } from "./arrivals.ts";
import { showNotice } from "./desktop-notice.ts";
import { playSound } from "./sound.ts";

/** Speaking each message would drown a screen reader; this is how long they are gathered. */
const GATHER_MS = 4_000;

export function DeskWatch() {
  const { agent } = useMe();
  const { desk } = runDesk(agent.id);
  useEffect(() => {
    desk.start();
    return () => desk.stop();
  }, [desk]);
  useUnread(desk);
  useOwnAgent(desk);
  usePresenceOf(desk);
  useCounts(desk);
  return <Notices desk={desk} />;
}

function useUnread(desk: LiveDesk): void {
  const unread = useSyncExternalStore(desk.store.subscribe, () => unreadConversations(desk.store.get()));
  useEffect(() => setUnreadCount(unread), [unread]);
}

/** What another tab or a colleague changed about this agent; and the end of the sign-in. */
function useOwnAgent(desk: LiveDesk): void {
  const queries = useQueryClient();
  const agent = useSyncExternalStore(desk.store.subscribe, () =>
    desk.store.get().agents.get(desk.store.get().me),
  );
  const link = useSyncExternalStore(desk.onLink, desk.link);
  useEffect(() => {
    if (!agent) return;
    queries.setQueryData(meQuery.queryKey, (me) => {
      if (!me) return me;
      // Without a socket the server calls oneself offline; what the agent chose stands all the same.
      const status = agent.status === "offline" ? me.agent.status : agent.status;
      return { ...me, agent: { ...agent, status } };
    });
  }, [agent, queries]);
  useEffect(() => {
    // Asking who is signed in leads to the sign-in page when nobody is.
    if (link === "signed_out") void queries.invalidateQueries(meQuery);
  }, [link, queries]);
}

/** Other pages show who is there as long as the desk hears of it. */
function usePresenceOf(desk: LiveDesk): void {
  const agents = useSyncExternalStore(desk.store.subscribe, () => desk.store.get().agents);
  const link = useSyncExternalStore(desk.onLink, desk.link);
  const heard = link === "live" || link === "quiet" || link === "asking";
  useEffect(() => {
    setPresence(heard ? new Map([...agents].map(([id, { status }]) => [id, status])) : UNKNOWN);
  }, [agents, heard]);
}

/** Asks for the counts when a change left them doubtful; several changes are one question. */
function useCounts(desk: LiveDesk): void {
  const doubtful = useSyncExternalStore(desk.store.subscribe, () => desk.store.get().countsDoubtful);
  useEffect(() => {
    if (!doubtful) return;
    const timer = setTimeout(() => {
      desk.loadCounts().catch(() => undefined); // The next change asks again.
    }, 800);
    return () => clearTimeout(timer);
  }, [doubtful, desk]);
}

function Notices({ desk }: { readonly desk: LiveDesk }) {
  const t = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const [summary, setSummary] = useState("");
  const gathered = useRef<Arrival[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const speak = () => {
      timer.current = undefined;
      const arrivals = gathered.current;
      gathered.current = [];
      const count = arrivals.reduce((sum, one) => sum + one.count, 0);
      const names = [...new Set(arrivals.map((one) => visitorName(one.conversation.visitor, t)))];
      setSummary(t("desk.live.summary", { count, names: format.list(names) }));
    };
    const stop = desk.onApplied((events) => {
      const attending = isAttending();
      // The thread in front of the agent shows and announces its messages itself.
      const arrivals = arrivalsOf(desk.store.get(), events).filter(
        (one) => !attending || one.conversation.id !== desk.openConversation,
      );
      if (arrivals.length === 0) return;
      const { sound, notify } = preferencesNow();
      if (sound) playSound();
      if (notify && !attending) for (const arrival of arrivals) notice(arrival);
      gathered.current.push(...arrivals);
      timer.current ??= setTimeout(speak, GATHER_MS);
    });
    const notice = ({ conversation, text }: Arrival) =>
      showNotice({
        title: visitorName(conversation.visitor, t),
        body: text || t("desk.notice.message"),
        tag: conversation.id,
        onOpen: () => {
          void navigate({ to: "/inbox/$conversationId", params: { conversationId: conversation.id } });
        },
      });
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      stop();
    };
  }, [desk, t, format, navigate]);
  return (
    <p className="sight-hidden" role="status">
      {summary}
    </p>
  );
}
