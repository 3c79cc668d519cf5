import { ask, isThere, peek } from "../foreign.ts";
import type { Answer } from "../purposes.ts";
import { type Adapter, byCategory } from "./adapter.ts";

/** A purpose of the framework that must be allowed, and those of which one must be. */
const PURPOSES = {
  statistics: { all: 1, oneOf: [8, 9] },
  marketing: { all: 1, oneOf: [3, 4] },
} as const;

/**
 * The IAB framework (TCF 2.2 and 2.3). We are no registered vendor, so only the publisher's own consents count.
 * The consent string is never looked at, kept or sent.
 */
export function tcf(): Adapter {
  /** The publisher's consents once the visitor has answered. */
  let consents: unknown;
  return {
    id: "tcf",
    kind: "signal",
    events: [],
    read(page) {
      if (!isThere(page, "__tcfapi")) return undefined;
      return { answers: byCategory((purpose) => answerOf(consents, PURPOSES[purpose])) };
    },
    subscribe(page, changed) {
      if (!isThere(page, "__tcfapi")) return false;
      ask(page, "__tcfapi", "addEventListener", 2, (data: unknown, isGood: unknown) => {
        if (isGood !== true) return;
        const isAnswered = /^(tcloaded|useractioncomplete)$/.test(`${peek(data, "eventStatus")}`);
        // "Undefined" means that the law applies; where it does not, nobody was asked.
        const applies = peek(data, "gdprApplies") !== false;
        consents = isAnswered && applies ? peek(data, "publisher.consents") : undefined;
        changed();
      });
      return true;
    },
  };
}

function answerOf(consents: unknown, purpose: { all: number; oneOf: readonly number[] }): Answer {
  // A manager without publisher consents sends none at all: then nobody was asked about us.
  if (typeof consents !== "object" || consents === null || Object.keys(consents).length === 0) {
    return "unknown";
  }
  const has = (id: number) => peek(consents, `${id}`) === true;
  return has(purpose.all) && purpose.oneOf.some(has) ? "granted" : "denied";
}
