import { ask, isThere, peek, textOf } from "../foreign.ts";
import { answerOf } from "../purposes.ts";
import { type Adapter, byCategory, evidence, onlyAfter } from "./adapter.ts";

const PURPOSES = { statistics: "measure_content_performance", marketing: "create_ads_profile" } as const;

/** Didomi: one purpose of the advertising framework for each of ours. */
export function didomi(): Adapter {
  return {
    id: "didomi",
    kind: "manager",
    events: [],
    read(page) {
      if (!isThere(page, "Didomi")) return undefined;
      const status = ask(page, "Didomi.getCurrentUserStatus");
      const isOpen =
        (ask(page, "Didomi.shouldUserStatusBeCollected") ?? ask(page, "Didomi.shouldConsentBeCollected")) !==
        false;
      return {
        answers: onlyAfter(
          !isOpen,
          byCategory((purpose) => answerOf(peek(status, `purposes.${PURPOSES[purpose]}.enabled`))),
        ),
        ...evidence({
          record_id: textOf(peek(status, "user_id")),
          decided_at: textOf(peek(status, "updated")),
        }),
      };
    },
    subscribe(page, changed) {
      if (!isThere(page, "Didomi")) return false;
      ask(page, "didomiOnReady.push", changed);
      // Before it is ready it only has the list; afterwards it has a method of its own.
      if (isThere(page, "Didomi.on")) ask(page, "Didomi.on", "consent.changed", changed);
      else ask(page, "didomiEventListeners.push", { event: "consent.changed", listener: changed });
      return true;
    },
  };
}
