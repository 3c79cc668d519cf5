/** The code for the site's pages, how to place it, and a test whether it is live. */
import { useState } from "react";
import { useNewChatKey } from "../../api/sites.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { toast } from "../../parts/toast.tsx";
import { IdentityCard } from "./identity-card.tsx";
import { RefusedOrigins } from "./refused-origins.tsx";
import { useSite } from "./site-page.tsx";
import { SnippetTest } from "./snippet-test.tsx";

export function Install() {
  const t = useText();
  const site = useSite();
  return (
    <>
      <Card title={t("settings.install.code")} lead={t("settings.install.lead")}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
        <section className="code" tabIndex={0} aria-label={t("settings.install.snippet")}>
          <pre>{site.install_code}</pre>
        </section>
        <div className="button-row">
          <CopyButton text={site.install_code} label={t("settings.install.copy")} kind="primary" />
        </div>
        <ol className="steps">
          <li>{t("settings.install.step_copy")}</li>
          <li>{t("settings.install.step_paste")}</li>
          <li>{t("settings.install.step_publish")}</li>
          <li>{t("settings.install.step_test")}</li>
        </ol>
      </Card>
      <SnippetTest site={site} />
      <RefusedOrigins site={site} />
      <ChatKey />
      <IdentityCard />
    </>
  );
}

function ChatKey() {
  const t = useText();
  const site = useSite();
  const renew = useNewChatKey(site.id);
  const [asking, setAsking] = useState(false);
  return (
    <Card title={t("settings.chat_key.title")} lead={t("settings.chat_key.lead")}>
      <code className="secret">{site.chat_key}</code>
      <div className="button-row">
        <CopyButton text={site.chat_key} label={t("settings.chat_key.copy")} />
        <Button kind="danger" onClick={() => setAsking(true)}>
          {t("settings.chat_key.renew")}
        </Button>
      </div>
      {asking && (
        <ConfirmDialog
          title={t("settings.chat_key.renew_title")}
          confirm={t("settings.chat_key.renew")}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await renew.mutateAsync();
            toast(t("settings.chat_key.renewed"));
          }}
        >
          <p>{t("settings.chat_key.renew_text")}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
