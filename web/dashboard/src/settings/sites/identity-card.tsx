/** The keys with which the site's server signs who is writing, whether it must, and how it does. */
import { useState } from "react";
import { useFailureText } from "../../api/failure-text.ts";
import { useNewIdentityKey, useRemoveIdentityKey } from "../../api/identity.ts";
import { useChangeSite } from "../../api/sites.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { RadioCards, Switch } from "../../parts/choice.tsx";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { CopyButton } from "../../parts/copy-button.tsx";
import { Notice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { identitySample, type SampleLanguage } from "./identity-samples.ts";
import { useSite } from "./site-page.tsx";

type Asking = "new" | "old" | "all";

export function IdentityCard() {
  const t = useText();
  const describe = useFailureText();
  const site = useSite();
  const make = useNewIdentityKey(site.id);
  const remove = useRemoveIdentityKey(site.id);
  const change = useChangeSite(site.id);
  const [key, setKey] = useState<string>();
  const [asking, setAsking] = useState<Asking>();
  const { required, has_key, has_old_key } = site.identity;
  const makeKey = async () => setKey((await make.mutateAsync()).key);
  const failure = make.error ?? change.error;
  return (
    <Card title={t("settings.identity.title")} lead={t("settings.identity.lead")}>
      {key !== undefined && (
        <>
          <Notice kind="warn" role="status">
            {t("settings.identity.once")}
          </Notice>
          <code className="secret">{key}</code>
          <div className="button-row">
            <CopyButton text={key} label={t("settings.identity.copy")} kind="primary" />
            <Button onClick={() => setKey(undefined)}>{t("settings.identity.done")}</Button>
          </div>
        </>
      )}
      {failure && !asking && (
        <Notice kind="bad" role="alert">
          {describe(failure)}
        </Notice>
      )}
      {has_old_key && <Notice>{t("settings.identity.two_keys")}</Notice>}
      <div className="button-row">
        {!has_key && (
          <Button kind="primary" busy={make.isPending} onClick={() => void makeKey().catch(() => {})}>
            {t("settings.identity.make")}
          </Button>
        )}
        {has_key && !has_old_key && (
          <Button onClick={() => setAsking("new")}>{t("settings.identity.rotate")}</Button>
        )}
        {has_old_key && <Button onClick={() => setAsking("old")}>{t("settings.identity.remove_old")}</Button>}
        {has_key && (
          <Button kind="danger" disabled={required} onClick={() => setAsking("all")}>
            {t("settings.identity.remove")}
          </Button>
        )}
      </div>
      <Switch
        label={t("settings.identity.required")}
        hint={t(has_key ? "settings.identity.required_hint" : "settings.identity.required_no_key")}
        checked={required}
        disabled={!has_key || change.isPending}
        onChange={(identity_required) => change.mutate({ identity_required })}
      />
      {has_key && <Sample chatKey={site.chat_key} />}
      {asking !== undefined && (
        <ConfirmDialog
          title={t(`settings.identity.ask_${asking}_title`)}
          confirm={t(CONFIRM[asking])}
          danger={asking !== "new"}
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            if (asking === "new") return makeKey();
            await remove.mutateAsync(asking);
            setKey(undefined);
            toast(t("settings.identity.removed"));
          }}
        >
          <p>{t(`settings.identity.ask_${asking}`)}</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

const CONFIRM = {
  new: "settings.identity.rotate",
  old: "settings.identity.remove_old",
  all: "settings.identity.remove",
} as const;

function Sample({ chatKey }: { readonly chatKey: string }) {
  const t = useText();
  const [language, setLanguage] = useState<SampleLanguage>("node");
  const sample = identitySample(language, chatKey);
  return (
    <>
      <RadioCards
        legend={t("settings.identity.sample")}
        value={language}
        inline
        options={[
          { value: "node", label: "Node.js" },
          { value: "php", label: "PHP" },
        ]}
        onChange={setLanguage}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section className="code" tabIndex={0} aria-label={t("settings.identity.sample")}>
        <pre>{sample}</pre>
      </section>
      <div className="button-row">
        <CopyButton text={sample} label={t("settings.identity.copy_sample")} />
      </div>
      <p>{t("settings.identity.page")}</p>
    </>
  );
}
