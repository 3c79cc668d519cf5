/** The server's short-lived tokens, without which it takes nothing of a gated purpose. */
import type { Clock } from "@entrenous/protocol/clock.ts";
import type { Calls } from "./calls.ts";
import type { Gated } from "./purposes.ts";
import type { Scopes } from "./wire.ts";

/** A token lives for ten minutes; one minute is left for the request and for clocks that differ. */
const FRESH_MS = 9 * 60_000;

export interface ScopeTokens {
  /** A token for the purpose, renewed when needed; undefined while there is none to be had. */
  token(purpose: Gated): Promise<string | undefined>;
  /** The server gave these. */
  take(scopes: Scopes): void;
  /** The answer has changed: what was given, and what is still on its way, counts no more. */
  drop(): void;
}

export interface ScopeOptions {
  readonly calls: Pick<Calls, "scopes">;
  readonly clock: Clock;
  /** Whose tokens: undefined while the ledger has no entry. */
  owner(): { readonly subject: string; readonly entry_id: string } | undefined;
  /** The ledger does not know this entry any more. */
  onGone(entry_id: string): void;
}

export function createScopes(options: ScopeOptions): ScopeTokens {
  let tokens: Scopes = {};
  let takenAt = Number.NEGATIVE_INFINITY;
  /** Changes with each withdrawal, so that an answer to an older question is recognised. */
  let round = 0;
  let asking: Promise<void> | undefined;

  async function renew(): Promise<void> {
    // A module that starts asks in the middle of a change; after it the owner is the new answer's.
    await undefined;
    const owner = options.owner();
    if (!owner) return;
    const asked = round;
    const outcome = await options.calls.scopes(owner.subject, owner.entry_id);
    if (outcome.kind === "gone") options.onGone(owner.entry_id);
    else if (asked === round && outcome.kind === "done") take(outcome.value);
  }

  function take(scopes: Scopes): void {
    tokens = scopes;
    takenAt = options.clock.now();
  }

  return {
    take,
    async token(purpose) {
      const asked = round;
      if (options.clock.now() - takenAt >= FRESH_MS) {
        // Several modules that ask at once share one question.
        asking ??= renew().finally(() => {
          asking = undefined;
        });
        await asking;
      }
      return asked === round ? tokens[purpose] : undefined;
    },
    drop() {
      round++;
      tokens = {};
      takenAt = Number.NEGATIVE_INFINITY;
      asking = undefined;
    },
  };
}
