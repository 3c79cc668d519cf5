/** The Google tag (GA4): `gtag`, or the data layer that it reads. */
import { isObject } from "../compat/is-object.ts";
import type { Counted } from "../consent/counted.ts";
import { documentProperty } from "../loader/dom.ts";

/** Ids of measurement, and of tags that pass events on to them. */
const ID = /^(G|GT)-[A-Z0-9]+$/;

/** Sends to `only`, or to all ids on the page; a page without a tag gets nothing. */
export function sendToTag({ category, action, label }: Counted, only: string, page: object): void {
  const globals = page as { readonly gtag?: unknown; readonly dataLayer?: unknown };
  const { dataLayer, gtag } = globals;
  const ids = only ? [only] : idsOf(dataLayer);
  const values = {
    event_category: category,
    event_label: label,
    ...(ids.length > 0 ? { send_to: ids } : {}),
  };
  if (typeof gtag === "function") gtag("event", action, values);
  // The tag only takes `arguments` objects for commands.
  else if (Array.isArray(dataLayer)) dataLayer.push(argumentsOf("event", action, values));
}

/** Ids that the page configured, and those that its scripts were fetched for. */
function idsOf(dataLayer: unknown): string[] {
  const configured = (Array.isArray(dataLayer) ? dataLayer : []).map((entry) =>
    isObject(entry) && entry[0] === "config" ? entry[1] : undefined,
  );
  const fetched = Array.from(
    documentProperty("scripts"),
    ({ src }) => /^https:\/\/www\.googletagmanager\.com\/gtag\/js\?(?:.*&)?id=([^&#]+)/.exec(src)?.[1],
  );
  const ids = [...configured, ...fetched].filter((id): id is string => typeof id === "string" && ID.test(id));
  return [...new Set(ids)];
}

function argumentsOf(..._: unknown[]): IArguments {
  // biome-ignore lint/complexity/noArguments: an array would be taken for data.
  return arguments;
}
