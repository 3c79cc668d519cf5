import type { SocketState } from "@entrenous/protocol/socket.ts";

/** How the desk stands with the server, as far as a person needs to know. */
export type DeskLink =
  /** The first connection is being made. */
  | "starting"
  /** Everything comes at once. */
  | "live"
  /** Connected, and nothing was heard for 20 s. */
  | "quiet"
  /** No socket, and calls work: the desk asks every few seconds. */
  | "asking"
  /** Nothing works; it tries again by itself. */
  | "lost"
  /** The sign-in is no longer valid. */
  | "signed_out";

/** What the socket's state means; `asks` tells whether calls work in its place. */
export function linkOf(socket: SocketState, wasLive: boolean, asks: boolean): DeskLink {
  switch (socket.kind) {
    case "ready":
      return socket.quiet ? "quiet" : "live";
    case "disconnected":
      return socket.refused ? "signed_out" : wasLive ? "lost" : "starting";
    case "connecting":
    case "waiting":
      if (asks) return "asking";
      return wasLive || socket.attempt > 0 ? "lost" : "starting";
  }
}
