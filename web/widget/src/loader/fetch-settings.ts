/** Asks the server once how the site's owner set up the widget. */
import { isObject } from "../compat/is-object.ts";
import { warn } from "./report.ts";

/** The settings as they came, with the fields of `chat_box` beside them; bridge/settings.ts reads them in full. */
export type RawSettings = Record<string, unknown>;

/**
 * Undefined when the server does not answer well: then no widget is shown, and the next page asks again.
 * Never rejects and warns once, with the server's words where it says what is wrong and who can cure it,
 * such as a page that is not among the allowed domains. Sends no credentials and no referrer.
 */
export async function fetchSettings(baseUrl: string, chatKey: string): Promise<RawSettings | undefined> {
  let reason: unknown;
  try {
    const response = await fetch(`${baseUrl}/api/sites/${chatKey}/settings`, {
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    const settings: unknown = await response.json();
    if (isObject(settings)) {
      if (response.ok && settings.v === 1) return Object.assign(settings, settings.chat_box);
      reason = settings.message;
    }
  } catch {
    // Offline, blocked by the page's policy or not ours: the page goes on without a chat.
  }
  warn(`${reason || "no answer for this key"}`);
  return undefined;
}
