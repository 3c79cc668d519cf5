import { type BrandScheme, brandTheme } from "@entrenous/protocol/brand-colour.ts";
import {
  ChevronDown,
  Ellipsis,
  MessageCircle,
  Moon,
  Paperclip,
  SendHorizontal,
  ShieldCheck,
  Smile,
} from "lucide-react";
import { type CSSProperties, useState } from "react";
import type { ChatBoxSettings } from "../../api/shapes.ts";
import { useText } from "../../i18n/text.tsx";
import { type BoxTexts, speechOf, useBoxTexts } from "./box-texts.ts";
import { formsOf, isAsked } from "./forms-values.ts";
import { PreviewEnd, PreviewForm, PreviewTick } from "./preview-forms.tsx";

interface ChatBoxPreviewProps {
  readonly siteName: string;
  readonly language: string;
  /** A valid `#rrggbb`. */
  readonly color: string;
  readonly settings: ChatBoxSettings;
  /** Whether the end of a conversation can be looked at too. */
  readonly hasEnd?: boolean;
}

/** What the box is doing in the picture. */
type Scene = "online" | "offline" | "end";

/** The chat box at its first opening or its end, drawn with its own tokens. A picture: nothing in it can be pressed. */
export function ChatBoxPreview(props: ChatBoxPreviewProps) {
  const { settings, color, language, hasEnd = false } = props;
  const t = useText();
  const [dark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const [scene, setScene] = useState<Scene>("online");
  const theme = brandTheme(color);
  const hidden = settings.hide_launcher ?? false;
  const gone = hidden || ((settings.hide_when_offline ?? false) && scene === "offline");
  return (
    <section className="preview" aria-labelledby="preview-title">
      <div className="preview-head">
        <h2 id="preview-title">{t("settings.preview.title")}</h2>
        <Segments
          label={t("settings.preview.scheme")}
          value={dark}
          options={[
            { value: false, label: t("settings.preview.light") },
            { value: true, label: t("settings.preview.dark") },
          ]}
          onChange={setDark}
        />
        <Segments
          label={t("settings.preview.presence")}
          value={scene}
          options={[
            { value: "online" as Scene, label: t("settings.preview.online") },
            { value: "offline" as Scene, label: t("settings.preview.offline") },
            ...(hasEnd ? [{ value: "end" as Scene, label: t("settings.preview.end") }] : []),
          ]}
          onChange={setScene}
        />
      </div>
      <div
        className="preview-stage"
        data-theme={dark ? "dark" : "light"}
        data-side={settings.side}
        style={brandStyle(dark ? theme.dark : theme.light)}
        {...speechOf(language)}
        inert
      >
        <PreviewBox {...props} scene={scene} />
        {!gone && <PreviewLauncher settings={settings} language={language} />}
      </div>
      {gone && (
        <p className="field-hint" role="status">
          {t(hidden ? "settings.preview.hidden" : "settings.preview.hidden_offline")}
        </p>
      )}
    </section>
  );
}

function PreviewLauncher({ settings, language }: Pick<ChatBoxPreviewProps, "settings" | "language">) {
  const standard = useBoxTexts(language);
  const greets = formsOf(settings).launcher_style === "greeting";
  return (
    <span className="preview-launcher" data-style={greets ? "greeting" : "bubble"}>
      <MessageCircle size={26} />
      {greets && <span>{settings.texts?.[language]?.greeting_title || standard["box.greeting.title"]}</span>}
    </span>
  );
}

function PreviewBox(props: ChatBoxPreviewProps & { readonly scene: Scene }) {
  const { settings, siteName, language, scene } = props;
  const standard = useBoxTexts(language);
  const texts = settings.texts?.[language] ?? {};
  const forms = formsOf(settings);
  const online = scene !== "offline";
  const asks = scene !== "end" && isAsked(forms.contact_form, online);
  return (
    <div className="preview-box">
      <div className="preview-box-head">
        <span className="preview-sign">{online ? initialOf(siteName) : <Moon size={16} />}</span>
        <div>
          <p className="preview-name">{siteName}</p>
          <p className="preview-meta">
            {
              standard[
                scene === "end" ? "box.header.ended" : online ? "box.header.online" : "box.header.offline"
              ]
            }
          </p>
        </div>
        <Ellipsis size={20} />
        <ChevronDown size={20} />
      </div>
      {!online && (
        <p className="preview-strip">
          <Moon size={16} />
          {texts.offline_text || standard["box.offline.strip"]}
        </p>
      )}
      {scene === "end" ? (
        <PreviewEnd forms={forms} />
      ) : (
        <div className="preview-thread">
          <p className="preview-title">{texts.greeting_title || standard["box.greeting.title"]}</p>
          <p className="preview-line">
            {texts.greeting_text || standard[online ? "box.greeting.online" : "box.greeting.offline"]}
          </p>
          {asks && <PreviewForm form={forms.contact_form} />}
          {forms.show_notice && (
            <p className="preview-notice">
              <ShieldCheck size={14} />
              <span>
                {texts.notice_text || <StandardNotice siteName={siteName} texts={standard} />}{" "}
                {(settings.privacy_url ?? "").trim() !== "" && (
                  <b className="preview-link">{standard["box.notice.rights"]}</b>
                )}
                {forms.notice_tick_required && <PreviewTick />}
              </span>
            </p>
          )}
        </div>
      )}
      <div className="preview-composer">
        <Paperclip size={20} />
        <span>{standard["box.composer.placeholder"]}</span>
        <Smile size={20} />
        <span className="preview-send">
          <SendHorizontal size={20} />
        </span>
      </div>
    </div>
  );
}

function StandardNotice({ siteName, texts }: { readonly siteName: string; readonly texts: BoxTexts }) {
  const [before, after] = texts["box.notice.to"].split("{site}");
  return (
    <>
      {before}
      <b>{siteName}</b>
      {after} {texts["box.notice.use"]}
    </>
  );
}

/** The first letter, as the chat box shows it. */
function initialOf(name: string): string {
  return [...name.trim()][0]?.toLocaleUpperCase() ?? "";
}

interface SegmentsProps<Value> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
}

function Segments<Value>({ label, value, options, onChange }: SegmentsProps<Value>) {
  return (
    <fieldset className="segments">
      <legend className="sight-hidden">{label}</legend>
      {options.map((option) => (
        <button
          key={option.label}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}

/** The five accent tokens and the ring, replaced as the chat box replaces them. */
function brandStyle(scheme: BrandScheme): CSSProperties {
  const tokens: Record<`--${string}`, string> = {
    "--accent": scheme.accent,
    "--accent-press": scheme.accentPress,
    "--on-accent": scheme.onAccent,
    "--accent-text": scheme.accentText,
    "--accent-soft": scheme.accentSoft,
    "--focus": scheme.focus,
    "--accent-edge": scheme.needsEdge ? "var(--line-strong)" : "transparent",
  };
  return tokens;
}
