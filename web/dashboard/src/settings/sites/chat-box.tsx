/** How the chat box looks and what it says, with a preview of what visitors will see. */
import { useState } from "react";
import type { ChatBoxSettings, ChatBoxTexts } from "../../api/shapes.ts";
import { useChangeSite } from "../../api/sites.ts";
import { FormFoot } from "../../forms/form-foot.tsx";
import { UnsavedGuard } from "../../forms/unsaved-guard.tsx";
import { useForm } from "../../forms/use-form.ts";
import { useText } from "../../i18n/text.tsx";
import { Card } from "../../parts/card.tsx";
import { RadioCards, Switch } from "../../parts/choice.tsx";
import { toast } from "../../parts/toast.tsx";
import { ChatBoxPreview } from "./chat-box-preview.tsx";
import { ChatBoxTextsCard } from "./chat-box-texts.tsx";
import { ColorField, isColor, useLastColor } from "./color-field.tsx";
import { formsOf } from "./forms-values.ts";
import { useSite } from "./site-page.tsx";

export function ChatBoxPage() {
  const t = useText();
  const site = useSite();
  const change = useChangeSite(site.id);
  const [language, setLanguage] = useState(site.language);
  const form = useForm<ChatBoxSettings>({
    initial: site.chat_box,
    check: ({ color }) => ({ color: isColor(color) ? undefined : t("settings.chat_box.color_wrong") }),
    send: async (values) => {
      const texts = withoutEmpty(values.texts ?? {});
      const kept = await change.mutateAsync({
        chat_box: { ...values, privacy_url: values.privacy_url?.trim() ?? "", texts },
      });
      form.reset(kept.chat_box);
      toast(t("settings.chat_box.saved"));
    },
  });
  const { values } = form;
  const color = useLastColor(values.color, site.chat_box.color);
  return (
    <form className="chat-box-page" onSubmit={form.submit} noValidate>
      <UnsavedGuard when={form.changed} />
      <div className="form-cards">
        <Card title={t("settings.chat_box.look")}>
          <ColorField
            value={values.color}
            shown={color}
            error={form.errors.color}
            onChange={(typed) => form.set("color", typed)}
          />
          <RadioCards
            legend={t("settings.chat_box.side")}
            value={values.side}
            inline
            options={[
              { value: "left", label: t("settings.chat_box.side_left") },
              { value: "right", label: t("settings.chat_box.side_right") },
            ]}
            onChange={(side) => form.set("side", side)}
          />
          <div>
            <Switch
              label={t("settings.chat_box.hide_when_offline")}
              hint={t("settings.chat_box.hide_when_offline_hint")}
              checked={values.hide_when_offline ?? false}
              onChange={(hide) => form.set("hide_when_offline", hide)}
            />
            <Switch
              label={t("settings.chat_box.hide_launcher")}
              hint={t("settings.chat_box.hide_launcher_hint")}
              checked={values.hide_launcher ?? false}
              onChange={(hide) => form.set("hide_launcher", hide)}
            />
          </div>
        </Card>
        <ChatBoxTextsCard
          language={language}
          onLanguage={setLanguage}
          siteName={site.name}
          siteLanguage={site.language}
          texts={values.texts ?? {}}
          asksAlways={formsOf(site.chat_box).contact_form.when === "always"}
          onChange={(texts) => form.set("texts", texts)}
        />
        <FormFoot
          changed={form.changed}
          sending={form.sending}
          failure={form.failure}
          onDiscard={() => form.reset(site.chat_box)}
        />
      </div>
      <ChatBoxPreview
        siteName={site.name}
        hasGroups={site.groups.length > 0}
        language={language}
        color={color}
        settings={{ ...site.chat_box, ...values }}
      />
    </form>
  );
}

/** Languages without any text of their own are not kept. */
function withoutEmpty(texts: Readonly<Record<string, ChatBoxTexts>>): Record<string, ChatBoxTexts> {
  return Object.fromEntries(
    Object.entries(texts).filter(([, own]) => Object.values(own).some((text) => text.trim() !== "")),
  );
}
