import { STORAGE } from "@entrenous/protocol/storage-names.ts";
import { useQuery } from "@tanstack/react-query";
import type { Shape, SiteOut } from "../../../api/shapes.ts";
import { cookiePolicyQuery } from "../../../api/sites.ts";
import { useLanguage, useText } from "../../../i18n/text.tsx";

interface StoredFactsProps {
  readonly site: SiteOut;
  readonly purpose: "statistics" | "marketing";
}

/** What a purpose keeps and for how long: in the browser as the site's published list says it, and on the server. */
export function StoredFacts({ site, purpose }: StoredFactsProps) {
  const t = useText();
  const language = useLanguage();
  const { data } = useQuery(cookiePolicyQuery(site.chat_key, language));
  const lines = data === undefined ? [] : linesOf(data, site.chat_key, purpose);
  return (
    <dl className="stored-facts">
      {lines.map((line) => (
        <div key={line.name}>
          <dt>{t("settings.privacy.in_browser")}</dt>
          <dd>
            {line.purpose} <code>{shortened(line.name, site.chat_key)}</code>{" "}
            <span className="stored-meta">
              {line.kind_text}, {line.expiry}
            </span>
          </dd>
        </div>
      ))}
      <div>
        <dt>{t("settings.privacy.on_server")}</dt>
        <dd>{t(`settings.privacy.${purpose}_server`)}</dd>
      </div>
    </dl>
  );
}

/** The published lines of a purpose, whether the site uses it already or not; stand-ins for blocked cookies left out. */
function linesOf(
  policy: Shape<"CookiePolicyOut">,
  chatKey: string,
  purpose: string,
): readonly Shape<"CookieOut">[] {
  const names = Object.entries(STORAGE)
    .filter(([, entry]) => entry.purpose === purpose && entry.alternateOf === undefined)
    .map(([name]) => name.replace("<CHAT_KEY>", chatKey));
  const published = [...policy.categories.flatMap(({ cookies }) => cookies), ...policy.reserved];
  return published.filter(({ name }) => names.includes(name));
}

/** Forty digits say nothing to a reader. */
function shortened(name: string, chatKey: string): string {
  return name.replace(chatKey, `${chatKey.slice(0, 4)}…`);
}
