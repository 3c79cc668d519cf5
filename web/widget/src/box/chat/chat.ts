/**
 * One visitor's chat: brings the connection, the delivery, what is remembered and the page together.
 * It knows no elements; the screen subscribes and calls its methods.
 */

import type { MessageOut, Schemas, VisitorClientFrame } from "@entrenous/protocol/frames.ts";
import { createHttp, type Http } from "@entrenous/protocol/http.ts";
import { VisitorDelivery } from "@entrenous/protocol/visitor-delivery.ts";
import type { BoxHost, Identity, OpenHow } from "../../host.ts";
import { isUp, type LinkEvents, type LinkState } from "../connection/link.ts";
import { OwnLink } from "../connection/own-link.ts";
import { Session } from "../connection/session.ts";
import { SharedLink, type TabNote } from "../connection/shared-link.ts";
import { watchBrowser } from "./browser-watch.ts";
import { Contact } from "./contact.ts";
import { countChars, TEXT_CHARS } from "./count-chars.ts";
import { Introducer } from "./introducer.ts";
import { KeptMessage } from "./kept-message.ts";
import type { Memory } from "./memory.ts";
import { createOlderMessages } from "./older-messages.ts";
import { PageReports } from "./page-reports.ts";
import { PageWords } from "./page-words.ts";
import { Rating } from "./rating.ts";
import { Chime } from "./sound.ts";
import { TypingSignal } from "./typing-signal.ts";
import { FILE_BYTES, Uploads } from "./uploads.ts";
import { VisitorCalls } from "./visitor-calls.ts";

/** What the chat is made of. */
export interface ChatOptions {
  readonly host: BoxHost;
  readonly memory: Memory;
  newId(): string;
}

/** Why a message was not taken. */
export type SayResult = "said" | "empty" | "too_long" | "full";

export class Chat {
  readonly http: Http;
  readonly delivery: VisitorDelivery;
  readonly uploads: Uploads;
  readonly contact: Contact;
  readonly rating: Rating;
  readonly calls: VisitorCalls;
  readonly reports: PageReports;
  /** What the page sends for the visitor. */
  readonly pageWords: PageWords;
  /** Fetches the page of messages before the first one shown. */
  readonly loadOlder: () => Promise<void>;
  /** Grows when the visitor is another one: what was typed into a form goes with the one before. */
  visitorNumber = 0;
  #host: BoxHost;
  #memory: Memory;
  #session: Session;
  #link: SharedLink;
  #linkState: LinkState = "off";
  #typing: TypingSignal;
  #chime = new Chime();
  #listeners = new Set<() => void>();
  #isOpen = false;
  /** The ended conversation after which the visitor asked for a new one. */
  #freshAfter: string | undefined;
  #kept: KeptMessage;
  #startOnReturn = false;
  #soundOn: boolean;
  #introducer: Introducer;
  /** What the server had of the identity when it told its state. */
  #introduced: Identity | undefined;
  /** This browser had no visitor when the page opened: there is no conversation to wait for. */
  #isNew: boolean;
  #isIdle = false;
  #stopWatching: () => void;
  #stopForgetting: () => void;
  #isDestroyed = false;

