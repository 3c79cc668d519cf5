/** Asks the server once how the site's owner set up the widget. */
import { isColor, isObject } from "../compat/configuration.ts";
import type { SiteSettings, TrackingMode } from "../host.ts";

/**
 * The site's settings, or undefined when the server does not answer well: then no widget is shown,
 * and the next page asks again. Never rejects; sends no credentials and no referrer.
 */
export async function fetchSettings(baseUrl: string, chatKey: string): Promise<SiteSettings | undefined> {
  try {
    const response = await fetch(`${baseUrl}/api/sites/${chatKey}/settings`, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    return response.ok ? readSettings(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

/** The settings that this loader understands; undefined without a box to load or from a newer format. */
export function readSettings(given: unknown): SiteSettings | undefined {
  if (!isObject(given) || given.v !== 1 || typeof given.box_url !== "string") return undefined;
  const text = (value: unknown, otherwise: string) =>
    typeof value === "string" && value ? value : otherwise;
  return {
    status: given.status === "online" ? "online" : "offline",
    name: text(given.name, ""),
    language: text(given.language, "en"),
    tracking_mode: readMode(given.tracking_mode),
    color: isColor(given.color) ? given.color : "#00546a",
    orientation: given.orientation === "left" ? "left" : "right",
    texts: isObject(given.texts) ? readTexts(given.texts) : {},
    box_url: given.box_url,
    sound: given.sound !== false,
    hide_widget: given.hide_widget === true,
    hide_offline: given.hide_offline === true,
    show_notice: given.show_notice !== false,
    notice_url: text(given.notice_url, ""),
  };
}

/** An unknown mode is read as the strictest one: it stores and sends the least. */
function readMode(value: unknown): TrackingMode {
  return value === "always" || value === "with_consent" ? value : "on_open";
}

function readTexts(given: Record<string, unknown>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (typeof value === "string") texts[key] = value;
  }
  return texts;
}
