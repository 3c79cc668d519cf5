/** Name, language, and who may show the chat box. */
import type { SitePatch } from "../../api/shapes.ts";
import { useChangeSite } from "../../api/sites.ts";
import { FormFoot } from "../../forms/form-foot.tsx";
import { UnsavedGuard } from "../../forms/unsaved-guard.tsx";
import { useForm } from "../../forms/use-form.ts";
import { useLanguage, useText } from "../../i18n/text.tsx";
import { Card } from "../../parts/card.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { toast } from "../../parts/toast.tsx";
import { siteLanguages } from "./languages.ts";
import { OriginList } from "./origin-list.tsx";
import { RefusedNotice } from "./refused-origins.tsx";
import { useSite } from "./site-page.tsx";

interface Values {
  readonly name: string;
  readonly language: string;
  readonly allowed_domains: readonly string[];
}

export function SiteGeneral() {
  const t = useText();
  const language = useLanguage();
  const site = useSite();
  const change = useChangeSite(site.id);
  const initial: Values = {
    name: site.name,
    language: site.language,
    allowed_domains: site.allowed_domains,
  };
  const form = useForm<Values>({
    initial,
    check: ({ name }) => ({ name: name.trim() === "" ? t("settings.site.name_missing") : undefined }),
    send: async (values) => {
      const patch: SitePatch = {
        ...values,
        name: values.name.trim(),
        allowed_domains: [...values.allowed_domains],
      };
      const kept = await change.mutateAsync(patch);
      form.reset({
        name: kept.name,
        language: kept.language,
        allowed_domains: kept.allowed_domains,
      });
      toast(t("settings.site.saved"));
    },
  });
  return (
    <form className="form-cards" onSubmit={form.submit} noValidate>
      <UnsavedGuard when={form.changed} />
      <Card title={t("settings.site.general")}>
        <div className="form-row">
          <TextField
            label={t("settings.site.name")}
            hint={t("settings.site.name_hint")}
            maxLength={80}
            {...form.text("name")}
          />
          <SelectField
            label={t("settings.site.language")}
            hint={t("settings.site.language_hint")}
            name="language"
            value={form.values.language}
            options={siteLanguages(language, site.language)}
            onChange={(value) => form.set("language", value)}
            error={form.errors.language}
          />
        </div>
      </Card>
      <Card title={t("settings.domains.title")} lead={t("settings.domains.lead")}>
        <OriginList
          value={form.values.allowed_domains}
          onChange={(value) => form.set("allowed_domains", value)}
          error={form.errors.allowed_domains}
        />
        <RefusedNotice site={site} />
      </Card>
      <FormFoot
        changed={form.changed}
        sending={form.sending}
        failure={form.failure}
        onDiscard={() => form.reset(initial)}
      />
    </form>
  );
}
