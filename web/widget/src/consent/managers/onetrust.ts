import { ask, isThere, peek } from "../foreign.ts";
import { answerOf } from "../purposes.ts";
import { type Adapter, byCategory, onlyAfter } from "./adapter.ts";

const GROUPS = { statistics: "C0002", marketing: "C0004" } as const;

/** OneTrust: its default groups. A closed banner is what tells an answer from a default. */
export function oneTrust(): Adapter {
  return {
    id: "onetrust",
    kind: "manager",
    events: ["window OneTrustGroupsUpdated", "window OTConsentApplied"],
    read(page) {
      if (!isThere(page, "OnetrustActiveGroups") && !isThere(page, "OneTrust")) return undefined;
      const groups = `${peek(page, "OnetrustActiveGroups")}`.split(",");
      return {
        answers: onlyAfter(
          ask(page, "OneTrust.IsAlertBoxClosed") === true,
          byCategory((purpose) => answerOf(groups.includes(GROUPS[purpose]))),
        ),
      };
    },
  };
}
