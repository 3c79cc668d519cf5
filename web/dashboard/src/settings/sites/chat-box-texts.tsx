import type { ChatBoxTexts } from "../../api/shapes.ts";
import { useLanguage, useText } from "../../i18n/text.tsx";
import { Card } from "../../parts/card.tsx";
import { TextArea, TextField } from "../../parts/field.tsx";
import { Tabs } from "../../parts/tabs.tsx";
import { useBoxTexts } from "./box-texts.ts";
import { siteLanguages } from "./languages.ts";

/** No text replaced: the product's own are shown. */
export const EMPTY_TEXTS: Required<ChatBoxTexts> = {
  greeting_title: "",
  greeting_text: "",
  offline_text: "",
  notice_text: "",
  form_text: "",
};

interface ChatBoxTextsCardProps {
  readonly language: string;
  readonly onLanguage: (language: string) => void;
  readonly siteName: string;
  readonly siteLanguage: string;
  readonly texts: Readonly<Record<string, ChatBoxTexts>>;
  readonly onChange: (texts: Record<string, ChatBoxTexts>) => void;
}

/** The texts an administrator may replace, one language at a time; placeholders show the product's own. */
export function ChatBoxTextsCard(props: ChatBoxTextsCardProps) {
  const { language, onLanguage, siteName, siteLanguage, texts, onChange } = props;
  const t = useText();
  const reader = useLanguage();
  const standard = useBoxTexts(language);
  const own = { ...EMPTY_TEXTS, ...texts[language] };
  const set = (name: keyof ChatBoxTexts) => ({
    name,
    value: own[name],
    onChange: (text: string) => onChange({ ...texts, [language]: { ...own, [name]: text } }),
  });
  return (
    <Card title={t("settings.chat_box.texts")} lead={t("settings.chat_box.texts_lead")}>
      <Tabs
        label={t("settings.chat_box.texts_language")}
        value={language}
        onChange={onLanguage}
        tabs={siteLanguages(reader, siteLanguage).map(({ value, label }) => ({ id: value, label }))}
      >
        <div className="form chat-box-texts" lang={language}>
          <TextField
            label={<span lang={reader}>{t("settings.chat_box.greeting_title")}</span>}
            placeholder={standard?.title}
            maxLength={80}
            {...set("greeting_title")}
          />
          <TextField
            label={<span lang={reader}>{t("settings.chat_box.greeting_text")}</span>}
            placeholder={standard?.online}
            maxLength={200}
            {...set("greeting_text")}
          />
          <TextField
            label={<span lang={reader}>{t("settings.chat_box.offline_text")}</span>}
            placeholder={standard?.strip}
            maxLength={200}
            {...set("offline_text")}
          />
          <TextArea
            label={<span lang={reader}>{t("settings.chat_box.notice_text")}</span>}
            hint={<span lang={reader}>{t("settings.chat_box.notice_hint")}</span>}
            placeholder={standard && `${standard.noticeTo.replace("{site}", siteName)} ${standard.noticeUse}`}
            maxLength={1000}
            rows={4}
            {...set("notice_text")}
          />
        </div>
      </Tabs>
    </Card>
  );
}
