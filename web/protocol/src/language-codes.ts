/** The published language codes of the chat box. Source: smartsupp-api.md section 6. */
export const LANGUAGE_CODES: readonly string[] =
  "ar az bg br ca cn cs da de el en es fa fi fr he hi hr hu is it ja ka lt lv mk nl no pl pt ro ru sk sl sr sv th tr tw uk".split(
    " ",
  );

/** The ISO tag of a code, for the `lang` attribute: the published codes are not all ISO. */
export function languageTag(code: string): string {
  return { br: "pt-BR", cn: "zh-Hans", tw: "zh-Hant", no: "nb" }[code] ?? code;
}

/** Codes written from right to left; asked for the language of the words on screen, not for the page's. */
export function isRightToLeft(code: string): boolean {
  return /^(ar|fa|he)$/.test(code);
}
