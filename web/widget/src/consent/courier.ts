/** Carries what a purpose has to tell to the server, one after the other, and lets it know whose it is. */
import type { Grant } from "@entrenous/protocol/store.ts";
import type { Outcome } from "./calls.ts";
import type { Gated } from "./purposes.ts";

export interface CourierOptions {
  token(): Promise<string | undefined>;
  /** The token of the visitor of the chat; undefined as long as the chat was not opened. */
  visitor(): string | undefined;
}

export interface Load {
  /** What is to be told now, if anything. */
  next(): ((token: string) => Promise<Outcome<unknown>>) | undefined;
  /** Lets the agents whom this visitor writes to see what was told; asked when there is nothing else to tell. */
  tellOwner(visitor: string, token: string): Promise<Outcome<unknown>> | undefined;
}

export function createCourier(options: CourierOptions, grant: Grant<Gated>, load: Load) {
  let isSending = false;
  /** Whose the server knows it to be, or is being told. */
  let owner: string | undefined;

  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (;;) {
      const visitor = options.visitor();
      if (!load.next() && (!visitor || visitor === owner)) break;
      const token = await options.token();
      if (!token || !grant.isLive()) break;
      const next = load.next();
      if (!next) owner = visitor;
      const outcome = await (next ? next(token) : visitor && load.tellOwner(visitor, token));
      if (!next && (!outcome || outcome.kind === "later")) owner = undefined;
      if (!outcome || outcome.kind === "later") break;
    }
    isSending = false;
  }

  return {
    send: () => void send(),
    /** The visitor whom the server was told signed out; true once. */
    hasLeft() {
      const isGone = owner !== undefined && options.visitor() !== owner;
      if (isGone) owner = undefined;
      return isGone;
    },
  };
}
