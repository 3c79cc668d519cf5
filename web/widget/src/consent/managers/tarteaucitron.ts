import { ask, isThere, peek } from "../foreign.ts";
import { type Answer, GATED, type Gated } from "../purposes.ts";
import { type Adapter, type SomeAnswers, servicesOf } from "./adapter.ts";

/** tarteaucitron 1.34: our services `entrenous_stats`, `entrenous_recording`, `entrenous_marketing`. */
export function tarteaucitron(): Adapter {
  return {
    id: "tarteaucitron",
    kind: "manager",
    events: ["document tac.consent_updated", "window tac.root_available"],
    read(page) {
      if (!isThere(page, "tarteaucitron.state")) return undefined;
      const answers: Partial<Record<Gated, Answer>> = {};
      for (const purpose of GATED) {
        for (const key of servicesOf(purpose)) {
          if (isThere(page, `tarteaucitron.services.${key}`)) answers[purpose] = answerOf(page, key);
        }
      }
      return { answers: answers satisfies SomeAnswers };
    },
  };
}

function answerOf(page: unknown, key: string): Answer {
  const state = peek(page, `tarteaucitron.state.${key}`);
  if (state === false) return "denied";
  if (state !== true || saysYesByItself(page, key)) return "unknown";
  // It looks for `key=true` anywhere in its cookie, so that a longer name of somebody else would answer for ours.
  return `${ask(page, "tarteaucitron.cookie.read")}`.includes(`!${key}=true`) ? "granted" : "unknown";
}

/** Settings with which a service is on though nobody pressed anything. */
function saysYesByItself(page: unknown, key: string): boolean {
  return (
    // Scrolling or going on to another page counts as a yes.
    peek(page, "tarteaucitron.parameters.highPrivacy") === false ||
    peek(page, "tarteaucitron.parameters.serviceDefaultState") === true ||
    peek(page, "tarteaucitron.user.bypass") === true ||
    peek(page, `tarteaucitron.services.${key}.needConsent`) === false
  );
}
