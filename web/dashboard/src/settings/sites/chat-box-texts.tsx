import { languageTag } from "@entrenous/protocol/language-codes.ts";
import type { ChatBoxTexts } from "../../api/shapes.ts";
import { useFormat, useLanguage, useText } from "../../i18n/text.tsx";
import { Card } from "../../parts/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field.tsx";
import { useBoxTexts, wordsOf } from "./box-texts.ts";
import { languageName, siteLanguages } from "./languages.ts";

/** No text replaced: the product's own are shown. */
const EMPTY_TEXTS: Required<ChatBoxTexts> = {
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
  /** The contact form is asked while somebody is there too, with another line than while nobody is. */
  readonly asksAlways: boolean;
  readonly onChange: (texts: Record<string, ChatBoxTexts>) => void;
}

/** The texts an administrator may replace, one language at a time; placeholders show what visitors read otherwise. */
export function ChatBoxTextsCard(props: ChatBoxTextsCardProps) {
  const { language, onLanguage, siteName, siteLanguage, texts, asksAlways, onChange } = props;
  const t = useText();
  const format = useFormat();
  const reader = useLanguage();
  const standard = useBoxTexts(language);
  const own = { ...EMPTY_TEXTS, ...texts[language] };
  const name = languageName(reader, language);
  const english = languageName(reader, "en");
  const set = (field: keyof ChatBoxTexts) => ({
    name: field,
    lang: languageTag(language),
    // What is typed decides, because a placeholder may be in another language.
    dir: "auto",
    value: own[field],
    onChange: (text: string) => onChange({ ...texts, [language]: { ...own, [field]: text } }),
  });
  const written = Object.keys(texts).filter((code) => isWritten(texts[code]));
  const options = siteLanguages(reader, siteLanguage).map(({ value, label }) => ({
    value,
    label: written.includes(value)
      ? t("settings.chat_box.language_own", { language: label })
      : wordsOf(value) === value
        ? label
        : t("settings.chat_box.language_falls_back", { language: label, other: english }),
  }));
  const notice = `${standard["box.notice.to"].replace("{site}", siteName)} ${standard["box.notice.use"]}`;
  return (
    <Card title={t("settings.chat_box.texts")} lead={t("settings.chat_box.texts_lead")}>
      <div className="form">
        <SelectField
          label={t("settings.chat_box.texts_language")}
          hint={
            <>
              {wordsOf(language) === language
                ? t("settings.chat_box.has_standard", { language: name })
                : t("settings.chat_box.has_none", { language: name, other: english })}{" "}
              {written.length > 0 &&
                t("settings.chat_box.written", {
                  languages: format.list(written.map((code) => languageName(reader, code))),
                })}
            </>
          }
          value={language}
          options={options}
          onChange={onLanguage}
        />
        <TextField
          label={t("settings.chat_box.greeting_title")}
          placeholder={standard["box.greeting.title"]}
          maxLength={80}
          {...set("greeting_title")}
        />
        <TextField
          label={t("settings.chat_box.greeting_text")}
          placeholder={standard["box.greeting.online"]}
          maxLength={200}
          {...set("greeting_text")}
        />
        <TextField
          label={t("settings.chat_box.offline_text")}
          placeholder={standard["box.offline.strip"]}
          maxLength={200}
          {...set("offline_text")}
        />
        <TextField
          label={t("settings.chat_box.form_text")}
          hint={t("settings.chat_box.form_text_hint")}
          placeholder={standard[asksAlways ? "box.form.intro" : "box.form.offline"]}
          maxLength={200}
          {...set("form_text")}
        />
        <TextArea
          label={t("settings.chat_box.notice_text")}
          hint={t("settings.chat_box.notice_hint")}
          placeholder={notice}
          maxLength={1000}
          rows={4}
          {...set("notice_text")}
        />
      </div>
    </Card>
  );
}

function isWritten(texts: ChatBoxTexts | undefined): boolean {
  return Object.values(texts ?? {}).some((text) => text.trim() !== "");
}
