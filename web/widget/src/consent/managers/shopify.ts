import { ask, isThere, peek } from "../foreign.ts";
import type { Answer } from "../purposes.ts";
import { type Adapter, byCategory } from "./adapter.ts";

const KINDS = {
  statistics: { allowed: "analyticsProcessingAllowed", answer: "analytics" },
  marketing: { allowed: "marketingAllowed", answer: "marketing" },
} as const;

/** Shopify's customer privacy. It allows by default where a region asks for no consent; that is no answer. */
export function shopify(): Adapter {
  return {
    id: "shopify",
    kind: "platform",
    events: ["document visitorConsentCollected"],
    read(page) {
      if (!isThere(page, "Shopify.customerPrivacy")) return undefined;
      return { answers: byCategory((purpose) => answerOf(page, KINDS[purpose])) };
    },
  };
}

function answerOf(page: unknown, kind: { allowed: string; answer: string }): Answer {
  const said = peek(ask(page, "Shopify.customerPrivacy.currentVisitorConsent"), kind.answer);
  if (said === "no") return "denied";
  return said === "yes" && ask(page, `Shopify.customerPrivacy.${kind.allowed}`) === true
    ? "granted"
    : "unknown";
}