  constructor({ host, memory, newId }: ChatOptions) {
    this.#host = host;
    this.#memory = memory;
    this.#introducer = new Introducer(host.identity, host.language, host.page);
    this.#soundOn = memory.readSound() ?? !host.settings.sound_muted;
    this.#isNew = memory.readToken() === undefined;
    this.#kept = new KeptMessage({
      memory,
      unsent: () => this.delivery.unsent,
      tell: (note) => this.#link.note(note),
    });
    this.http = createHttp({
      baseUrl: host.baseUrl,
      bearer: () => this.#session.token,
      language: () => this.#introducer.language,
      chatKey: host.chatKey,
    });
    this.#session = new Session(
      this.http,
      host.chatKey,
      { read: () => memory.readToken(), write: (token) => memory.writeToken(token) },
      () => this.#introducer.introduce(),
      undefined,
      {
        onRefused: (code, { identity }) => this.#introducer.refused(code, identity),
        onReset: () => this.#becomeSomebodyElse(),
        onBegun: ({ identity }) => {
          this.#introducer.taken(identity);
          this.#introduced = this.#introducer.identity;
        },
      },
    );
    this.#typing = new TypingSignal((typing) => this.#link.send({ type: "set_typing", typing }));
    this.delivery = new VisitorDelivery({
      newId,
      send: (frame) => this.#link.send(frame),
      reload: () => this.#link.restart(),
      onChange: () => this.#changed(),
      onSent: (message, conversationId) => this.reports.sent(message, conversationId),
      onReceived: (message, conversationId) => this.#received(message, conversationId),
      onUnsent: () => this.#kept.keep(),
    });
    this.loadOlder = createOlderMessages(this.http, this.delivery);
    this.uploads = new Uploads({
      http: this.http,
      begin: () => this.#session.begin(),
      newId,
      limitBytes: () => this.delivery.limits?.file_bytes ?? FILE_BYTES,
      onChange: () => this.#changed(),
      onDone: (file) => {
        this.delivery.say({ content: { type: "file", upload_id: file.id }, file });
      },
    });
    this.#link = new SharedLink({
      name: `ssupp_${host.storage.widgetPrefix}${host.chatKey}`,
      events: this.#linkEvents(),
      onNote: (note) => this.#hearTab(note),
      connect: (events) =>
        new OwnLink({
          baseUrl: host.baseUrl,
          chatKey: host.chatKey,
          http: this.http,
          session: this.#session,
          introduce: () => this.#introducer.introduce(),
          events,
        }),
      snapshot: () => this.delivery.snapshot(),
      token: { read: () => this.#session.token, adopt: (token) => this.#session.adopt(token) },
    });
    const isOffline = () => this.availability === "offline";
    this.reports = new PageReports({
      host,
      delivery: this.delivery,
      isLeader: () => this.#link.isLeader,
      isOffline,
    });
    this.calls = new VisitorCalls(this.http, this.#session);
    this.rating = new Rating(this.calls, this.delivery, this.reports);
    this.contact = new Contact({
      settings: host.settings,
      delivery: this.delivery,
      calls: this.calls,
      isBeforeFirst: () => this.isBeforeFirst,
      isNew: () => this.#isNew,
      isOffline,
      identity: () => this.#introducer.identity,
      introduced: () => this.#introduced,
      onChange: () => this.#changed(),
    });
    this.pageWords = new PageWords({
      contact: this.contact,
      isInUse: () => this.#linkState !== "off",
      start: () => this.#link.start(),
      say: (text) => this.say(text),
      ask: (text) => {
        // After what the visitor has written already.
        this.prefill(this.draft ? `${this.draft}\n${text}` : text);
        host.onOpenChange(true, "here");
      },
    });
    this.delivery.restore(memory.readMessage().unsent);
    this.#stopForgetting = memory.watch(() => this.#forget());
    this.#stopWatching = watchBrowser({
      onLost: () => this.#link.lost(),
      onWake: () => this.#link.wake(),
      onLeave: () => {
        this.#kept.flush();
        // A kept lock and socket would keep the page out of the browser's back/forward cache.
        this.#startOnReturn = this.#linkState !== "off";
        this.#link.stop();
      },
      onReturn: () => {
        this.#kept.catchUp();
        if (this.#startOnReturn) this.#link.start();
        this.#changed();
      },
      onPage: () => this.#link.send({ type: "set_page", page: this.#introducer.page }),
      onLook: () => this.#changed(),
    });
  }

  get linkState(): LinkState {
    return this.#linkState;
  }
  get isOpen(): boolean {
    return this.#isOpen;
  }
  get soundOn(): boolean {
    return this.#soundOn;
  }
  /** What is in the composer. */
  get draft(): string {
    return this.#kept.draft;
  }
  /** Grows when the draft was changed by the page or another tab, and the composer must take it over. */
  get draftNumber(): number {
    return this.#kept.number;
  }
  get availability(): Schemas["Availability"] {
    return this.delivery.availability ?? this.#host.settings.availability;
  }
  get textLimit(): number {
    return this.delivery.limits?.text_chars ?? TEXT_CHARS;
  }
  /** The conversation has ended, and the visitor has not asked for a new one. */
  get isEnded(): boolean {
    return this.delivery.conversation?.closed_at != null && !this.isFresh;
  }
  /** The visitor asked for a new conversation, which begins with the first message. */
  get isFresh(): boolean {
    return this.#freshAfter !== undefined && this.#freshAfter === this.delivery.conversationId;
  }

  /** Nothing was said yet in the conversation that begins with the next message. */
  get isBeforeFirst(): boolean {
    const { conversationId, unsent, known } = this.delivery;
    return (conversationId === undefined || this.isFresh) && unsent.length === 0 && (known || this.#isNew);
  }

  /** Calls `listener` after each change; returns the end of it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connect(isWanted = true): void {
    if (isWanted) this.#link.start();
    else this.#link.stop();
  }

  open(how: OpenHow): void {
    this.#isOpen = true;
    this.#link.start();
    if (how === "here") {
      this.#chime.unlock();
      this.#memory.writeOpened(true);
      // The token's life counts from the last opening, in the mode `always` from its creation (privacy/registry.toml).
      const { token } = this.#session;
      if (token && this.#host.settings.tracking_mode !== "always") this.#memory.writeToken(token);
    }
    this.#changed();
  }

  close(how: OpenHow): void {
    this.#isOpen = false;
    this.#typing.stop();
    this.#kept.flush();
    if (how === "here") this.#memory.writeOpened(false);
    this.#changed();
  }

  /** Sends as the visitor, now or as soon as it can be. */
  say(text: string): SayResult {
    if (!text.trim()) return "empty";
    if (countChars(text.trim()) > this.textLimit) return "too_long";
    this.#link.start();
    if (!this.delivery.say({ content: { type: "text", text: text.trim() } })) return "full";
    this.#typing.stop();
    return "said";
  }

  /** The first message, from the answered contact form. */
  begin(text: string): void {
    if (this.say(text) === "said") this.setDraft("");
    this.contact.finish();
  }

  attach(files: Iterable<File>): void {
    this.#link.start();
    this.uploads.add(files);
  }

  /** The visitor typed; the screen already shows it. */
  setDraft(text: string): void {
    this.#typing.changed(text.trim() !== "");
    this.#kept.write(text);
  }

  /** The page put a text into the composer. */
  prefill(text: string): void {
    this.#kept.fill(text);
    this.#changed();
  }

  /** The newest messages are in sight. */
  seen(): void {
    if (this.#isIdle) return;
    const { conversationId } = this.delivery;
    const before = this.delivery.unread;
    this.delivery.markRead();
    if (before > 0 && conversationId) {
      const seq = this.delivery.messages[this.delivery.messages.length - 1]?.seq ?? 0;
      this.#link.note({ kind: "read", conversationId, seq });
    }
  }

  end(): void {
    const { conversationId } = this.delivery;
    if (!conversationId) return;
    const frame: VisitorClientFrame = { type: "close_conversation", conversation_id: conversationId };
    // Without a connection the call says it, and when that fails too the conversation simply stays open.
    if (!this.#link.send(frame)) {
      void this.http
        .send("POST", "/api/visitor/close", { conversation_id: conversationId })
        .then(() => this.#link.restart())
        .catch(() => {});
    }
  }

  startNew(): void {
    this.#freshAfter = this.delivery.conversationId;
    this.contact.startNew();
    this.#changed();
  }

  setSound(on: boolean): void {
    this.#soundOn = on;
    this.#memory.writeSound(on);
    this.#link.note({ kind: "sound", on });
    this.#changed();
    if (!on) return;
    this.#chime.unlock();
    this.#chime.play();
  }

  setLanguage(language: string): void {
    this.#introducer.language = language;
    this.#tellIdentity();
  }

  setIdentity(identity: Identity): void {
    this.#introducer.identity = identity;
    this.#tellIdentity();
  }

  /** The page says that the visitor is away from the screen, or back. */
  setIdle(isIdle: boolean): void {
    this.#isIdle = isIdle;
    if (isIdle) this.#typing.stop();
    this.#changed();
  }

  /** Forgets the visitor in all tabs; the next opening begins with somebody new. */
  logout(left = this.#session.token): void {
    this.#forget(left);
    this.#link.note({ kind: "logout", of: left });
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#kept.flush();
    this.#typing.stop();
    this.#stopWatching();
    this.#stopForgetting();
    this.#link.close();
    this.uploads.clear();
    this.#chime.close();
    this.#listeners.clear();
  }

  #linkEvents(): LinkEvents {
    return {
      onState: (state) => {
        const wasUp = isUp(this.#linkState);
        this.#linkState = state;
        if (wasUp && !isUp(state)) this.delivery.disconnected();
        this.#changed();
      },
      onFrame: (frame) => {
        this.delivery.hear(frame);
        if (frame.type === "refused" && this.#introducer.refused(frame.refused.code, {}))
          this.#tellIdentity();
        if (frame.type === "welcomed") this.#tellIdentity();
      },
    };
  }

  #tellIdentity(): void {
    if (this.#introducer.hasProof) {
      this.#prove();
      return;
    }
    const identity = this.#introducer.news();
    if (identity && this.#link.send({ type: "set_identity", identity })) this.#introducer.taken(identity);
  }

  /** A proof goes with a session: it may change the token. The session that begins with the connection has it anyway. */
  #prove(): void {
    if (this.#linkState === "off") return;
    this.#session.introduceAgain();
    // Without an answer the next `welcomed` tries again.
    void this.#session.begin().then(
      () => this.#tellIdentity(),
      () => {},
    );
  }

  #received(message: MessageOut, conversationId: string): void {
    const isLooking =
      this.#isOpen && !this.#isIdle && document.visibilityState === "visible" && document.hasFocus();
    // One tab sounds: the one in sight, else the one that leads.
    const isHere = document.visibilityState === "visible" || this.#link.isLeader;
    if (message.author.kind === "system") return;
    if (this.#soundOn && !isLooking && isHere) this.#chime.play();
    this.reports.received(message, conversationId);
  }

  #hearTab(note: TabNote): void {
    switch (note.kind) {
      case "draft":
        if (!this.#kept.hear(note)) return;
        break;
      case "sound":
        this.#soundOn = note.on;
        break;
      case "read":
        this.delivery.readElsewhere(note.conversationId, note.seq);
        break;
      case "logout":
        // Whoever has begun anew meanwhile is somebody else.
        if (note.of && (this.#session.token ?? note.of) !== note.of) return;
        this.#forget();
        break;
      case "reset":
        this.#session.drop();
        this.#wipe();
        if (this.#link.isLeader) this.#link.restart();
        break;
      default:
        note satisfies never;
    }
    this.#changed();
  }

  #forget(left?: string): void {
    this.#typing.stop();
    this.#link.stop();
    this.#wipe();
    void this.#session.forget(left);
    // Somebody who has begun anew in another tab keeps what is theirs.
    if (!left || (this.#memory.readToken() ?? left) === left) this.#memory.forget();
    if (this.#isOpen) this.#link.start();
    this.#changed();
  }

  /** The page proved that somebody else is here: the session before is over, and nothing of it is left in any tab. */
  #becomeSomebodyElse(): void {
    this.#wipe();
    this.#memory.forget();
    if (this.#isOpen) this.#memory.writeOpened(true);
    // The new token is kept in the same moment; the other tabs then find it.
    queueMicrotask(() => {
      this.#link.note({ kind: "reset" });
      if (this.#link.isLeader && isUp(this.#linkState)) this.#link.restart();
    });
    this.#changed();
  }

  /** Everything of the visitor that this tab holds. */
  #wipe(): void {
    this.visitorNumber += 1;
    this.#freshAfter = undefined;
    this.pageWords.forget();
    this.#isNew = true;
    this.#introduced = undefined;
    this.contact.forget();
    this.#typing.stop();
    this.uploads.clear();
    // Last, because the page hears of it at once, and what it does then is the next visitor's.
    this.#kept.wipe(() => this.delivery.forget());
    this.#introducer.forget();
  }

  #changed(): void {
    if (this.#isDestroyed) return;
    const { delivery } = this;
    // An agent opened the ended conversation again: it goes on there.
    if (delivery.conversation && delivery.conversation.closed_at == null) this.#freshAfter = undefined;
    this.pageWords.goOn();
    this.reports.changed();
    for (const listener of this.#listeners) listener();
  }
}
