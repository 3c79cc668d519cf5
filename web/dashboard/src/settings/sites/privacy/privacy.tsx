/** What of a site needs a consent, how visitors are asked for it, and what is published about it. */
import type { Shape, SitePatch, TrackingMode } from "../../../api/shapes.ts";
import { useChangeSite } from "../../../api/sites.ts";
import { FormFoot } from "../../../forms/form-foot.tsx";
import { UnsavedGuard } from "../../../forms/unsaved-guard.tsx";
import { useForm } from "../../../forms/use-form.ts";
import { useText } from "../../../i18n/text.tsx";
import { Card } from "../../../parts/card.tsx";
import { RadioCards, Switch } from "../../../parts/choice.tsx";
import { TextField } from "../../../parts/field.tsx";
import { Notice } from "../../../parts/notice.tsx";
import { toast } from "../../../parts/toast.tsx";
import { useSite } from "../site-page.tsx";
import { isWebAddress } from "../web-address.ts";
import { ConsentManagers } from "./consent-managers.tsx";
import { PublishedPolicy } from "./published-policy.tsx";
import { StoredFacts } from "./stored-facts.tsx";

const MODES: readonly TrackingMode[] = ["on_open", "with_consent", "always"];
const GPC_RULES: readonly Shape<"GpcRule">[] = ["strict", "overridable"];

interface Values {
  readonly tracking_mode: TrackingMode;
  readonly statistics: boolean;
  readonly marketing: boolean;
  readonly shows_bar: boolean;
  readonly gpc: Shape<"GpcRule">;
  readonly privacy_url: string;
}

export function PrivacyPage() {
  const t = useText();
  const site = useSite();
  const change = useChangeSite(site.id);
  const initial = valuesOf(site);
  const form = useForm<Values>({
    initial,
    check: ({ privacy_url }) => ({
      privacy_url: isWebAddress(privacy_url) ? undefined : t("settings.privacy.url_wrong"),
    }),
    send: async ({ tracking_mode, privacy_url, ...privacy }) => {
      const patch: SitePatch = {
        tracking_mode,
        // Nobody can switch it on: this version records no visit.
        privacy: { ...privacy, recording: false },
        chat_box: { ...site.chat_box, privacy_url: privacy_url.trim() },
      };
      const kept = await change.mutateAsync(patch);
      form.reset(valuesOf(kept));
      toast(t("settings.site.saved"));
    },
  });
  const { values } = form;
  return (
    <>
      <form className="form-cards" onSubmit={form.submit} noValidate>
        <UnsavedGuard when={form.changed} />
        <TrackingCard value={values.tracking_mode} onChange={(mode) => form.set("tracking_mode", mode)} />
        <Card title={t("settings.privacy.uses")} lead={t("settings.privacy.uses_lead")}>
          <div className="purpose">
            <Switch
              label={t("settings.privacy.statistics")}
              hint={t("settings.privacy.statistics_hint")}
              checked={values.statistics}
              onChange={(on) => form.set("statistics", on)}
            />
            <StoredFacts site={site} purpose="statistics" />
            {values.statistics && values.tracking_mode === "on_open" && (
              <Notice kind="warn" role="status">
                {t("settings.privacy.statistics_on_open")}
              </Notice>
            )}
          </div>
          <div className="purpose">
            <Switch
              label={t("settings.privacy.marketing")}
              hint={t("settings.privacy.marketing_hint")}
              checked={values.marketing}
              onChange={(on) => form.set("marketing", on)}
            />
            <StoredFacts site={site} purpose="marketing" />
          </div>
          <p className="field-hint">{t("settings.privacy.recording")}</p>
        </Card>
        <Card title={t("settings.privacy.asking")} lead={t("settings.privacy.asking_lead")}>
          <Switch
            label={t("settings.privacy.bar")}
            hint={t("settings.privacy.bar_hint")}
            checked={values.shows_bar}
            onChange={(on) => form.set("shows_bar", on)}
          />
          <WhoAsks values={values} />
          <RadioCards
            legend={t("settings.privacy.gpc")}
            value={values.gpc}
            options={GPC_RULES.map((value) => ({
              value,
              label: t(`settings.privacy.gpc_${value}`),
              hint: t(`settings.privacy.gpc_${value}_hint`),
            }))}
            onChange={(rule) => form.set("gpc", rule)}
          />
        </Card>
        <Card title={t("settings.privacy.notice")}>
          <TextField
            label={t("settings.privacy.url")}
            hint={t("settings.privacy.url_hint")}
            optional
            inputMode="url"
            placeholder="https://shop.example/privacy"
            spellCheck={false}
            {...form.text("privacy_url")}
          />
        </Card>
        <FormFoot
          changed={form.changed}
          sending={form.sending}
          failure={form.failure}
          onDiscard={() => form.reset(initial)}
        />
      </form>
      <PublishedPolicy site={site} />
      <ConsentManagers site={site} />
    </>
  );
}

function valuesOf(site: Shape<"SiteOut">): Values {
  const { statistics, marketing, shows_bar, gpc } = site.privacy;
  const { tracking_mode } = site;
  return {
    tracking_mode,
    statistics,
    marketing,
    shows_bar,
    gpc,
    privacy_url: site.chat_box.privacy_url ?? "",
  };
}

interface TrackingCardProps {
  readonly value: TrackingMode;
  readonly onChange: (mode: TrackingMode) => void;
}

function TrackingCard({ value, onChange }: TrackingCardProps) {
  const t = useText();
  return (
    <Card title={t("settings.tracking.title")} lead={t("settings.tracking.lead")}>
      <RadioCards
        legend={t("settings.tracking.legend")}
        value={value}
        options={MODES.map((mode) => ({
          value: mode,
          label: t(`settings.tracking.${mode}`),
          hint: t(`settings.tracking.${mode}_hint`),
        }))}
        onChange={onChange}
      />
      {value === "always" && (
        <Notice kind="warn" role="status">
          {t("settings.tracking.always_warning")}
        </Notice>
      )}
    </Card>
  );
}

/** What follows from the two switches together: a purpose that nobody asks about is never granted. */
function WhoAsks({ values }: { readonly values: Values }) {
  const t = useText();
  if (!values.statistics && !values.marketing)
    return <p className="field-hint">{t("settings.privacy.nobody_asked")}</p>;
  if (values.shows_bar) return null;
  return (
    <Notice kind="warn" role="status">
      {t("settings.privacy.site_asks")}
    </Notice>
  );
}
