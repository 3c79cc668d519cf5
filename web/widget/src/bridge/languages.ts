/** The published language codes and how other spellings map to them. Source: smartsupp-api.md section 6. */

const CODES =
  "ar az bg br ca cn cs da de el en es fa fi fr he hi hr hu is it ja ka lt lv mk nl no pl pt ro ru sk sl sr sv th tr tw uk".split(
    " ",
  );

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
    if (CODES.includes(code)) return code;
    tag = tag.slice(0, Math.max(0, tag.lastIndexOf("-")));
  }
  return "en";
}

/** Codes written from right to left; asked for the language of the words on screen, not for the page's. */
export function isRightToLeft(code: string): boolean {
  return /^(ar|fa|he)$/.test(code);
}

/** The ISO tag for the `lang` attribute: the published codes are not all ISO. */
export function languageTag(code: string): string {
  return { br: "pt-BR", cn: "zh-Hans", tw: "zh-Hant", no: "nb" }[code] ?? code;
}
