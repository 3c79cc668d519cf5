/** The chat box's own texts, for previews and placeholders; read from its catalogue, not typed again. */
import { useQuery } from "@tanstack/react-query";
import { isLanguage, LANGUAGES, type Language } from "../../i18n/catalogue.ts";

export interface BoxTexts {
  readonly title: string;
  readonly online: string;
  readonly offline: string;
  /** The line under the header while nobody is there. */
  readonly strip: string;
  /** Contains `{site}`. */
  readonly noticeTo: string;
  readonly noticeUse: string;
  readonly rights: string;
  readonly placeholder: string;
  readonly headOnline: string;
  readonly headOffline: string;
}

async function loadBoxTexts(language: Language): Promise<BoxTexts> {
  const { default: all } =
    language === "fr"
      ? await import("../../../../../locales/fr/box.json")
      : await import("../../../../../locales/en/box.json");
  return {
    title: all["box.greeting.title"],
    online: all["box.greeting.online"],
    offline: all["box.greeting.offline"],
    strip: all["box.offline.strip"],
    noticeTo: all["box.notice.to"],
    noticeUse: all["box.notice.use"],
    rights: all["box.notice.rights"],
    placeholder: all["box.composer.placeholder"],
    headOnline: all["box.header.online"],
    headOffline: all["box.header.offline"],
  };
}

/** The texts of a language, English where the chat box has none; undefined while they load. */
export function useBoxTexts(language: string): BoxTexts | undefined {
  const spoken = isLanguage(language) ? language : LANGUAGES[0];
  return useQuery({
    queryKey: ["box-texts", spoken],
    queryFn: () => loadBoxTexts(spoken),
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}
