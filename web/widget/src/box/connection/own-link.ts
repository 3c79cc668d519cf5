/** This tab's own way to the server: a socket, and calls while sockets are blocked. */

import type { VisitorClientFrame, VisitorServerFrame } from "@entrenous/protocol/frames.ts";
import { PROTOCOL_VERSION } from "@entrenous/protocol/frames.ts";
import type { Http } from "@entrenous/protocol/http.ts";
import { SocketClient, type SocketState, type SocketWorld } from "@entrenous/protocol/socket.ts";
import type { Link, LinkEvents, LinkState } from "./link.ts";
import type { PollLink } from "./poll-link.ts";
import type { Introduction, Session } from "./session.ts";

/** So many failed connections in a row, and calls take over until the socket works; after a mute one they do at once. */
const BLOCKED_AFTER = 3;

/** What the link is made of. */
export interface OwnLinkOptions {
  readonly baseUrl: string;
  readonly chatKey: string;
  readonly http: Http;
  readonly session: Session;
  introduce(): Introduction;
  readonly events: LinkEvents;
  readonly world?: Partial<SocketWorld>;
}

export class OwnLink implements Link {
  #socket: SocketClient<VisitorClientFrame, VisitorServerFrame>;
  #options: OwnLinkOptions;
  #events: LinkEvents;
  /** Calls are to take over from the socket; they do once their code is here, which most networks never need. */
  #isBlocked = false;
  #poll: PollLink | undefined;

  constructor(options: OwnLinkOptions) {
    const { session, events } = options;
    this.#options = options;
    this.#events = events;
    this.#socket = new SocketClient<VisitorClientFrame, VisitorServerFrame>({
      url: () => {
        // The token is asked for while the socket opens; a failure is seen by `hello`.
        session.begin().catch(() => {});
        return `${options.baseUrl.replace(/^http/, "ws")}/ws/visitor`;
      },
      hello: async () => ({
        type: "hello",
        protocol: PROTOCOL_VERSION,
        chat_key: options.chatKey,
        token: await session.begin(),
        page: options.introduce().page,
      }),
      beat: { type: "beat" },
      onFrame: (frame) => events.onFrame(frame),
      onState: (state) => this.#socketChanged(state),
      onNotYou: () => session.renew(),
      ...(options.world ? { world: options.world } : {}),
    });
  }

  start(): void {
    this.#socket.start();
  }

  stop(): void {
    this.#setBlocked(false);
    this.#socket.stop();
  }

  restart(): void {
    this.stop();
    this.start();
  }

  lost(): void {
    this.#socket.lost();
  }

  wake(): void {
    this.#socket.wake();
    this.#polling()?.wake();
  }

  send(frame: VisitorClientFrame): boolean {
    return (this.#polling() ?? this.#socket).send(frame);
  }

  #polling(): PollLink | undefined {
    return this.#isBlocked ? this.#poll : undefined;
  }

  #socketChanged(state: SocketState): void {
    if (state.kind === "ready") this.#setBlocked(false);
    else if (state.kind === "waiting" && (state.mute || state.attempt >= BLOCKED_AFTER))
      this.#setBlocked(true);
    if (!this.#polling()) this.#events.onState(describe(state));
  }

  #setBlocked(blocked: boolean): void {
    if (blocked === this.#isBlocked) return;
    this.#isBlocked = blocked;
    if (blocked) void this.#takeOver();
    else this.#poll?.stop();
  }

  async #takeOver(): Promise<void> {
    try {
      const { PollLink } = await import("./poll-link.ts");
      if (!this.#isBlocked) return;
      const { http, session, introduce, events, world } = this.#options;
      this.#poll ??= new PollLink(
        http,
        session,
        {
          onState: (state) => this.#isBlocked && events.onState(state),
          onFrame: (frame) => this.#isBlocked && events.onFrame(frame),
        },
        world?.timers,
        world?.random,
        introduce().page.asks_group ? { asks_group: "true" } : {},
      );
      this.#poll.start();
    } catch {
      // The next connection that fails asks again.
      this.#isBlocked = false;
    }
  }
}

function describe(state: SocketState): LinkState {
  switch (state.kind) {
    case "disconnected":
      return state.refused ? "refused" : "off";
    case "connecting":
      // The first attempt is nothing to report; later ones are the loss that was reported already.
      return state.attempt === 0 ? "connecting" : "waiting";
    case "ready":
      return state.quiet ? "quiet" : "ready";
    case "waiting":
      return "waiting";
    default:
      return state satisfies never;
  }
}
