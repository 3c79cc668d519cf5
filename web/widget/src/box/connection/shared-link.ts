/**
 * One connection for all tabs of a site: the tab that holds the Web Lock connects, the others speak through it.
 *
 * Without Web Locks (insecure pages) every tab has its own connection, and the tabs still tell each other
 * what does not go through the server. When the leading tab goes, the browser passes the lock on.
 */
import type { VisitorClientFrame, VisitorServerFrame } from "@entrenous/protocol/frames.ts";
import { systemTimers, type TimerId, type Timers } from "@entrenous/protocol/timers.ts";
import type { Link, LinkEvents, LinkState } from "./link.ts";

/** What tabs say to each other. */
export type TabNote =
  /** `at`: when it was written, Unix ms by the clock that the tabs share. */
  | { readonly kind: "draft"; readonly text: string; readonly at: number }
  | { readonly kind: "sound"; readonly on: boolean }
  | { readonly kind: "read"; readonly conversationId: string; readonly seq: number }
  /** `of`: the token of who was signed out; absent where this tab had none. */
  | { readonly kind: "logout"; readonly of?: string | undefined }
  /** This browser's session is another person's from now on. */
  | { readonly kind: "reset" };

type TabMessage =
  | TabNote
  /** A tab came: the leader answers with `here`. */
  | { readonly kind: "join" }
  | {
      readonly kind: "here";
      readonly state: LinkState;
      readonly welcome?: VisitorServerFrame;
      readonly token?: string;
    }
  | { readonly kind: "state"; readonly state: LinkState }
  | { readonly kind: "frame"; readonly frame: VisitorServerFrame }
  | { readonly kind: "send"; readonly frame: VisitorClientFrame }
  | { readonly kind: "restart" | "wake" };

/** A leader that says nothing for so long while its connection stands is frozen: its place is taken. */
const LEADER_SILENT_MS = 45_000;

/** The two browser features, so that tests can stand in for them; absent where the browser has none. */
export interface TabWorld {
  readonly locks?: Pick<LockManager, "request"> | undefined;
  readonly channel?: Pick<BroadcastChannel, "postMessage" | "onmessage" | "close"> | undefined;
  readonly timers?: Timers;
}

/** What the link is made of. */
export interface SharedLinkOptions {
  /** Names lock and channel; the same in all tabs of one widget on one origin. */
  readonly name: string;
  readonly events: LinkEvents;
  /** Another tab said something that does not go through the server. */
  onNote(note: TabNote): void;
  /** This tab's own connection, made when it leads. */
  connect(events: LinkEvents): Link;
  /** The state as `welcomed`, for a tab that joins; undefined before the first. */
  snapshot(): VisitorServerFrame | undefined;
  /** The token, which tabs share where nothing can be stored. */
  readonly token: { read(): string | undefined; adopt(token: string | undefined): void };
  readonly world?: TabWorld;
}

export class SharedLink implements Link {
  #options: SharedLinkOptions;
  #world: TabWorld;
  #timers: Timers;
  #channel: TabWorld["channel"];
  #own: Link | undefined;
  #state: LinkState = "off";
  #release: (() => void) | undefined;
  #silence: TimerId;
  /** Grows with each start and stop, so that a lock that comes late is let go. */
  #generation = 0;

  constructor(options: SharedLinkOptions) {
    this.#options = options;
    this.#world = options.world ?? browserTabs(options.name);
    this.#timers = this.#world.timers ?? systemTimers;
    // Also a tab that never connects may have something to say.
    this.#channel = this.#world.channel;
  }

  /** Whether this tab holds the connection. */
  get isLeader(): boolean {
    return this.#own !== undefined;
  }

