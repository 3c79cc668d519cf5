import { ask, isThere, peek, textOf } from "../foreign.ts";
import { answerOf } from "../purposes.ts";
import { type Adapter, byCategory, evidence, onlyAfter } from "./adapter.ts";

const CATEGORIES = { statistics: "analytics", marketing: "advertisement" } as const;

/** CookieYes: its default categories. */
export function cookieYes(): Adapter {
  return {
    id: "cookieyes",
    kind: "manager",
    events: ["document cookieyes_consent_update", "document cookieyes_banner_load"],
    read(page) {
      if (!isThere(page, "getCkyConsent")) return undefined;
      const consent = ask(page, "getCkyConsent");
      return {
        answers: onlyAfter(
          peek(consent, "isUserActionCompleted") === true,
          byCategory((purpose) => answerOf(peek(consent, `categories.${CATEGORIES[purpose]}`))),
        ),
        ...evidence({
          record_id: textOf(peek(consent, "consentID")),
          language: textOf(peek(consent, "languageCode")),
        }),
      };
    },
  };
}
