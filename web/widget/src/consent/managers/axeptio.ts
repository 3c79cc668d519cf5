import { ask, entriesOf, isThere } from "../foreign.ts";
import { answerOf } from "../purposes.ts";
import { type Adapter, byService } from "./adapter.ts";

/** Axeptio: vendors named as our services, known only from its callback, which comes on every page. */
export function axeptio(): Adapter {
  let choices: unknown;
  return {
    id: "axeptio",
    kind: "manager",
    events: [],
    read(page) {
      if (!isThere(page, "_axcb") && !isThere(page, "axeptioSDK")) return undefined;
      return { answers: byService(entriesOf(choices).map(([name, value]) => [name, answerOf(value)])) };
    },
    subscribe(page, changed) {
      if (!isThere(page, "_axcb.push")) return false;
      ask(page, "_axcb.push", (sdk: unknown) => {
        ask(sdk, "on", "cookies:complete", (given: unknown) => {
          choices = given;
          changed();
        });
      });
      return true;
    },
  };
}
