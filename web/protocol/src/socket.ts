/**
 * One connection to the server that comes back by itself, for visitors and agents alike.
 *
 * It knows when frames may be sent, notices silence, and waits between attempts. What the frames say
 * is the owner's business: after each `ready` the owner resumes and sends what is still unsent.
 */
import { reconnectDelay } from "./backoff.ts";
import { type Clock, systemClock } from "./clock.ts";
import { CLOSE } from "./close-codes.ts";
import type { AnyServerFrame } from "./frames.ts";
import { type Random, systemTimers, type TimerId, type Timers } from "./timers.ts";

/** Where the connection stands. Times are Unix ms. */
export type SocketState =
  /** Not wanted: never started, stopped, or refused for good (4403). */
  | { readonly kind: "disconnected"; readonly refused: boolean }
  /** Opening, or open and not yet welcomed. `attempt` counts the failures before it. */
  | { readonly kind: "connecting"; readonly attempt: number }
  /** Welcomed. `quiet`: nothing was heard for 20 s, which the screen says. */
  | { readonly kind: "ready"; readonly quiet: boolean }
  /** Between two attempts. `mute`: the last one was neither welcomed nor refused in time, so something swallows what is said. */
  | { readonly kind: "waiting"; readonly attempt: number; readonly until: number; readonly mute: boolean };

/** The part of the browser's WebSocket that is used, so that tests can stand in for it. */
export interface SocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number): void;
}

/** What surrounds the client; everything has the browser's own as default. */
export interface SocketWorld {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** May throw, for instance when the page's CSP forbids the address. */
  open(url: string): SocketLike;
}

/** What the owner of a connection gives it. `C` and `S` are the client's and the server's frames. */
export interface SocketOptions<C extends { type: string }, S extends { type: string }> {
  /** `wss://…/ws/visitor`; asked again for each attempt. */
  url(): string;
  /** The first frame, asked again for each attempt (an agent's ticket works once). A rejection counts as a failed attempt. */
  hello(): C | Promise<C>;
  /** What to send when nothing else was sent for one heartbeat. */
  readonly beat: C;
  /** Every frame, in the order of arrival, `welcomed` included. It comes after the state is `ready`. */
  onFrame(frame: S): void;
  /** Each change of the state. */
  onState(state: SocketState): void;
  /** Close code 4401: get another credential. The next attempt waits for it; a rejection stops the client. */
  onNotYou(): void | Promise<void>;
  readonly world?: Partial<SocketWorld>;
}

/** How long opening may take, with what `hello` needs; slow networks are no fault. */
const OPEN_WITHIN_MS = 10_000;
/** A server answers `hello` at once; proxies that open sockets and pass nothing on never do. */
const WELCOME_WITHIN_MS = 5_000;
/** Silence after which the screen says so, and after which the connection is replaced. Source: house.md section 8. */
const QUIET_AFTER_MS = 20_000;
const DEAD_AFTER_MS = 30_000;
/** After 4429 the first wait is as long as after this many failures, so that the limit has time to empty. */
const TOO_MANY_ATTEMPT = 4;

/** The socket client: `disconnected | connecting | ready | waiting`. */
export class SocketClient<C extends { type: string }, S extends { type: string }> {
  #state: SocketState = { kind: "disconnected", refused: false };
  #options: SocketOptions<C, S>;
  #world: SocketWorld;
  #socket: SocketLike | undefined;
  /** Failures in a row. */
  #attempt = 0;
  /** Set by `leaving`: how long to stay away, in place of the jitter. */
  #hintMs: number | undefined;
  #heardAt = 0;
  #sentAt = 0;
  #heartbeatMs = 15_000;
  /** The one timer of the current state: opening or welcome deadline, silence watch, or wait. */
  #timer: TimerId;
  /** Grows with each attempt, so that late events of an older socket are ignored. */
  #generation = 0;

