/**
 * Keeps the desk's state in step with the server: one socket, the send queue, resuming by number,
 * and plain calls every few seconds where sockets are blocked.
 */
import { type Clock, systemClock } from "@entrenous/protocol/clock.ts";
import {
  type AgentClientFrame,
  type AgentServerFrame,
  PROTOCOL_VERSION,
  type RefusedOut,
} from "@entrenous/protocol/frames.ts";
import { type QueueEntry, SendQueue } from "@entrenous/protocol/send-queue.ts";
import { SocketClient, type SocketState, type SocketWorld } from "@entrenous/protocol/socket.ts";
import { type Random, systemTimers, type TimerId, type Timers } from "@entrenous/protocol/timers.ts";
import { Refusal, Unreachable } from "../../api/failure.ts";
import { openHoles, staleSites } from "../state/apply-event.ts";
import { applyFrame, asking, disconnected } from "../state/apply-frame.ts";
import type { DeskStore } from "../state/desk-store.ts";
import { type Sending, withKept } from "../state/outbox.ts";
import type { NumberedEvent } from "../state/shapes.ts";
import { type Hole, type SiteCursor, takeIn } from "../state/site-cursor.ts";
import type { DeskCalls } from "./desk-calls.ts";
import { type DeskLink, linkOf } from "./desk-link.ts";
import { HoleWatch } from "./hole-watch.ts";

/** After this many failed attempts the desk asks by plain calls in between; after a mute one it does at once. */
const ASK_FROM_ATTEMPT = 2;
const ASK_EVERY_MS = 5_000;
/** While nobody answers, the span from which a wait is drawn doubles up to this: a crowd must not hold down a server that comes back. */
const LONGEST_ASK_MS = 60_000;
/** While calls work, the socket is tried after this many of them, however long its own wait has become. */
const WAKE_EVERY_ASKS = 6;

export interface ConnectionOptions {
  readonly store: DeskStore;
  readonly calls: DeskCalls;
  /** Address of `/ws/agent`. */
  url(): string;
  /** A fresh `client_msg_id`. */
  newId(): string;
  /** What is known must be loaded again: after another epoch, a resync or a reconnection. */
  onReload(): Promise<void>;
  /** No socket tells anything: what it would have told is to be asked for. Rejects when nobody answers. */
  onAsk(): Promise<void>;
  /** Stored changes that were applied, in order; `live` is false for those that a resume brought. */
  onApplied(events: readonly NumberedEvent[], live: boolean): void;
  onLink(link: DeskLink): void;
  readonly clock?: Clock;
  readonly timers?: Timers;
  readonly world?: Partial<SocketWorld>;
}

