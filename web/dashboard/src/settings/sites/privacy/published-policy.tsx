import { useQuery } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import type { SiteOut } from "../../../api/shapes.ts";
import { cookiePolicyQuery } from "../../../api/sites.ts";
import { useLanguage, useText } from "../../../i18n/text.tsx";
import { Card } from "../../../parts/card.tsx";
import { CopyButton } from "../../../parts/copy-button.tsx";
import { Loaded } from "../../../parts/loaded.tsx";

/** The forms of the list, each with its path on the server. */
const FORMS = [
  { form: "page", path: (key: string) => `/privacy/${key}/cookies` },
  { form: "table", path: (key: string) => `/privacy/${key}/cookies/table` },
  { form: "json", path: (key: string) => `/api/sites/${key}/cookies` },
] as const;

/** Where everybody can read what the chat of the site may store, for the site's own policy. */
export function PublishedPolicy({ site }: { readonly site: SiteOut }) {
  const t = useText();
  const language = useLanguage();
  const policy = useQuery(cookiePolicyQuery(site.chat_key, language));
  return (
    <Card title={t("settings.published.title")} lead={t("settings.published.lead")}>
      <Loaded query={policy}>
        {({ url }) => (
          <ul className="rows">
            {FORMS.map(({ form, path }) => {
              const address = `${new URL(url).origin}${path(site.chat_key)}?lang=${language}`;
              return (
                <li key={form} className="line published">
                  <span className="line-text">
                    <a className="line-title" href={address} target="_blank" rel="noopener noreferrer">
                      {t(`settings.published.${form}`)}
                      <ExternalLink size={14} aria-hidden="true" />
                      <span className="sight-hidden">{t("settings.published.new_tab")}</span>
                    </a>
                    <span className="line-meta">{t(`settings.published.${form}_hint`)}</span>
                  </span>
                  <CopyButton text={address} label={t(`settings.published.copy_${form}`)} />
                </li>
              );
            })}
          </ul>
        )}
      </Loaded>
    </Card>
  );
}
