/** The texts of the older API by their place in its tree, and the keys of ours. Source: smartsupp-api.md section 3.2. */
import { isObject } from "../compat/is-object.ts";

/** Several of our keys, divided by blanks, where ours says in several ways what was said in one. */
export const KEYS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "online.title": "header.online",
    "online.infoTitle": "greeting.title",
    "online.infoDesc": "greeting.online greeting.people greeting.people_many greeting.offline",
    "online.minimize": "header.minimise",
    "online.closeTitle": "menu.end",
    "online.settingsTitle": "header.menu",
    "online.visitor": "author.you",
    "online.send": "composer.send",
    "online.textareaPlaceholder": "composer.placeholder",
    "online.typingMsg": "thread.typing",
    "online.transcriptSendedDesc": "transcript.sent",
    "offline.title": "header.offline",
    "offline.notice": "offline.strip offline.strip_email form.offline",
    "offline.name": "form.name",
    "offline.email": "form.email",
    "offline.number": "form.phone",
    "offline.message": "form.message",
    "offline.submit": "form.send",
    "offline.messageRequiredAlert": "form.message_missing",
    "offline.emailRequiredAlert": "form.email_missing",
    "offline.emailInvalidAlert": "form.email_sign form.email_end",
    "offline.successDesc": "form.kept",
    "offline.failureDesc": "form.refused",
    "login.title": "form.title",
    "login.notice": "form.intro",
    "login.messageLabel": "form.question",
    "login.submit": "form.start",
    "dialogClose.title": "end.title",
    "dialogClose.yes": "end.confirm",
    "dialogClose.no": "end.cancel",
    "dialogSend.title": "transcript.title",
    "dialogSend.yes": "transcript.send",
    "dialogSend.no": "form.cancel",
    "dialogRating.title": "rating.title",
    "dialogRating.cancel": "rating.skip",
    "dialogRating.submit": "rating.send",
    "dialogRating.commentTitle": "rating.comment",
    "privacyNotice.text": "notice.use",
  }),
);

/** Our keys with the page's texts; what has no place here, or is no text, is left out. */
export function toTexts(tree: Readonly<Record<string, unknown>>): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const section of Object.keys(tree)) {
    const part = tree[section];
    if (!isObject(part)) continue;
    for (const name of Object.keys(part)) {
      const text = part[name];
      if (typeof text !== "string" || !text) continue;
      for (const key of KEYS.get(`${section}.${name}`)?.split(" ") ?? []) texts[`box.${key}`] = text;
    }
  }
  return texts;
}
