import { isThere, peek } from "../foreign.ts";
import { type Answer, strictest } from "../purposes.ts";
import { type Adapter, byCategory } from "./adapter.ts";

const SIGNALS = { statistics: ["analytics_storage"], marketing: ["ad_storage", "ad_user_data"] } as const;

/**
 * Google's Consent Mode v2, the last resort: only its `update` entries, because `default` is configuration.
 * Hearing further entries means standing in front of `dataLayer.push`, as tag managers do as well.
 */
export function consentMode(): Adapter {
  const signals = new Map<string, Answer>();

  function readEntry(entry: unknown): void {
    if (peek(entry, "0") !== "consent" || peek(entry, "1") !== "update") return;
    for (const name of [...SIGNALS.statistics, ...SIGNALS.marketing]) {
      const value = peek(entry, `2.${name}`);
      if (value === "granted" || value === "denied") signals.set(name, value);
    }
  }

  return {
    id: "consent-mode",
    kind: "signal",
    events: [],
    read(page) {
      const layer = peek(page, "dataLayer");
      if (Array.isArray(layer)) layer.forEach(readEntry);
      if (signals.size === 0) return undefined;
      return {
        answers: byCategory((purpose) =>
          strictest(SIGNALS[purpose].map((name) => signals.get(name) ?? "unknown")),
        ),
      };
    },
    subscribe(page, changed) {
      const layer = peek(page, "dataLayer");
      if (!Array.isArray(layer) || !isThere(layer, "push")) return false;
      const push = layer.push;
      layer.push = (...entries: unknown[]) => {
        const length = Reflect.apply(push, layer, entries);
        entries.forEach(readEntry);
        if (entries.some((entry) => peek(entry, "0") === "consent")) changed();
        return length;
      };
      return true;
    },
  };
}
