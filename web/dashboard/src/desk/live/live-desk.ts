/** The desk as its screens use it: what to load, what to do, and what to tell. */
import type { Clock } from "@entrenous/protocol/clock.ts";
import type { SocketWorld } from "@entrenous/protocol/socket.ts";
import type { Timers } from "@entrenous/protocol/timers.ts";
import {
  applyAgents,
  applyAround,
  applyConversation,
  applyMessages,
  applyPage,
  applyThread,
  listName,
} from "../state/apply-answer.ts";
import { staleSites } from "../state/apply-event.ts";
import { emptyDesk, withEntry } from "../state/desk-state.ts";
import { DeskStore } from "../state/desk-store.ts";
import type { Sending } from "../state/outbox.ts";
import type { NumberedEvent, View } from "../state/shapes.ts";
import { firstSeq, lastSeq } from "../state/thread-window.ts";
import type { ConversationAct, DeskCalls } from "./desk-calls.ts";
import { DeskConnection } from "./desk-connection.ts";
import type { DeskLink } from "./desk-link.ts";
import { TypingSignal } from "./typing-signal.ts";

export interface LiveDeskOptions {
  /** The id of the agent who sits here. */
  readonly me: string;
  readonly calls: DeskCalls;
  url(): string;
  newId(): string;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly world?: Partial<SocketWorld>;
}

/** What is on screen; it is loaded again after a gap. */
export interface OnScreen {
  readonly view: View;
  readonly siteId: string | undefined;
  readonly conversationId: string | undefined;
}

/** Messages on each side of a search's hit. */
const AROUND = 25;

export class LiveDesk {
  readonly store: DeskStore;
  readonly connection: DeskConnection;
  readonly typing: TypingSignal;
  readonly #calls: DeskCalls;
  readonly #appliedListeners = new Set<(events: readonly NumberedEvent[], live: boolean) => void>();
  readonly #linkListeners = new Set<() => void>();
  #link: DeskLink = "starting";
  #onScreen: OnScreen = { view: "mine", siteId: undefined, conversationId: undefined };

