import { ask, isThere, peek, textOf } from "../foreign.ts";
import type { Answer } from "../purposes.ts";
import { type Adapter, byCategory } from "./adapter.ts";

/** The WP Consent API 2.0, which WordPress plugins of all kinds speak. */
export function wordPress(): Adapter {
  return {
    id: "wp-consent-api",
    kind: "platform",
    events: ["document wp_listen_for_consent_change", "document wp_consent_type_defined"],
    read(page) {
      const type = textOf(peek(page, "wp_consent_type"));
      // Without a consent type it says yes to everything.
      if (!type || !isThere(page, "wp_has_consent")) return undefined;
      return { answers: byCategory((category) => answerOf(page, category)) };
    },
  };
}

/** Its own cookie tells a refusal, and a yes in opt-out regions, from a question nobody has answered. */
function answerOf(page: unknown, category: string): Answer {
  const prefix = textOf(peek(page, "consent_api.cookie_prefix")) ?? "wp_consent";
  const kept = ask(page, "consent_api_get_cookie", `${prefix}_${category}`);
  if (kept === "deny") return "denied";
  return kept === "allow" && ask(page, "wp_has_consent", category) === true ? "granted" : "unknown";
}
