/** The owner's own words in one language; what the page says instead counts more. */
import type { OwnTexts } from "../../host.ts";
import type { Overrides } from "./texts.ts";

const NONE: OwnTexts = {
  greeting_title: "",
  greeting_text: "",
  offline_text: "",
  notice_text: "",
  form_text: "",
};

/** The product's keys that the owner's words stand in for. */
const STANDS_FOR: Readonly<Record<keyof OwnTexts, readonly string[]>> = {
  greeting_title: ["box.greeting.title"],
  greeting_text: ["box.greeting.online"],
  offline_text: ["box.offline.strip"],
  notice_text: ["box.notice.use"],
  form_text: ["box.form.intro", "box.form.offline"],
};

/** Empty where the product's words, or the page's, are shown. */
export function ownTexts(given: OwnTexts | undefined, overrides: Overrides): OwnTexts {
  const own = { ...NONE, ...given };
  for (const key of Object.keys(STANDS_FOR) as (keyof OwnTexts)[]) {
    if (STANDS_FOR[key].some((replaced) => overrides[replaced] !== undefined)) own[key] = "";
  }
  return own;
}
