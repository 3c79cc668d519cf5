/** Reads the server's settings and the page's own values into what the box works with. */

import type { Options } from "../compat/configuration.ts";
import { isColor } from "../compat/configuration.ts";
import { isObject } from "../compat/is-object.ts";
import type { ContactFormSettings, OwnTexts, SiteSettings } from "../host.ts";
import { readFields } from "./form-fields.ts";
import type { PageKeys } from "./page-keys.ts";
import { readSide } from "./side.ts";
import { webAddress } from "./web-address.ts";

/** The settings in force: the page's value beats the owner's; unknown fields are left out. */
export function readSettings(
  given: Record<string, unknown>,
  options: Options,
  keys: PageKeys = {},
): SiteSettings {
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
    side: readSide(options, look),
    texts: isObject(look.texts) ? readTexts(look.texts) : {},
    hide_launcher: options.hideWidget ?? look.hide_launcher === true,
    hide_when_offline: options.hideOfflineChat ?? look.hide_when_offline === true,
    show_notice: keys.privacyNoticeEnabled ?? look.show_notice !== false,
    privacy_url: webAddress(keys.privacyNoticeUrl) ?? webAddress(look.privacy_url) ?? "",
    contact_form: readForm(isObject(look.contact_form) ? look.contact_form : {}, keys),
    notice_tick_required: keys.privacyNoticeCheckRequired ?? look.notice_tick_required === true,
    rating: keys.ratingEnabled ?? look.rating !== false,
    rating_comment: keys.ratingComment ?? look.rating_comment !== false,
    transcript: keys.transcriptEnabled ?? keys.sendEmailTanscript ?? look.transcript !== false,
    launcher_style: /^[gw]/.test(`${options.buttonStyle ?? options.widget ?? look.launcher_style}`)
      ? "greeting"
      : "bubble",
    writable: keys.writable ?? true,
    sound_muted: keys.soundMuted ?? false,
    has_choices: isObject(given.consent),
  };
}

/**
 * Which form is asked when. A page that wants none before chatting still gets the one of an empty site,
 * where nobody could answer without an address.
 */
function readForm(owner: Record<string, unknown>, keys: PageKeys): ContactFormSettings {
  const chosen = owner.when === "never" || owner.when === "always" ? owner.when : "offline";
  const when = keys.requireLogin
    ? "always"
    : keys.requireLogin === false && chosen === "always"
      ? "offline"
      : chosen;
  const isLogin = when === "always";
  const more = [...readFields(keys.loginControls, "always"), ...readFields(keys.offlineControls, "offline")];
  const name =
    keys.nameControl ?? (isLogin ? keys.loginNameControl : keys.offlineNameControl) ?? owner.name !== false;
  return {
    when,
    name,
    email: keys.emailControl ?? (isLogin ? keys.loginEmailControl : undefined) ?? owner.email !== false,
    phone: keys.numberControl ?? owner.phone === true,
    offline_name: keys.nameControl ?? keys.offlineNameControl ?? name,
    group: keys.groupSelectEnabled ?? owner.group === true,
    // What stands in both lists is one field: its first description counts.
    more: more.filter((field, at) => more.findIndex(({ name }) => name === field.name) === at),
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
