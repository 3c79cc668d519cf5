/** A way to the server, whatever it is made of: a socket, calls, or another tab's socket. */
import type { VisitorClientFrame, VisitorServerFrame } from "@entrenous/protocol/frames.ts";

/** What a person may be told about the connection. */
export type LinkState =
  /** Not started, or stopped. */
  | "off"
  /** On the way; nothing to worry about yet. */
  | "connecting"
  | "ready"
  /** Ready, but silent for 20 s. */
  | "quiet"
  /** Lost; it comes back by itself. */
  | "waiting"
  /** The server will not have this page: no further attempt. */
  | "refused";

/** Frames go through. */
export function isUp(state: LinkState): boolean {
  return state === "ready" || state === "quiet";
}

/** What a link tells its owner. */
export interface LinkEvents {
  onState(state: LinkState): void;
  /** Frames in order; a `welcomed` says that everything may be sent now. */
  onFrame(frame: VisitorServerFrame): void;
}

/** A link. Whoever makes it starts it. */
export interface Link {
  start(): void;
  stop(): void;
  /** False when there is no connection; nothing was sent then. */
  send(frame: VisitorClientFrame): boolean;
  /** Begins anew, so that a fresh `welcomed` comes. */
  restart(): void;
  /** The network went: a connection that seems to stand is not trusted any more. */
  lost(): void;
  /** The network or the tab came back: does not wait any longer. */
  wake(): void;
}
