import { ask, isThere } from "../foreign.ts";
import { answerOf } from "../purposes.ts";
import { type Adapter, byCategory, onlyAfter } from "./adapter.ts";

/** Complianz: the categories of the same names; in opt-out regions they are on before anybody acted. */
export function complianz(): Adapter {
  return {
    id: "complianz",
    kind: "manager",
    events: ["document cmplz_status_change", "document cmplz_fire_categories"],
    read(page) {
      if (!isThere(page, "cmplz_has_consent")) return undefined;
      return {
        answers: onlyAfter(
          ask(page, "cmplz_get_cookie", "banner-status") === "dismissed",
          byCategory((purpose) => answerOf(ask(page, "cmplz_has_consent", purpose))),
        ),
      };
    },
  };
}
