/** Tells the server which pages a visit saw, under a random id of the tab; only with consent to statistics. */
import type { Store } from "@entrenous/protocol/store.ts";
import type { Calls } from "./calls.ts";
import type { GatedModule } from "./gated-module.ts";
import type { PageIn } from "./wire.ts";

/** Pages that wait for a token; older ones give way. */
const LONGEST_QUEUE = 20;

export interface PageHistoryOptions {
  readonly store: Store;
  readonly calls: Pick<Calls, "pages">;
  token(): Promise<string | undefined>;
  newId(): string;
  /** The page now. */
  look(): Omit<PageIn, "visit">;
  /** Calls back at each further page of the tab; returns the end of it. */
  watch(onPage: () => void): () => void;
}

const KEY = "ssupp_<CHAT_KEY>presence";

export function pageHistory(options: PageHistoryOptions): GatedModule<"statistics"> {
  const { store } = options;
  return {
    start(grant) {
      let queue: PageIn[] = [];
      let isSending = false;
      const kept = store.get(KEY);
      const visit = typeof kept === "string" ? kept : options.newId();
      if (visit !== kept) store.set(KEY, visit, grant);

      async function send(): Promise<void> {
        if (isSending) return;
        isSending = true;
        while (queue.length > 0) {
          const token = await options.token();
          const page = queue[0];
          if (token === undefined || page === undefined || !grant.isLive()) break;
          const { kind } = await options.calls.pages(page, token);
          if (kind === "later") break;
          queue = queue.filter((waiting) => waiting !== page);
        }
        isSending = false;
      }

      function add(): void {
        queue.push({ visit, ...options.look() });
        if (queue.length > LONGEST_QUEUE) queue.shift();
        void send();
      }

      const unwatch = options.watch(add);
      add();
      return {
        poke: () => void send(),
        stop() {
          unwatch();
          queue = [];
        },
      };
    },
  };
}
