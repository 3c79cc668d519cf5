/** Reads the server's settings and the page's own values into what the box works with. */
import { isColor, isObject, type Options } from "../compat/configuration.ts";
import type { ContactFormSettings, OwnTexts, SiteSettings } from "../host.ts";

/** The settings in force: the page's value beats the owner's; unknown fields are left out. */
export function readSettings(given: Record<string, unknown>, options: Options): SiteSettings {
  const look = isObject(given.chat_box) ? given.chat_box : {};
  return {
    availability: given.availability === "online" ? "online" : "offline",
    name: text(given.name),
    language: text(given.language) || "en",
    // An unknown mode is read as the strictest one: it stores and sends the least.
    tracking_mode:
      given.tracking_mode === "always" || given.tracking_mode === "with_consent"
        ? given.tracking_mode
        : "on_open",
    color: isColor(look.color) ? look.color : DEFAULT_COLOR,
    side: options.orientation ?? options.alignX ?? (look.side === "left" ? "left" : "right"),
    texts: isObject(look.texts) ? readTexts(look.texts) : {},
    hide_launcher: options.hideWidget ?? look.hide_launcher === true,
    hide_when_offline: options.hideOfflineChat ?? look.hide_when_offline === true,
    show_notice: options.privacyNoticeEnabled ?? look.show_notice !== false,
    privacy_url: webAddress(options.privacyNoticeUrl) ?? webAddress(look.privacy_url) ?? "",
    contact_form: readForm(isObject(look.contact_form) ? look.contact_form : {}),
    notice_tick_required: look.notice_tick_required === true,
    rating: look.rating !== false,
    rating_comment: look.rating_comment !== false,
    transcript: look.transcript !== false,
    launcher_style: look.launcher_style === "greeting" ? "greeting" : "bubble",
    writable: true,
    sound_muted: false,
    has_choices: isObject(given.consent),
  };
}

/** A site that says nothing asks while nobody is there: without an address nobody could answer. */
function readForm({ when, name, email, phone, group }: Record<string, unknown>): ContactFormSettings {
  return {
    when: when === "never" || when === "always" ? when : "offline",
    name: name !== false,
    email: email !== false,
    phone: phone === true,
    group: group === true,
    more: [],
  };
}

/** Encre, the product's own accent (look.md section 2), for a site without a colour. */
export const DEFAULT_COLOR = "#00556a";

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function readTexts(given: Record<string, unknown>): Record<string, OwnTexts> {
  const texts: Record<string, OwnTexts> = {};
  for (const language of Object.keys(given)) {
    const own = given[language];
    if (!isObject(own)) continue;
    texts[language] = {
      greeting_title: text(own.greeting_title),
      greeting_text: text(own.greeting_text),
      offline_text: text(own.offline_text),
      notice_text: text(own.notice_text),
      form_text: text(own.form_text),
    };
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