  constructor(options: SocketOptions<C, S>) {
    this.#options = options;
    this.#world = {
      clock: systemClock,
      timers: systemTimers,
      random: Math.random,
      open: (url) => new WebSocket(url) as unknown as SocketLike,
      ...options.world,
    };
  }

  get state(): SocketState {
    return this.#state;
  }

  /** Connects, unless it already tries. */
  start(): void {
    if (this.#state.kind !== "disconnected") return;
    this.#attempt = 0;
    this.#connect();
  }

  /** Closes and stays closed until `start`. */
  stop(): void {
    this.#drop();
    this.#enter({ kind: "disconnected", refused: false });
  }

  /** The network or the tab came back: does not wait for the rest of the delay. */
  wake(): void {
    if (this.#state.kind === "waiting") this.#connect();
    else if (this.#state.kind === "ready") this.#watchSilence();
  }

  /** The network went: what it carried is not worth waiting for, so a new connection is tried at once. */
  lost(): void {
    if (this.#state.kind === "ready" || this.#state.kind === "connecting") this.#wait();
  }

  /** Sends now; false when not ready, and then nothing was sent. A true is no promise that it arrives. */
  send(frame: C): boolean {
    if (this.#state.kind !== "ready" || !this.#socket) return false;
    return this.#write(this.#socket, frame);
  }

  #connect(): void {
    this.#drop();
    const generation = this.#generation;
    const current = () => generation === this.#generation;
    this.#enter({ kind: "connecting", attempt: this.#attempt });
    this.#timer = this.#world.timers.set(() => this.#wait({ mute: true }), OPEN_WITHIN_MS);
    let socket: SocketLike;
    try {
      socket = this.#world.open(this.#options.url());
    } catch {
      this.#wait();
      return;
    }
    this.#socket = socket;
    socket.onopen = () => {
      // Promise.resolve().then also turns a throwing `hello` into a failed attempt.
      Promise.resolve()
        .then(() => this.#options.hello())
        .then(
          (hello) => {
            if (current()) this.#introduce(socket, hello);
          },
          () => {
            if (current()) this.#wait();
          },
        );
    };
    socket.onmessage = (event) => {
      if (current()) this.#hear(event.data);
    };
    socket.onclose = (event) => {
      if (current()) this.#closed(event.code);
    };
    socket.onerror = null; // `close` always follows and says more.
  }

  #introduce(socket: SocketLike, hello: C): void {
    const { timers } = this.#world;
    this.#write(socket, hello);
    timers.clear(this.#timer);
    this.#timer = timers.set(() => this.#wait({ mute: true }), WELCOME_WITHIN_MS);
  }

  #hear(data: unknown): void {
    const frame = parseFrame<S>(data);
    if (!frame) return;
    this.#heardAt = this.#world.clock.now();
    const known = frame as AnyServerFrame;
    if (known.type === "welcomed" && "heartbeat_ms" in known) {
      this.#attempt = 0;
      this.#hintMs = undefined;
      this.#heartbeatMs = known.heartbeat_ms;
      this.#enter({ kind: "ready", quiet: false });
      this.#watchSilence();
    } else if (known.type === "leaving" && "retry_after_ms" in known) {
      this.#hintMs = known.retry_after_ms;
    } else if (this.#state.kind === "ready" && this.#state.quiet) {
      this.#enter({ kind: "ready", quiet: false });
    }
    this.#options.onFrame(frame);
    // Beats answer heartbeats instead of running on a timer: browsers slow timers of hidden tabs, not messages.
    if (known.type === "heartbeat" && this.#heardAt - this.#sentAt >= this.#heartbeatMs / 2) {
      this.send(this.#options.beat);
    }
  }

  /** Looks at the silence so far, says or acts, and comes back when the next step could be due. */
  #watchSilence(): void {
    const { timers, clock } = this.#world;
    timers.clear(this.#timer);
    if (this.#state.kind !== "ready") return;
    const silence = clock.now() - this.#heardAt;
    if (silence >= DEAD_AFTER_MS) {
      this.#wait();
      return;
    }
    if (silence >= QUIET_AFTER_MS && !this.#state.quiet) this.#enter({ kind: "ready", quiet: true });
    const next = silence >= QUIET_AFTER_MS ? DEAD_AFTER_MS : QUIET_AFTER_MS;
    this.#timer = timers.set(() => this.#watchSilence(), next - silence);
  }

  #closed(code: number): void {
    switch (code) {
      case CLOSE.notAllowed:
        this.#drop();
        this.#enter({ kind: "disconnected", refused: true });
        return;
      case CLOSE.notYou:
        this.#renewCredential();
        return;
      case CLOSE.tooMany:
        this.#attempt = Math.max(this.#attempt, TOO_MANY_ATTEMPT);
        this.#wait();
        return;
      default:
        this.#wait();
    }
  }

  #renewCredential(): void {
    const until = this.#wait();
    const { clock, timers } = this.#world;
    timers.clear(this.#timer);
    const generation = this.#generation;
    Promise.resolve()
      .then(() => this.#options.onNotYou())
      .then(
        () => {
          if (generation !== this.#generation) return;
          this.#timer = timers.set(() => this.#connect(), Math.max(0, until - clock.now()));
        },
        () => {
          if (generation !== this.#generation) return;
          this.#drop();
          this.#enter({ kind: "disconnected", refused: true });
        },
      );
  }

  /** Gives the socket up and tries again later: after the server's hint, else after a random delay. Returns when (Unix ms). */
  #wait({ mute } = { mute: false }): number {
    this.#drop();
    const { clock, random, timers } = this.#world;
    const delay = this.#hintMs ?? reconnectDelay(this.#attempt, random);
    this.#hintMs = undefined;
    this.#attempt += 1;
    const until = clock.now() + delay;
    this.#timer = timers.set(() => this.#connect(), delay);
    this.#enter({ kind: "waiting", attempt: this.#attempt, until, mute });
    return until;
  }

  /** Leaves the current socket and timer behind; the state is set by the caller. */
  #drop(): void {
    this.#generation += 1;
    this.#world.timers.clear(this.#timer);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    try {
      socket?.close(1000);
    } catch {
      // Already closed, or the browser refuses the code: it is gone either way.
    }
  }

  #write(socket: SocketLike, frame: C): boolean {
    try {
      socket.send(JSON.stringify(frame));
      this.#sentAt = this.#world.clock.now();
      return true;
    } catch {
      return false; // The socket is closing; its `close` event starts the next attempt.
    }
  }

  #enter(state: SocketState): void {
    this.#state = state;
    this.#options.onState(state);
  }
}

/** The frame, or undefined for what is no JSON object with a `type` (a newer server may send such things). */
function parseFrame<S>(data: unknown): S | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const frame: unknown = JSON.parse(data);
    if (frame && typeof frame === "object" && "type" in frame && typeof frame.type === "string")
      return frame as S;
  } catch {
    // A damaged frame is ignored; the hole it leaves is found by number.
  }
  return undefined;
}