  constructor(options: LiveDeskOptions) {
    const { me, calls, ...rest } = options;
    this.#calls = calls;
    this.store = new DeskStore(emptyDesk(me));
    this.connection = new DeskConnection({
      ...rest,
      calls,
      store: this.store,
      onReload: () => this.#reload(),
      onAsk: async () => {
        await Promise.all([this.#reload(), this.#loadAgents()]);
      },
      onApplied: (events, live) => {
        for (const listener of [...this.#appliedListeners]) listener(events, live);
      },
      onLink: (link) => {
        if (link === this.#link) return;
        this.#link = link;
        for (const listener of [...this.#linkListeners]) listener();
      },
    });
    this.typing = new TypingSignal((conversation_id, typing) => {
      this.connection.mention({ type: "set_typing", conversation_id, typing });
    }, options.timers);
  }

  /** Connects, and loads what may wait for this agent; screens load what else they show. */
  start(): void {
    this.connection.start();
    // Failures show where the lists are shown.
    this.loadList("mine", undefined).catch(() => undefined);
    this.loadList("unassigned", undefined).catch(() => undefined);
  }

  stop(): void {
    this.typing.stop();
    this.connection.stop();
  }

  readonly link = (): DeskLink => this.#link;

  readonly onLink = (listener: () => void): (() => void) => {
    this.#linkListeners.add(listener);
    return () => this.#linkListeners.delete(listener);
  };

  /** Calls `listener` with the changes that were applied; `live` is false for those that a resume brought. */
  onApplied(listener: (events: readonly NumberedEvent[], live: boolean) => void): () => void {
    this.#appliedListeners.add(listener);
    return () => this.#appliedListeners.delete(listener);
  }

  /** Says what is on screen, so that colleagues see it and a reconnection loads it again. */
  show(onScreen: OnScreen): void {
    const narrowed = onScreen.siteId !== this.store.get().siteId;
    this.#onScreen = onScreen;
    if (narrowed) {
      this.store.update((state) => ({ ...state, siteId: onScreen.siteId, counts: undefined }));
    }
    this.connection.view(onScreen.conversationId);
  }

  /** The conversation in front of the agent. */
  get openConversation(): string | undefined {
    return this.#onScreen.conversationId;
  }

  /** Loads the first page of a list. */
  async loadList(view: View, siteId: string | undefined): Promise<void> {
    const page = await this.#calls.list({ view, siteId });
    this.store.update((state) => applyPage(state, { view, siteId, after: undefined }, page));
  }

  /** Loads the next page, when there is one. */
  async loadMore(view: View, siteId: string | undefined): Promise<void> {
    const after = this.store.get().lists.get(listName(view, siteId))?.next;
    if (after === undefined) return;
    const page = await this.#calls.list({ view, siteId, after });
    this.store.update((state) => applyPage(state, { view, siteId, after }, page));
  }

  /** Asks how many conversations the views hold. */
  async loadCounts(): Promise<void> {
    const { siteId } = this.store.get();
    const { counts } = await this.#calls.list({ view: "mine", siteId, limit: 1 });
    this.store.update((state) =>
      state.siteId === siteId ? { ...state, counts, countsDoubtful: false } : state,
    );
  }

  /** Loads the end of a thread. */
  async loadThread(id: string): Promise<void> {
    const out = await this.#calls.thread(id);
    this.store.update((state) => applyThread(state, out));
    this.#seen(id);
  }

  /** Loads a thread so that the message `seq` is in it. */
  async loadThreadAt(id: string, seq: number): Promise<void> {
    if (!this.store.get().threads.has(id)) await this.loadThread(id);
    const thread = this.store.get().threads.get(id);
    if (!thread || (seq >= firstSeq(thread) && seq <= lastSeq(thread))) return;
    const page = await this.#calls.messages(id, { beforeSeq: seq + AROUND + 1, limit: 2 * AROUND });
    this.store.update((state) => applyAround(state, id, page));
  }

  /** Loads what stands before the window of the thread. */
  async loadOlder(id: string): Promise<void> {
    const thread = this.store.get().threads.get(id);
    if (!thread || thread.complete) return;
    const page = await this.#calls.messages(id, { beforeSeq: firstSeq(thread) });
    this.store.update((state) => applyMessages(state, id, page));
  }

  /** Loads what stands after the window of the thread. */
  async loadNewer(id: string): Promise<void> {
    const thread = this.store.get().threads.get(id);
    if (!thread) return;
    const page = await this.#calls.messages(id, { afterSeq: lastSeq(thread) });
    this.store.update((state) => applyMessages(state, id, page));
    this.#seen(id);
  }

  /** Sends; the text shows at once and is kept until the server has it. False when too much is waiting. */
  send(sending: Sending): boolean {
    if (sending.type !== "note") this.typing.stop();
    return this.connection.queue.add(sending) !== undefined;
  }

  /** Join, leave, close or reopen. */
  async act(id: string, act: ConversationAct): Promise<void> {
    const conversation = await this.#calls.act(id, act);
    this.store.update((state) => applyConversation(state, conversation));
  }

  /** Gives the conversation to an agent. */
  async assign(id: string, agentId: string): Promise<void> {
    const conversation = await this.#calls.assign(id, agentId);
    this.store.update((state) => applyConversation(state, conversation));
  }

  /** The agent has seen everything up to `seq`. */
  markRead(id: string, seq: number): void {
    if ((this.store.get().reads.get(id) ?? 0) >= seq) return;
    this.store.update((state) => ({ ...state, reads: withEntry(state.reads, id, seq) }));
    if (this.connection.mention({ type: "mark_read", conversation_id: id, seq })) return;
    this.#calls.read(id, seq).catch(() => {
      // Without a connection it is told again when the thread is looked at again.
      this.store.update((state) => ({ ...state, reads: withEntry(state.reads, id, undefined) }));
    });
  }

  async #reload(): Promise<void> {
    const { view, siteId, conversationId } = this.#onScreen;
    // Only a page over every site sets every cursor.
    if (siteId !== undefined && staleSites(this.store.get()).length > 0) await this.loadList(view, undefined);
    await this.loadList(view, siteId);
    if (conversationId !== undefined) await this.loadThread(conversationId);
  }

  /** Who the agents are, and who is there; a socket says it in `welcomed` and `agent_changed`. */
  async #loadAgents(): Promise<void> {
    const { agents } = await this.#calls.agents();
    this.store.update((state) => applyAgents(state, agents));
  }

  #seen(id: string): void {
    const thread = this.store.get().threads.get(id);
    if (!thread) return;
    this.connection.seen([...thread.messages, ...thread.notes].map((one) => one.client_msg_id));
  }
}
