/** How other spellings map to the published language codes. Source: smartsupp-api.md section 6. */
import { LANGUAGE_CODES } from "@entrenous/protocol/language-codes.ts";

export { isRightToLeft, languageTag } from "@entrenous/protocol/language-codes.ts";

/** Spellings whose region or script decides, before it is cut off. */
const SPELLINGS: Record<string, string> = {
  "pt-br": "br",
  zh: "cn",
  "zh-cn": "cn",
  "zh-hans": "cn",
  "zh-tw": "tw",
  "zh-hk": "tw",
  "zh-hant": "tw",
  nb: "no",
  nn: "no",
  iw: "he",
};

/** A known code for what the page said; any case, ISO forms and region tags; unknown → `en`. */
export function languageCode(said: string): string {
  let tag = said.toLowerCase().replace(/_/g, "-");
  while (tag) {
    const code = SPELLINGS[tag] ?? tag;
    if (LANGUAGE_CODES.includes(code)) return code;
    tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")));
  }
  return "en";
}
