/**
 * The conversation without a socket, for networks and policies that block them: the same frames,
 * carried by calls. The server is asked for the state at intervals; what the state lacks is told as frames.
 */
import { reconnectDelay } from "@entrenous/protocol/backoff.ts";
import type { Schemas, VisitorClientFrame, VisitorServerFrame } from "@entrenous/protocol/frames.ts";
import { type Http, HttpError, type Query } from "@entrenous/protocol/http.ts";
import { type Random, systemTimers, type TimerId, type Timers } from "@entrenous/protocol/timers.ts";
import type { Link, LinkEvents } from "./link.ts";
import type { Session } from "./session.ts";

const ASK_EVERY_MS = 4_000;
/** When a message whose call failed is sent again; the queue holds it until then. */
const AGAIN_AFTER_MS = 5_000;
/** The first wait for a server that does not answer is as long as after this many failures: up to the usual pace. */
const FIRST_ATTEMPT = 2;
/** `limits` come only with a socket; these are the protocol's own (crates/domain, limits of a visitor). */
const LIMITS: Schemas["LimitsOut"] = {
  frame_bytes: 65_536,
  text_chars: 4_000,
  file_bytes: 10 * 1024 * 1024,
  frames_per_10s: 20,
};

export class PollLink implements Link {
  #http: Http;
  #session: Session;
  #events: LinkEvents;
  #timers: Timers;
  #random: Random;
  /** What the state shall tell besides, as the page wants it. */
  #query: Query;
  #timer: TimerId;
  /** Questions in a row that were not answered. */
  #failures = 0;
  #isRunning = false;
  #isReady = false;
  #generation = 0;

  constructor(
    http: Http,
    session: Session,
    events: LinkEvents,
    timers: Timers = systemTimers,
    random: Random = Math.random,
    query: Query = {},
  ) {
    this.#http = http;
    this.#session = session;
    this.#events = events;
    this.#timers = timers;
    this.#random = random;
    this.#query = query;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#ask();
  }

  stop(): void {
    this.#isRunning = this.#isReady = false;
    this.#failures = 0;
    this.#generation += 1;
    this.#timers.clear(this.#timer);
  }

  restart(): void {
    this.stop();
    this.start();
  }

  /** Each call finds out by itself. */
  lost(): void {}

  wake(): void {
    if (!this.#isRunning) return;
    this.#timers.clear(this.#timer);
    void this.#ask();
  }

  send(frame: VisitorClientFrame): boolean {
    if (!this.#isReady) return false;
    void this.#carry(frame);
    return true;
  }

  async #ask(): Promise<void> {
    const generation = ++this.#generation;
    let state: Schemas["VisitorStateOut"] | undefined;
    let hintMs = 0;
    try {
      await this.#session.begin();
      state = await this.#http.get<Schemas["VisitorStateOut"]>("/api/visitor/state", this.#query);
    } catch (error) {
      if (error instanceof HttpError) {
        if (error.status === 401) this.#session.renew();
        hintMs = error.retryAfterMs ?? 0;
      }
    }
    if (generation !== this.#generation || !this.#isRunning) return;
    if (state) {
      this.#failures = 0;
      this.#tell(state);
    } else {
      this.#isReady = false;
      this.#events.onState("waiting");
    }
    // A crowd that lost its server at one moment does not come back at one moment, and less and less often.
    const wait = state
      ? ASK_EVERY_MS
      : hintMs + reconnectDelay(FIRST_ATTEMPT + this.#failures++, this.#random);
    this.#timer = this.#timers.set(() => void this.#ask(), wait);
  }

  #tell(state: Schemas["VisitorStateOut"]): void {
    const { epoch, availability, conversation, agents } = state;
    if (!this.#isReady) {
      this.#isReady = true;
      this.#events.onState("ready");
      this.#events.onFrame({ type: "welcomed", state, limits: LIMITS, heartbeat_ms: ASK_EVERY_MS });
      return;
    }
    if (conversation) this.#events.onFrame({ type: "conversation_changed", conversation, agents });
    this.#events.onFrame({
      type: "heartbeat",
      epoch,
      availability,
      last_seq: conversation?.last_seq ?? 0,
      ...(conversation ? { conversation_id: conversation.id } : {}),
    });
  }

  async #carry(frame: VisitorClientFrame): Promise<void> {
    const generation = this.#generation;
    try {
      const answer = await this.#call(frame);
      if (answer && this.#isRunning) this.#events.onFrame(answer);
    } catch (error) {
      if (!this.#isRunning || !(error instanceof HttpError)) return;
      if (frame.type === "send_message") this.#events.onFrame(refusal(frame.client_msg_id, error));
      if (error.status === 401 && generation === this.#generation) {
        this.#session.renew();
        this.restart();
      }
    }
  }

  async #call(frame: VisitorClientFrame): Promise<VisitorServerFrame | undefined> {
    const http = this.#http;
    switch (frame.type) {
      case "send_message": {
        const { client_msg_id, content } = frame;
        const accepted = await http.send<Schemas["AcceptedOut"]>("POST", "/api/visitor/messages", {
          client_msg_id,
          content,
        });
        return { type: "message_accepted", accepted };
      }
      case "resume": {
        const { conversation_id, after_seq } = frame;
        const query = { conversation_id, after_seq };
        const [page, state] = await Promise.all([
          http.get<Schemas["MessagePageOut"]>("/api/visitor/messages", query),
          http.get<Schemas["VisitorStateOut"]>("/api/visitor/state"),
        ]);
        if (state.conversation?.id !== conversation_id || state.epoch !== frame.epoch) {
          return { type: "resync_required" };
        }
        const { messages, more } = page;
        return { type: "resumed", conversation: state.conversation, messages, more };
      }
      case "mark_read": {
        const { conversation_id, seq } = frame;
        await http.send("POST", "/api/visitor/read", { conversation_id, seq });
        return undefined;
      }
      case "close_conversation":
        await http.send("POST", "/api/visitor/close", { conversation_id: frame.conversation_id });
        this.wake();
        return undefined;
      case "submit_contact":
        await http.send("POST", "/api/visitor/contact", frame.contact);
        return { type: "contact_accepted" };
      case "rate_conversation": {
        const { conversation_id, value, comment = null } = frame;
        await http.send("POST", "/api/visitor/rating", { conversation_id, value, comment });
        this.wake();
        return undefined;
      }
      case "request_transcript": {
        const { conversation_id, email, language = null } = frame;
        const path = "/api/visitor/transcript";
        const asked = { conversation_id, email, language };
        const accepted = await http.send<Schemas["TranscriptAcceptedOut"]>("POST", path, asked);
        return { type: "transcript_accepted", ...accepted };
      }
      case "set_identity":
        await http.send("POST", "/api/visitor/identity", frame.identity);
        return undefined;
      case "hello":
      case "set_typing":
      case "set_page":
      case "beat":
        return undefined; // Only meaningful on a socket.
      default:
        return frame satisfies never;
    }
  }
}

/** A failed call as the refusal a socket would have told; a lost one may be repeated. */
function refusal(client_msg_id: string, error: HttpError): VisitorServerFrame {
  const isPassing = error.code === "network" || error.status >= 500 || error.status === 401;
  const retry_after_ms = error.retryAfterMs ?? (isPassing ? AGAIN_AFTER_MS : undefined);
  const code = error.code === "network" ? "unavailable" : error.code;
  return {
    type: "refused",
    refused: {
      client_msg_id,
      code,
      message: error.message,
      ...(retry_after_ms === undefined ? {} : { retry_after_ms }),
    },
  };
}
