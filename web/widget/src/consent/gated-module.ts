import type { Grant } from "@entrenous/protocol/store.ts";
import type { Gated } from "./purposes.ts";

/** A part of the product that runs only while its purpose is granted. */
export interface GatedModule<P extends Gated> {
  /** Starts it; the grant dies by itself at a withdrawal. */
  start(grant: Grant<P>): RunningModule;
}

export interface RunningModule {
  /** The server may take data now, because a token can be had; or the chat has another visitor than before. */
  poke(): void;
  /** Stops at once: nothing more is read, written or sent. */
  stop(): void;
}

/** The module of each purpose; a purpose without one only has its answer kept. */
export type GatedModules = { readonly [P in Gated]?: GatedModule<P> };

/** Two parts of one purpose. */
export function together<P extends Gated>(...modules: readonly GatedModule<P>[]): GatedModule<P> {
  return {
    start(grant) {
      const running = modules.map((module) => module.start(grant));
      const each = (name: keyof RunningModule) => () => {
        for (const one of running) one[name]();
      };
      return { poke: each("poke"), stop: each("stop") };
    },
  };
}
