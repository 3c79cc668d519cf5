/** That the visitor closed the greeting, as `ssupp_<CHAT_KEY>` may keep it: privacy/registry.toml. */
import type { Clock } from "@entrenous/protocol/clock.ts";
import { grantRequestedService, type Store } from "@entrenous/protocol/store.ts";
import { isObject } from "../compat/is-object.ts";

const KEY = "ssupp_<CHAT_KEY>";

export interface Closed {
  read(): boolean;
  /** On the visitor's own act, and only then. */
  write(): void;
}

export function keepClosed(store: Store, clock: Clock): Closed {
  return {
    read() {
      const kept = store.get(KEY);
      return isObject(kept) && kept.greeting_closed === true;
    },
    write() {
      const kept = store.get(KEY);
      const others = isObject(kept) ? kept : {};
      const grant = grantRequestedService("preferences");
      // An answer to the consent question that stands beside it lives no longer for this.
      const from = typeof others.answered_at === "number" ? others.answered_at : clock.now();
      store.set(KEY, { ...others, greeting_closed: true }, grant, from);
    },
  };
}