  start(): void {
    if (this.#state !== "off") return;
    this.#enter("connecting");
    if (this.#channel) this.#channel.onmessage = (event) => this.#hear(event.data as TabMessage);
    if (this.#world.locks && this.#channel) {
      this.#compete(false);
      this.#post({ kind: "join" });
    } else {
      this.#lead();
    }
  }

  stop(): void {
    this.#generation += 1;
    this.#stepDown();
    if (this.#channel) this.#channel.onmessage = null;
    this.#enter("off");
  }

  /** Stops for good: the channel to the other tabs is closed too. */
  close(): void {
    this.stop();
    this.#channel?.close();
    this.#channel = undefined;
  }

  restart(): void {
    if (this.#own) this.#own.restart();
    else this.#post({ kind: "restart" });
  }

  /** Every tab hears it from its browser; the leader acts, and the others hear its state. */
  lost(): void {
    this.#own?.lost();
  }

  wake(): void {
    if (this.#own) this.#own.wake();
    else this.#post({ kind: "wake" });
  }

  send(frame: VisitorClientFrame): boolean {
    if (this.#own) return this.#own.send(frame);
    if (this.#state !== "ready" && this.#state !== "quiet") return false;
    this.#post({ kind: "send", frame });
    return true;
  }

  /** Tells the other tabs. */
  note(note: TabNote): void {
    this.#post(note);
  }

  /** Asks for the lock; `steal` takes it from a tab that does not move any more. */
  #compete(steal: boolean): void {
    const generation = ++this.#generation;
    const held = () =>
      new Promise<void>((resolve) => {
        if (generation !== this.#generation) {
          resolve();
          return;
        }
        this.#release = resolve;
        this.#lead();
      });
    this.#world.locks?.request(this.#options.name, { steal }, held).catch(() => {
      // Another tab took the lock, or the browser refuses locks here.
      if (generation !== this.#generation) return;
      const wasLeader = this.#own !== undefined;
      this.#stepDown();
      if (wasLeader) {
        this.#enter("connecting");
        this.#compete(false);
        this.#post({ kind: "join" });
      } else {
        this.#lead();
      }
    });
  }

  #lead(): void {
    this.#timers.clear(this.#silence);
    this.#own = this.#options.connect({
      onState: (state) => {
        if (state === "off") return; // Said by `stop` and `restart`, which go on themselves.
        this.#enter(state);
        this.#relay({ kind: "state", state });
      },
      onFrame: (frame) => {
        this.#relay({ kind: "frame", frame });
        this.#options.events.onFrame(frame);
      },
    });
    this.#own.start();
  }

  #stepDown(): void {
    this.#timers.clear(this.#silence);
    const own = this.#own;
    this.#own = undefined;
    own?.stop();
    this.#release?.();
    this.#release = undefined;
  }

  #hear(message: TabMessage): void {
    switch (message.kind) {
      case "draft":
      case "sound":
      case "read":
      case "logout":
      case "reset":
        this.#options.onNote(message);
        return;
      case "join":
        if (this.#own && this.#world.locks) this.#answerJoin();
        return;
      case "send":
        if (this.#own && this.#world.locks) this.#own.send(message.frame);
        return;
      case "restart":
        if (this.#own && this.#world.locks) this.#own.restart();
        return;
      case "wake":
        if (this.#own && this.#world.locks) this.#own.wake();
        return;
      case "here":
      case "state":
      case "frame":
        if (!this.#own) this.#hearLeader(message);
        return;
      default:
        message satisfies never;
    }
  }

  #answerJoin(): void {
    const welcome = this.#options.snapshot();
    const token = this.#options.token.read();
    this.#post({
      kind: "here",
      state: this.#state,
      ...(welcome ? { welcome } : {}),
      ...(token ? { token } : {}),
    });
  }

  #hearLeader(message: Extract<TabMessage, { kind: "here" | "state" | "frame" }>): void {
    this.#watchLeader();
    if (message.kind === "frame") {
      if (message.frame.type === "welcomed") this.#enter("ready");
      this.#options.events.onFrame(message.frame);
      return;
    }
    // Ready without a state to show yet: `welcomed` follows as a frame.
    this.#enter(message.state);
    if (message.kind === "here") {
      this.#options.token.adopt(message.token);
      if (message.welcome && isUp(message.state)) this.#options.events.onFrame(message.welcome);
    }
  }

  #watchLeader(): void {
    this.#timers.clear(this.#silence);
    this.#silence = this.#timers.set(() => {
      if (isUp(this.#state)) this.#compete(true);
    }, LEADER_SILENT_MS);
  }

  #relay(message: TabMessage): void {
    if (this.#world.locks) this.#post(message);
  }

  #post(message: TabMessage): void {
    try {
      this.#channel?.postMessage(message);
    } catch {
      // The channel is closed: the page is going away.
    }
  }

  #enter(state: LinkState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#options.events.onState(state);
  }
}

function isUp(state: LinkState): boolean {
  return state === "ready" || state === "quiet";
}

/** The browser's locks and channels; either may be missing or refused (sandboxed frames). */
function browserTabs(name: string): TabWorld {
  let channel: BroadcastChannel | undefined;
  try {
    channel = new BroadcastChannel(name);
  } catch {
    // No channel: this tab speaks for itself.
  }
  return { locks: navigator.locks, channel };
}
