import { ask, isThere, peek } from "../foreign.ts";
import { type Answer, answerOf } from "../purposes.ts";
import { type Adapter, byService, onlyAfter } from "./adapter.ts";

/** Usercentrics: services named as ours; version 2 answers at once, version 3 with a promise. */
export function usercentrics(): Adapter {
  let details: unknown;
  let changed = () => {};

  function askVersion3(page: unknown): void {
    const promise = ask(page, "__ucCmp.getConsentDetails");
    if (!(promise instanceof Promise)) return;
    promise.then(
      (answer: unknown) => {
        // Reading asks again, so only news may cause another reading.
        if (JSON.stringify(answer) === JSON.stringify(details)) return;
        details = answer;
        changed();
      },
      () => {
        // It has no answer: as if it had not been asked.
      },
    );
  }

  return {
    id: "usercentrics",
    kind: "manager",
    // A site may name its event itself; then the later looks find the answer.
    events: ["window UC_UI_INITIALIZED", "window UC_UI_CMP_EVENT", "window UC_UI_VIEW_CHANGED"],
    read(page) {
      if (isThere(page, "__ucCmp.getConsentDetails")) {
        askVersion3(page);
        return { answers: byService(version3(details)) };
      }
      if (!isThere(page, "UC_UI")) return undefined;
      const services = ask(page, "UC_UI.getServicesBaseInfo");
      const isOpen = ask(page, "UC_UI.isConsentRequired") !== false;
      return { answers: onlyAfter(!isOpen, byService(version2(services))) };
    },
    subscribe(page, tell) {
      changed = tell;
      return isThere(page, "__ucCmp") || isThere(page, "UC_UI");
    },
  };
}

function version2(services: unknown): (readonly [unknown, Answer])[] {
  if (!Array.isArray(services)) return [];
  return services.map((service) => [peek(service, "name"), answerOf(peek(service, "consent.status"))]);
}

/** Only what the visitor said: an implicit consent is a setting. */
function version3(details: unknown): (readonly [unknown, Answer])[] {
  const services = peek(details, "services");
  if (typeof services !== "object" || services === null) return [];
  return Object.values(services).map((service) => {
    const isExplicit = peek(service, "consent.type") === "EXPLICIT";
    return [peek(service, "name"), isExplicit ? answerOf(peek(service, "consent.given")) : "unknown"];
  });
}
