/** Tells the server which pages a visit saw, under a random id of the tab; only with consent to statistics. */
import type { Store } from "@entrenous/protocol/store.ts";
import type { Calls } from "./calls.ts";
import type { GatedModule } from "./gated-module.ts";
import type { PageIn } from "./wire.ts";

/** Pages that wait for a token; older ones give way. */
const LONGEST_QUEUE = 20;

export interface PageHistoryOptions {
  readonly store: Store;
  readonly calls: Pick<Calls, "pages" | "visitOf">;
  token(): Promise<string | undefined>;
  /** The token of the visitor of the chat; undefined as long as the chat was not opened. */
  visitor(): string | undefined;
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
      let visit = typeof kept === "string" ? kept : options.newId();
      if (visit !== kept) store.set(KEY, visit, grant);
      /** Whose visit the server knows it to be, or is being told. */
      let owner: string | undefined;
      /** A page of this visit is with the server. */
      let hasArrived = false;

      async function send(): Promise<void> {
        if (isSending) return;
        isSending = true;
        while (queue.length > 0 || isUntold()) {
          const token = await options.token();
          if (token === undefined || !grant.isLive()) break;
          const page = queue[0];
          const kind = page ? await sendPage(page, token) : await sendOwner(token);
          if (kind === "later") break;
        }
        isSending = false;
      }

      async function sendPage(page: PageIn, token: string) {
        const { kind } = await options.calls.pages(page, token);
        if (kind !== "later") queue = queue.filter((waiting) => waiting !== page);
        if (kind === "done" && page.visit === visit) hasArrived = true;
        return kind;
      }

      /** Lets the agents whom this visitor writes to see the visit. */
      async function sendOwner(token: string) {
        const visitor = options.visitor();
        if (visitor === undefined) return "done";
        owner = visitor;
        const { kind } = await options.calls.visitOf(visit, visitor, token);
        if (kind === "later") owner = undefined;
        // It is another visitor's, who signed out in another tab: what follows is another visit.
        if (kind === "refused") beginAnew();
        return kind;
      }

      /** Only pages that have arrived can be somebody's. */
      const isUntold = () => hasArrived && options.visitor() !== undefined && options.visitor() !== owner;
      const hasLeft = () => owner !== undefined && options.visitor() !== owner;

      /** After a sign-out somebody else begins, who takes nothing of the visit before along. */
      function beginAnew(): void {
        owner = undefined;
        hasArrived = false;
        visit = options.newId();
        store.set(KEY, visit, grant);
      }

      function add(): void {
        if (hasLeft()) beginAnew();
        queue.push({ visit, ...options.look() });
        if (queue.length > LONGEST_QUEUE) queue.shift();
        void send();
      }

      const unwatch = options.watch(add);
      add();
      return {
        poke() {
          if (hasLeft()) beginAnew();
          void send();
        },
        stop() {
          unwatch();
          queue = [];
        },
      };
    },
  };
}
