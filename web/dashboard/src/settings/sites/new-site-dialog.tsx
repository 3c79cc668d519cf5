import { useNavigate } from "@tanstack/react-router";
import { useAddSite } from "../../api/sites.ts";
import { useForm } from "../../forms/use-form.ts";
import { useLanguage, useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { siteLanguages } from "./languages.ts";

/** A new site needs a name and a language; the page that follows shows its code. */
export function NewSiteDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const navigate = useNavigate();
  const add = useAddSite();
  const form = useForm<{ name: string; language: string }>({
    initial: { name: "", language },
    check: ({ name }) => ({ name: name.trim() === "" ? t("settings.site.name_missing") : undefined }),
    send: async (values) => {
      const site = await add.mutateAsync({
        name: values.name.trim(),
        language: values.language,
        allowed_domains: [],
      });
      await navigate({ to: "/settings/sites/$siteId/install", params: { siteId: site.id } });
    },
  });
  return (
    <Dialog title={t("settings.sites.add")} onClose={onClose}>
      <form className="form" onSubmit={form.submit} noValidate>
        <TextField
          label={t("settings.site.name")}
          hint={t("settings.site.name_hint")}
          maxLength={80}
          data-autofocus=""
          {...form.text("name")}
        />
        <SelectField
          label={t("settings.site.language")}
          name="language"
          value={form.values.language}
          options={siteLanguages(language)}
          onChange={(value) => form.set("language", value)}
        />
        {form.failure !== undefined && (
          <Notice kind="bad" role="alert">
            {form.failure}
          </Notice>
        )}
        <div className="dialog-foot">
          <Button kind="ghost" onClick={onClose}>
            {t("parts.dialog.cancel")}
          </Button>
          <Button kind="primary" type="submit" busy={form.sending}>
            {t("settings.sites.create")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
