import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SiteOut } from "../../../api/shapes.ts";
import { cookiePolicyQuery } from "../../../api/sites.ts";
import { useLanguage, useText } from "../../../i18n/text.tsx";
import { Card } from "../../../parts/card.tsx";
import { CopyButton } from "../../../parts/copy-button.tsx";
import { Tabs } from "../../../parts/tabs.tsx";
import snippets from "./manager-snippets.json";

type Manager = keyof typeof snippets;

/** As their makers write them: names are not translated. */
const MANAGERS: readonly { readonly id: Manager; readonly label: string }[] = [
  { id: "tarteaucitron", label: "tarteaucitron" },
  { id: "klaro", label: "Klaro" },
  { id: "vanilla-cookieconsent", label: "vanilla-cookieconsent" },
];

/** Code with which a consent manager asks about the chat, filled in for this site. */
export function ConsentManagers({ site }: { readonly site: SiteOut }) {
  const t = useText();
  const language = useLanguage();
  const [manager, setManager] = useState<Manager>("tarteaucitron");
  const { data: policy } = useQuery(cookiePolicyQuery(site.chat_key, language));
  const server = policy === undefined ? window.location.origin : new URL(policy.url).origin;
  const code = snippets[manager]
    .replaceAll("https://chat.example.com", server)
    .replaceAll("YOUR_CHAT_KEY", site.chat_key);
  const label = MANAGERS.find(({ id }) => id === manager)?.label ?? "";
  return (
    <Card title={t("settings.managers.title")} lead={t("settings.managers.lead")}>
      <Tabs label={t("settings.managers.which")} value={manager} onChange={setManager} tabs={MANAGERS}>
        <div className="form manager-code">
          <p className="prose">{t(`settings.managers.${manager}`)}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
          <section className="code" tabIndex={0} aria-label={t("settings.managers.code", { name: label })}>
            <pre>{code}</pre>
          </section>
          <div className="button-row">
            <CopyButton key={manager} text={code} label={t("settings.managers.copy")} />
          </div>
          <p className="field-hint">{t("settings.managers.only_used")}</p>
        </div>
      </Tabs>
    </Card>
  );
}
