import { isThere, peek, textOf } from "../foreign.ts";
import { answerOf } from "../purposes.ts";
import { type Adapter, byCategory, evidence, onlyAfter } from "./adapter.ts";

/** Cookiebot: the categories of the same names. */
export function cookiebot(): Adapter {
  return {
    id: "cookiebot",
    kind: "manager",
    events: ["window CookiebotOnConsentReady", "window CookiebotOnAccept", "window CookiebotOnDecline"],
    read(page) {
      if (!isThere(page, "Cookiebot.consent")) return undefined;
      const consent = peek(page, "Cookiebot.consent");
      // An implied consent is one of somebody who only went on reading.
      const hasActed = peek(page, "Cookiebot.hasResponse") === true && peek(consent, "method") !== "implied";
      return {
        answers: onlyAfter(
          hasActed,
          byCategory((purpose) => answerOf(peek(consent, purpose))),
        ),
        ...evidence({ record_id: textOf(peek(page, "Cookiebot.consentID")) }),
      };
    },
  };
}
