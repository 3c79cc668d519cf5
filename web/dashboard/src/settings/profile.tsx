/** One's own name, picture, line and language. */
import { useChangeMe, useMe } from "../api/me.ts";
import type { MePatch } from "../api/shapes.ts";
import { FormFoot } from "../forms/form-foot.tsx";
import { UnsavedGuard } from "../forms/unsaved-guard.tsx";
import { useForm } from "../forms/use-form.ts";
import { PageHead } from "../frame/page.tsx";
import { isLanguage, LANGUAGES } from "../i18n/catalogue.ts";
import { setLanguage } from "../i18n/language.ts";
import { textNow, useText } from "../i18n/text.tsx";
import { Card } from "../parts/card.tsx";
import { SelectField, TextField } from "../parts/field.tsx";
import { toast } from "../parts/toast.tsx";
import { AvatarEditor } from "./avatar-editor.tsx";

export function Profile() {
  const t = useText();
  return (
    <>
      <PageHead title={t("settings.profile.title")} lead={t("settings.profile.lead")} />
      <Card title={t("settings.profile.picture")}>
        <AvatarEditor />
      </Card>
      <Card title={t("settings.profile.about")}>
        <ProfileForm />
      </Card>
    </>
  );
}

const LANGUAGE_NAMES = { en: "English", fr: "Français" } as const;

function ProfileForm() {
  const t = useText();
  const { agent, language } = useMe();
  const change = useChangeMe();
  const initial = {
    name: agent.name,
    nickname: agent.nickname,
    description: agent.description,
    language: isLanguage(language) ? language : LANGUAGES[0],
  };
  const form = useForm({
    initial,
    check: ({ name, nickname }) => ({
      name: name.trim() === "" ? t("settings.profile.name_missing") : undefined,
      nickname: nickname.trim() === "" ? t("settings.profile.nickname_missing") : undefined,
    }),
    send: async (values) => {
      const body: MePatch = {
        name: values.name.trim(),
        nickname: values.nickname.trim(),
        description: values.description.trim(),
        language: values.language,
      };
      await change.mutateAsync(body);
      await setLanguage(values.language);
      form.reset(values);
      toast(textNow("settings.saved"));
    },
  });
  return (
    <form className="form" onSubmit={form.submit} noValidate>
      <UnsavedGuard when={form.changed} />
      <div className="form-row">
        <TextField
          label={t("settings.profile.name")}
          hint={t("settings.profile.name_hint")}
          autoComplete="name"
          maxLength={120}
          {...form.text("name")}
        />
        <TextField
          label={t("settings.profile.nickname")}
          hint={t("settings.profile.nickname_hint")}
          autoComplete="nickname"
          maxLength={60}
          {...form.text("nickname")}
        />
      </div>
      <TextField
        label={t("settings.profile.description")}
        hint={t("settings.profile.description_hint")}
        optional
        maxLength={120}
        {...form.text("description")}
      />
      <SelectField
        label={t("settings.profile.language")}
        name="language"
        value={form.values.language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChange={(value) => form.set("language", value)}
        error={form.errors.language}
      />
      <FormFoot
        changed={form.changed}
        sending={form.sending}
        failure={form.failure}
        onDiscard={() => form.reset(initial)}
      />
    </form>
  );
}
