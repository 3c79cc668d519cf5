/** A WebSocket whose far end is the test. */
import type { SocketLike } from "../socket.ts";

export class FakeSocket implements SocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  /** What the client wrote, parsed. */
  readonly sent: { type: string; [field: string]: unknown }[] = [];
  closed = false;

  constructor(readonly url: string) {}

  send(text: string): void {
    if (this.closed) throw new Error("the socket is closed");
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  /** The connection stands. */
  accept(): void {
    this.onopen?.(undefined as never);
  }

  /** The server says `frame`; a string is passed as it is. */
  say(frame: object | string): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  /** The server, or the network (1006), ends the connection. */
  cut(code = 1006): void {
    this.closed = true;
    this.onclose?.({ code });
  }
}

/** Gives out fake sockets and keeps them in the order of opening. */
export class FakeNetwork {
  readonly sockets: FakeSocket[] = [];
  /** While true, opening throws, as under a CSP that forbids the address. */
  forbidden = false;

  readonly open = (url: string): FakeSocket => {
    if (this.forbidden) throw new Error("refused by the page's policy");
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  /** The newest socket. */
  get last(): FakeSocket {
    const socket = this.sockets[this.sockets.length - 1];
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }
}
