/** Reads the server's settings and the page's own values into what the box works with. */
import { isColor, isObject, type Options } from "../compat/configuration.ts";
import type { SiteSettings } from "../host.ts";

/** The settings in force: the page's value beats the owner's; unknown fields are left out. */
export function readSettings(given: Record<string, unknown>, options: Options): SiteSettings {
  const text = (value: unknown, otherwise: string) =>
    typeof value === "string" && value ? value : otherwise;
  return {
    status: given.status === "online" ? "online" : "offline",
    name: text(given.name, ""),
    language: text(given.language, "en"),
    // An unknown mode is read as the strictest one: it stores and sends the least.
    tracking_mode:
      given.tracking_mode === "always" || given.tracking_mode === "with_consent"
        ? given.tracking_mode
        : "on_open",
    color: isColor(given.color) ? given.color : DEFAULT_COLOR,
    orientation: options.orientation ?? options.alignX ?? (given.orientation === "left" ? "left" : "right"),
    texts: isObject(given.texts) ? readTexts(given.texts) : {},
    box_url: text(given.box_url, ""),
    sound: given.sound !== false,
    hide_widget: options.hideWidget ?? given.hide_widget === true,
    hide_offline: options.hideOfflineChat ?? given.hide_offline === true,
    show_notice: options.privacyNoticeEnabled ?? given.show_notice !== false,
    notice_url: webAddress(options.privacyNoticeUrl) ?? webAddress(given.notice_url) ?? "",
  };
}

/** Encre, the product's own accent (look.md section 2), for a site without a colour. */
export const DEFAULT_COLOR = "#00556a";

function readTexts(given: Record<string, unknown>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (typeof value === "string") texts[key] = value;
  }
  return texts;
}

/** The address if it is http(s), resolved against the page; no other scheme may become a link. */
function webAddress(given: unknown): string | undefined {
  if (typeof given !== "string" || !given) return undefined;
  try {
    const url = new URL(given, location.href);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