export class DeskConnection {
  readonly #options: ConnectionOptions;
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #random: Random;
  readonly #socket: SocketClient<AgentClientFrame, AgentServerFrame>;
  readonly queue: SendQueue<Sending>;
  readonly #holes: HoleWatch;
  #askTimer: TimerId;
  #asks = false;
  /** An ask is on its way. */
  #asking = false;
  #asked = 0;
  /** Calls without an answer since the last one that had it. */
  #unanswered = 0;
  #wasLive = false;
  /** A reload is under way; what asks for another one meanwhile is served by its end. */
  #reloading: Promise<void> | undefined;
  #viewing: string | undefined;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#timers = options.timers ?? systemTimers;
    this.#random = options.world?.random ?? Math.random;
    this.#holes = new HoleWatch({
      holes: () => openHoles(options.store.get()),
      ask: (hole) => this.#resume(hole),
      timers: this.#timers,
    });
    this.#socket = new SocketClient<AgentClientFrame, AgentServerFrame>({
      url: options.url,
      hello: async () => {
        const { ticket } = await options.calls.ticket();
        return { type: "hello", protocol: PROTOCOL_VERSION, ticket };
      },
      beat: { type: "beat" },
      onFrame: (frame) => this.#hear(frame),
      onState: (state) => this.#moved(state),
      // A ticket that came too late is no reason to sign out; a refused one is.
      onNotYou: async () => {
        await options.calls.ticket();
      },
      world: { clock: this.#clock, timers: this.#timers, ...options.world },
    });
    this.queue = new SendQueue({
      newId: options.newId,
      lane: (payload) => payload.conversationId,
      transmit: (entry) => this.#transmit(entry),
      onChange: (unsent) =>
        options.store.update((state) => ({ ...state, outbox: { ...state.outbox, unsent } })),
      clock: this.#clock,
      timers: this.#timers,
    });
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#stopAsking();
    this.#socket.stop();
  }

  /** The network went: what is on its way waits, and the connection that stood is not trusted any more. */
  lost(): void {
    this.#socket.lost();
  }

  /** The network or the tab came back. */
  wake(): void {
    this.#socket.wake();
    // What was waited for may be over; an ask that is on its way is left alone.
    if (this.#unanswered === 0 || this.#asking) return;
    this.#stopAsking();
    this.#ask();
  }

  /** Tells the colleagues which conversation is open; told again after each reconnection. */
  view(conversationId: string | undefined): void {
    if (this.#viewing === conversationId) return;
    this.#viewing = conversationId;
    this.#tellViewing();
  }

  /** Sends what is not worth repeating (typing); lost without a connection. */
  mention(frame: AgentClientFrame): boolean {
    return this.#socket.send(frame);
  }

  /** What the thread shows was kept, even when the acknowledgement was lost. */
  seen(clientMsgIds: Iterable<string>): void {
    for (const id of clientMsgIds) this.queue.accepted(id);
  }

  #hear(frame: AgentServerFrame): void {
    const { store } = this.#options;
    if (frame.type === "message_accepted") this.#keep(frame.accepted.client_msg_id);
    if (frame.type === "note_accepted") this.#keep(frame.client_msg_id);
    if (frame.type === "refused") this.#refused(frame.refused);
    const before = store.get();
    store.update((state) => applyFrame(state, frame, this.#clock.now()));
    const epochChanged = before.epoch !== undefined && store.get().epoch !== before.epoch;
    if (frame.type === "event")
      this.#applied(frame.event.position.site_id, [frame.event], before.cursors, true);
    if (frame.type === "resumed") {
      this.#applied(frame.position.site_id, frame.events, before.cursors, false);
    }
    if (frame.type === "welcomed") this.#welcomed();
    else if (epochChanged) this.reload();
    this.#fillHoles();
  }

  /** Tells what `events` made of the site; those that were kept aside for them are among it. */
  #applied(
    siteId: string,
    events: readonly NumberedEvent[],
    before: ReadonlyMap<string, SiteCursor>,
    live: boolean,
  ): void {
    const cursor = before.get(siteId);
    const applied = cursor ? takeIn(cursor, events).run : [];
    if (applied.length === 0) return;
    this.seen(applied.flatMap(({ event }) => clientIdOf(event)));
    this.#options.onApplied(applied, live);
  }

  #refused(refused: RefusedOut): void {
    this.queue.refused(refused);
    // All frames of a socket are counted together, so while one is too many, a `resume` would be as well.
    const isOurs = refused.client_msg_id == null || refused.code === "rate_limited";
    if (isOurs && refused.retry_after_ms != null) this.#holes.pause(refused.retry_after_ms);
  }

  #welcomed(): void {
    this.#stopAsking();
    this.#tellViewing();
    this.queue.connected();
    // Presence, viewers and counts are not in the log, so they are asked for after each gap.
    if (this.#wasLive) this.reload();
    this.#wasLive = true;
  }

  #fillHoles(): void {
    if (this.#socket.state.kind === "ready") this.#holes.look();
    if (staleSites(this.#options.store.get()).length > 0) this.reload();
  }

  #resume({ siteId, after }: Hole): void {
    const { store } = this.#options;
    const epoch = store.get().epoch;
    if (epoch === undefined) return;
    if (this.#socket.send({ type: "resume", position: { site_id: siteId, number: after }, epoch })) {
      store.update((state) => asking(state, siteId));
    }
  }

  /** Loads again what is on screen; calls while it runs are one call. */
  reload(): Promise<void> {
    this.#reloading ??= this.#options
      .onReload()
      .catch(() => undefined) // The screen shows it, and the next heartbeat finds the need again.
      .finally(() => {
        this.#reloading = undefined;
        // What came while the page was on its way is asked for by number.
        if (staleSites(this.#options.store.get()).length === 0) this.#fillHoles();
      });
    return this.#reloading;
  }

  #moved(state: SocketState): void {
    if (state.kind !== "ready") this.#holes.forget();
    if (state.kind !== "ready" && !this.#asks) this.queue.disconnected();
    if (state.kind === "waiting") {
      this.#options.store.update(disconnected);
      if (state.mute) this.#ask(0);
      else if (state.attempt >= ASK_FROM_ATTEMPT) this.#ask();
    }
    if (state.kind === "disconnected") this.#stopAsking();
    this.#options.onLink(linkOf(state, this.#wasLive, this.#asks));
  }

  /** Plain calls instead of the socket, until it is welcomed. */
  #ask(afterMs = ASK_EVERY_MS): void {
    if (this.#askTimer !== undefined) return;
    this.#askTimer = this.#timers.set(async () => {
      this.#asking = true;
      const works = await this.#options.onAsk().then(
        () => true,
        () => false,
      );
      this.#asking = false;
      if (this.#askTimer === undefined) return;
      this.#askTimer = undefined;
      this.#unanswered = works ? 0 : this.#unanswered + 1;
      this.#asks = works;
      if (works) this.queue.connected();
      else this.queue.disconnected();
      this.#asked += 1;
      if (works && this.#asked % WAKE_EVERY_ASKS === 0) this.#socket.wake();
      this.#options.onLink(linkOf(this.#socket.state, this.#wasLive, works));
      this.#ask(this.#nextAskMs());
    }, afterMs);
  }

  /** The usual pace while calls are answered, else full jitter over a growing span. */
  #nextAskMs(): number {
    if (this.#unanswered === 0) return ASK_EVERY_MS;
    return this.#random() * Math.min(LONGEST_ASK_MS, ASK_EVERY_MS * 2 ** Math.min(this.#unanswered, 16));
  }

  #stopAsking(): void {
    this.#timers.clear(this.#askTimer);
    this.#askTimer = undefined;
    this.#asks = false;
    this.#unanswered = 0;
  }

  #tellViewing(): void {
    this.#socket.send({ type: "set_viewing", conversation_id: this.#viewing ?? null });
  }

  #transmit({ clientMsgId, payload }: QueueEntry<Sending>): boolean {
    if (this.#socket.state.kind === "ready") return this.#socket.send(frameOf(clientMsgId, payload));
    if (!this.#asks) return false;
    this.#post(clientMsgId, payload);
    return true;
  }

  /** The way without a socket: the same message, the same id, as a call. */
  async #post(clientMsgId: string, payload: Sending): Promise<void> {
    const { calls } = this.#options;
    try {
      if (payload.type === "note") {
        await calls.annotate(payload.conversationId, { client_msg_id: clientMsgId, text: payload.text });
      } else {
        const content = contentOf(payload);
        await calls.send(payload.conversationId, { client_msg_id: clientMsgId, content });
      }
      this.#keep(clientMsgId);
    } catch (error) {
      if (error instanceof Refusal) {
        const { code, message, retryAfterMs } = error;
        this.queue.refused({
          client_msg_id: clientMsgId,
          code,
          message,
          retry_after_ms: retryAfterMs ?? null,
        });
      } else if (error instanceof Unreachable) {
        this.queue.disconnected();
      } else throw error;
    }
  }

  #keep(clientMsgId: string): void {
    const entry = this.queue.accepted(clientMsgId);
    if (!entry) return;
    this.#options.store.update((state) => ({ ...state, outbox: withKept(state.outbox, entry) }));
  }
}

function clientIdOf(event: NumberedEvent["event"]): readonly string[] {
  if (event.kind === "message_added") return [event.message.client_msg_id];
  return event.kind === "note_added" ? [event.note.client_msg_id] : [];
}

function contentOf(payload: Exclude<Sending, { type: "note" }>) {
  return payload.type === "text"
    ? ({ type: "text", text: payload.text } as const)
    : ({ type: "file", upload_id: payload.uploadId } as const);
}

function frameOf(clientMsgId: string, payload: Sending): AgentClientFrame {
  const { conversationId } = payload;
  return payload.type === "note"
    ? { type: "add_note", client_msg_id: clientMsgId, conversation_id: conversationId, text: payload.text }
    : {
        type: "send_message",
        client_msg_id: clientMsgId,
        conversation_id: conversationId,
        content: contentOf(payload),
      };
}
