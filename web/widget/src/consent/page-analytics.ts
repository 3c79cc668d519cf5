/** Hands what is counted to the page's Google Analytics; only with consent to statistics, which is also when it is fetched. */
import type { createSender, Sender } from "../analytics/index.ts";
import { COUNTED_EVENT } from "./counted.ts";
import type { GatedModule } from "./gated-module.ts";

/** The names under which a page has it; the older one may be renamed, and then says so. */
const GLOBALS = ["gtag", "dataLayer", "ga", "GoogleAnalyticsObject"];

/** Whether a yes would tell anything to anybody; only that something is there is looked at, and nothing read from it. */
export function hasPageAnalytics(): boolean {
  return GLOBALS.some((name) => name in window);
}

export interface PageAnalyticsOptions {
  readonly frame: EventTarget;
  /** The page's configuration. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Imports what looks at the page, when it is made. */
  readonly importSender: () => Promise<{ readonly createSender: typeof createSender }>;
}

export function pageAnalytics({
  frame,
  given,
  importSender,
}: PageAnalyticsOptions): GatedModule<"statistics"> {
  return {
    start(grant) {
      let sender: Sender | undefined;
      const listener = (event: Event) => {
        importSender()
          .then((module) => {
            // The answer may have changed while it came.
            if (!grant.isLive()) return;
            sender ??= module.createSender(given);
            sender((event as CustomEvent).detail);
          })
          .catch(() => {
            // What cannot be counted is lost; the next note tries again.
          });
      };
      frame.addEventListener(COUNTED_EVENT, listener);
      return { poke() {}, stop: () => frame.removeEventListener(COUNTED_EVENT, listener) };
    },
  };
}
