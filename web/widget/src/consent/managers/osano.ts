import { ask, entriesOf, isThere, peek } from "../foreign.ts";
import type { Answer } from "../purposes.ts";
import { type Adapter, byCategory, onlyAfter } from "./adapter.ts";

const CATEGORIES = { statistics: "ANALYTICS", marketing: "MARKETING" } as const;

/** Osano. What it assumes before the visitor saved something looks the same, so a saving must have been heard. */
export function osano(): Adapter {
  let hasSaved = false;
  return {
    id: "osano",
    kind: "manager",
    events: [],
    read(page) {
      if (!isThere(page, "Osano.cm")) return undefined;
      const consent = ask(page, "Osano.cm.getConsent");
      return {
        answers: onlyAfter(
          hasSaved && entriesOf(consent).length > 0,
          byCategory((purpose) => said(peek(consent, CATEGORIES[purpose]))),
        ),
      };
    },
    subscribe(page, changed) {
      if (!isThere(page, "Osano.cm.addEventListener")) return false;
      ask(page, "Osano.cm.addEventListener", "osano-cm-initialized", changed);
      for (const event of ["osano-cm-consent-saved", "osano-cm-consent-changed"]) {
        ask(page, "Osano.cm.addEventListener", event, () => {
          hasSaved = true;
          changed();
        });
      }
      return true;
    },
  };
}

function said(value: unknown): Answer {
  return value === "ACCEPT" ? "granted" : value === "DENY" ? "denied" : "unknown";
}
