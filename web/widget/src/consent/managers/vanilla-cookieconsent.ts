import { ask, entriesOf, isThere, peek, textOf } from "../foreign.ts";
import { type Answer, answerOf, type Gated } from "../purposes.ts";
import { type Adapter, evidence, onlyAfter, purposeOfService, type SomeAnswers } from "./adapter.ts";

/** Names that sites give to their categories. */
const CATEGORIES: Readonly<Record<string, Gated>> = {
  statistics: "statistics",
  analytics: "statistics",
  analytical: "statistics",
  marketing: "marketing",
  targeting: "marketing",
  advertising: "marketing",
  ads: "marketing",
};

/**
 * vanilla-cookieconsent 3.1. A service of ours in any category counts more than a category.
 * Bundled into a site it leaves no global; then its events alone are heard.
 */
export function vanillaCookieConsent(): Adapter {
  /** `cc_cookie` as the last event had it. */
  let told: unknown;
  return {
    id: "vanilla-cookieconsent",
    kind: "manager",
    events: ["window cc:onFirstConsent", "window cc:onConsent", "window cc:onChange"],
    read(page) {
      const hasGlobal = isThere(page, "CookieConsent.validConsent");
      if (!hasGlobal && told === undefined) return undefined;
      const cookie = hasGlobal ? ask(page, "CookieConsent.getCookie") : told;
      // In the mode "opt-out" categories are accepted before anybody chose: only a valid consent counts.
      const isValid = !hasGlobal || ask(page, "CookieConsent.validConsent") === true;
      const declared = peek(ask(page, "CookieConsent.getConfig"), "categories");
      return {
        answers: onlyAfter(isValid, hasGlobal ? fromGlobal(declared, cookie) : fromCookie(cookie)),
        ...(isValid ? evidenceOf(cookie) : {}),
      };
    },
    hear(event) {
      told = peek(event, "detail.cookie") ?? told;
    },
  };
}

/** What was declared tells a refused service of ours from one that is not there. */
function fromGlobal(declared: unknown, cookie: unknown): SomeAnswers {
  const answers: Partial<Record<Gated, Answer>> = {};
  const accepted = texts(peek(cookie, "categories"));
  for (const [category] of entriesOf(declared)) {
    const purpose = CATEGORIES[category];
    if (purpose) answers[purpose] = answerOf(accepted.includes(category));
  }
  for (const [category, about] of entriesOf(declared)) {
    const services = texts(peek(cookie, `services.${category}`));
    for (const [name] of entriesOf(peek(about, "services"))) {
      const purpose = purposeOfService(name);
      if (purpose) answers[purpose] = answerOf(services.includes(name));
    }
  }
  return answers;
}

/** The cookie alone lists what was accepted. */
function fromCookie(cookie: unknown): SomeAnswers {
  const answers: Partial<Record<Gated, Answer>> = {};
  const accepted = texts(peek(cookie, "categories"));
  for (const category of Object.keys(CATEGORIES)) {
    const purpose = CATEGORIES[category];
    const services = texts(peek(cookie, `services.${category}`));
    if (!purpose || !(accepted.includes(category) || isThere(cookie, `services.${category}`))) continue;
    // With other services in the list, ours may be the one that was refused.
    answers[purpose] = answerOf(accepted.includes(category) && services.length === 0);
  }
  for (const [, services] of entriesOf(peek(cookie, "services"))) {
    for (const name of texts(services)) {
      const purpose = purposeOfService(name);
      if (purpose) answers[purpose] = "granted";
    }
  }
  return answers;
}

function evidenceOf(cookie: unknown) {
  const revision = peek(cookie, "revision");
  return evidence({
    record_id: textOf(peek(cookie, "consentId")),
    // The ledger takes no longer number, and an answer is worth more than its revision.
    revision: /^\d{1,8}$/.test(`${revision}`) ? `${revision}` : undefined,
    language: textOf(peek(cookie, "languageCode")),
    decided_at: textOf(peek(cookie, "lastConsentTimestamp")),
  });
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
