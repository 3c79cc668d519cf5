/** Tells the server which pages a visit saw, under a random id of the tab; only with consent to statistics. */
import type { Store } from "@entrenous/protocol/store.ts";
import type { Calls } from "./calls.ts";
import { type CourierOptions, createCourier } from "./courier.ts";
import type { GatedModule } from "./gated-module.ts";
import type { PageIn } from "./wire.ts";

/** Pages that wait for a token; older ones give way. */
const LONGEST_QUEUE = 20;

export interface PageHistoryOptions extends CourierOptions {
  readonly store: Store;
  readonly calls: Pick<Calls, "pages" | "visitOf">;
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
      /** A page of this visit is with the server; only then it can be somebody's. */
      let hasArrived = false;
      const kept = store.get(KEY);
      let visit = typeof kept === "string" ? kept : options.newId();
      if (visit !== kept) store.set(KEY, visit, grant);

      /** After a sign-out somebody else begins, who takes nothing of the visit before along. */
      function beginAnew(): void {
        hasArrived = false;
        visit = options.newId();
        store.set(KEY, visit, grant);
      }

      async function sendPage(page: PageIn, token: string) {
        const outcome = await options.calls.pages(page, token);
        if (outcome.kind !== "later") queue = queue.filter((waiting) => waiting !== page);
        hasArrived ||= outcome.kind === "done" && page.visit === visit;
        return outcome;
      }

      const courier = createCourier(options, grant, {
        next() {
          const [page] = queue;
          return page && ((token) => sendPage(page, token));
        },
        async tellOwner(visitor, token) {
          if (!hasArrived) return { kind: "later" };
          const outcome = await options.calls.visitOf(visit, visitor, token);
          // It is another visitor's, who signed out in another tab: what follows is another visit.
          if (outcome.kind !== "refused") return outcome;
          beginAnew();
          return { kind: "later" };
        },
      });

      function poke(): void {
        if (courier.hasLeft()) beginAnew();
        courier.send();
      }

      function add(): void {
        if (courier.hasLeft()) beginAnew();
        queue.push({ visit, ...options.look() });
        if (queue.length > LONGEST_QUEUE) queue.shift();
        courier.send();
      }

      const unwatch = options.watch(add);
      add();
      return {
        poke,
        stop() {
          unwatch();
          queue = [];
        },
      };
    },
  };
}
