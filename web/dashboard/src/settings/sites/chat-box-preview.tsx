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
import type { ChatBoxTexts, Shape } from "../../api/shapes.ts";
import { useText } from "../../i18n/text.tsx";
import { type BoxTexts, speechOf, useBoxTexts } from "./box-texts.ts";

interface ChatBoxPreviewProps {
  readonly siteName: string;
  readonly language: string;
  /** A valid `#rrggbb`. */
  readonly color: string;
  readonly side: Shape<"Side">;
  readonly hidden: boolean;
  readonly hiddenOffline: boolean;
  readonly hasPrivacyLink: boolean;
  readonly texts: ChatBoxTexts;
}

/** The chat box at its first opening, drawn with its own tokens. A picture: nothing in it can be pressed. */
export function ChatBoxPreview(props: ChatBoxPreviewProps) {
  const t = useText();
  const [dark, setDark] = useState(() => matchMedia("(prefers-color-scheme: dark)").matches);
  const [online, setOnline] = useState(true);
  const theme = brandTheme(props.color);
  const gone = props.hidden || (props.hiddenOffline && !online);
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
          value={online}
          options={[
            { value: true, label: t("settings.preview.online") },
            { value: false, label: t("settings.preview.offline") },
          ]}
          onChange={setOnline}
        />
      </div>
      <div
        className="preview-stage"
        data-theme={dark ? "dark" : "light"}
        data-side={props.side}
        style={brandStyle(dark ? theme.dark : theme.light)}
        {...speechOf(props.language)}
        inert
      >
        <PreviewBox {...props} online={online} />
        {!gone && (
          <span className="preview-launcher">
            <MessageCircle size={26} />
          </span>
        )}
      </div>
      {gone && (
        <p className="field-hint" role="status">
          {t(props.hidden ? "settings.preview.hidden" : "settings.preview.hidden_offline")}
        </p>
      )}
    </section>
  );
}

function PreviewBox(props: ChatBoxPreviewProps & { readonly online: boolean }) {
  const standard = useBoxTexts(props.language);
  const { texts, siteName, online } = props;
  return (
    <div className="preview-box">
      <div className="preview-box-head">
        <span className="preview-sign">{online ? initialOf(siteName) : <Moon size={16} />}</span>
        <div>
          <p className="preview-name">{siteName}</p>
          <p className="preview-meta">{online ? standard["box.header.online"] : standard["box.header.offline"]}</p>
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
      <div className="preview-thread">
        <p className="preview-title">{texts.greeting_title || standard["box.greeting.title"]}</p>
        <p className="preview-line">
          {texts.greeting_text || (online ? standard["box.greeting.online"] : standard["box.greeting.offline"])}
        </p>
        <p className="preview-notice">
          <ShieldCheck size={14} />
          <span>
            {texts.notice_text || <StandardNotice siteName={siteName} texts={standard} />}{" "}
            {props.hasPrivacyLink && <b className="preview-link">{standard["box.notice.rights"]}</b>}
          </span>
        </p>
      </div>
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

function StandardNotice({
  siteName,
  texts,
}: {
  readonly siteName: string;
  readonly texts: BoxTexts;
}) {
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
