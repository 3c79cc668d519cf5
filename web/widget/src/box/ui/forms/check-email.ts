/** Whether a text can be an address that an answer reaches; the mail itself is the only real proof. */
import type { TextKey } from "../../chat/texts.ts";

/** What is wrong with it in words, or undefined. An empty one is the caller's matter. */
export function checkEmail(address: string): TextKey | undefined {
  const [before, domain, more] = address.split("@");
  if (!before || domain === undefined || more !== undefined || /\s/.test(address)) return "form.email_sign";
  return /^[^.]+(\.[^.]+)+$/.test(domain) ? undefined : "form.email_end";
}
