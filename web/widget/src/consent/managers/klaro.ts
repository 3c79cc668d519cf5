import { ask, isThere, peek } from "../foreign.ts";
import { type Answer, answerOf, GATED, type Gated } from "../purposes.ts";
import { type Adapter, evidence, onlyAfter, servicesOf } from "./adapter.ts";

/** Klaro 0.7: one service for each purpose. Its record has neither a time nor a version. */
export function klaro(): Adapter {
  return {
    id: "klaro",
    kind: "manager",
    events: [],
    read(page) {
      const manager = ask(page, "klaro.getManager");
      if (manager === undefined) return undefined;
      const answers: Partial<Record<Gated, Answer>> = {};
      for (const purpose of GATED) {
        for (const name of servicesOf(purpose)) {
          if (ask(manager, "getService", name) === undefined) continue;
          // Switches that are not saved yet are in `getConsent` already; only what was saved is an answer.
          answers[purpose] = answerOf(peek(manager, `savedConsents.${name}`) ?? false);
        }
      }
      // `default`, `required` and opt-out services look consented before anybody confirmed.
      const isConfirmed = peek(manager, "confirmed") === true;
      return { answers: onlyAfter(isConfirmed, answers), ...evidence({ quality: "no-timestamp" }) };
    },
    subscribe(page, changed) {
      const manager = ask(page, "klaro.getManager");
      if (!isThere(manager, "watch")) return false;
      ask(manager, "watch", { update: changed });
      return true;
    },
  };
}
