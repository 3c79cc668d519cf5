/** Trackers of before GA4: the function `ga`, under whatever name the page gave it. */
import type { Counted } from "../consent/counted.ts";
import type { GaKeys } from "./ga-keys.ts";

/** The name of the tracker that we make for `gaKey`, where the page names none. */
const OWN_NAME = "smartsupp";

/** Sends to the tracker of `gaKey`, else to `gaName`, else to all; a page without `ga` gets nothing. */
export function olderTracker(keys: GaKeys, page: object): (counted: Counted) => void {
  let isMade = false;

  /** The trackers to send with; one of ours is made at the first event. */
  function names(ga: GaFunction): readonly string[] {
    if (keys.gaKey) {
      const name = keys.gaName || OWN_NAME;
      if (!isMade) ga("create", keys.gaKey, { cookieDomain: "auto", ...keys.gaOptions, name });
      isMade = true;
      return [name];
    }
    if (keys.gaName) return [keys.gaName];
    const all = ga.getAll?.().map((tracker) => tracker.get("name"));
    // Before its script has come, `ga` only queues: then the default tracker is named by no name.
    return all ?? [""];
  }

  return ({ category, action, label }) => {
    const ga = findGa(page);
    if (!ga || (keys.gaKey && !keys.gaKey.startsWith("UA-"))) return;
    for (const name of names(ga)) {
      ga(name ? `${name}.send` : "send", "event", category, action, label, { nonInteraction: true });
    }
  };
}

type GaFunction = ((...command: unknown[]) => void) & {
  readonly getAll?: () => readonly { get(field: "name"): string }[];
};

function findGa(page: object): GaFunction | undefined {
  const globals = page as Readonly<Record<string, unknown>>;
  const ga = globals[`${globals.GoogleAnalyticsObject ?? "ga"}`];
  return typeof ga === "function" ? (ga as GaFunction) : undefined;
}
