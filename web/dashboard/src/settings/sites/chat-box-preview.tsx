import { type BrandScheme, brandTheme } from "@entrenous/protocol/brand-colour.ts";
import {
  ChevronDown,
  Ellipsis,
  Mail,
  MessageCircle,
  Moon,
  Paperclip,
  SendHorizontal,
  Smile,
  X,
} from "lucide-react";
import { type CSSProperties, useState } from "react";
import type { ChatBoxSettings } from "../../api/shapes.ts";
import { useText } from "../../i18n/text.tsx";
import { greetingSpeechOf, speechOf, useBoxTexts } from "./box-texts.ts";
import { formsOf, isAsked, needsTick } from "./forms-values.ts";
import { PreviewEnd, PreviewForm, PreviewNotice, type PreviewPart, PreviewTick } from "./preview-forms.tsx";

interface ChatBoxPreviewProps {
  readonly siteName: string;
  readonly language: string;
  /** A valid `#rrggbb`. */
  readonly color: string;
  readonly settings: ChatBoxSettings;
  /** Whether there are groups to choose from. */
  readonly hasGroups: boolean;
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
  const standard = useBoxTexts(language);
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
        {!gone && <PreviewLauncher settings={settings} language={language} scene={scene} />}
      </div>
      {gone && (
        <p className="field-hint" role="status">
          {t(hidden ? "settings.preview.hidden" : "settings.preview.hidden_offline")}
        </p>
      )}
      {scene === "end" && formsOf(settings).transcript && (
        <p className="field-hint" role="status">
          {t("settings.preview.transcript", { entry: standard["box.menu.transcript"] })}
        </p>
      )}
    </section>
  );
}

type LauncherProps = Pick<ChatBoxPreviewProps, "settings" | "language"> & { readonly scene: Scene };

/** The round button, and the greeting above it for those who have not used the chat yet. */
function PreviewLauncher({ settings, language, scene }: LauncherProps) {
  const standard = useBoxTexts(language);
  const texts = settings.texts?.[language] ?? {};
  const greets = scene === "online" && formsOf(settings).launcher_style === "greeting";
  return (
    <>
      {greets && (
        <div className="preview-teaser" {...greetingSpeechOf(language)}>
          <div>
            <b>{texts.greeting_title || standard["box.teaser.title"]}</b>
            <span>{texts.greeting_text || standard["box.teaser.online"]}</span>
          </div>
          <X size={16} />
        </div>
      )}
      <span className="preview-launcher" data-away={scene === "offline" ? "" : undefined}>
        {scene === "offline" ? <Mail size={26} /> : <MessageCircle size={26} />}
      </span>
    </>
  );
}

function PreviewBox(props: ChatBoxPreviewProps & { readonly scene: Scene }) {
  const { settings, siteName, language, hasGroups, scene } = props;
  const standard = useBoxTexts(language);
  const texts = settings.texts?.[language] ?? {};
  const forms = formsOf(settings);
  const online = scene !== "offline";
  const part: PreviewPart = { siteName, settings, forms, texts, standard };
  const asks = scene !== "end" && isAsked(forms.contact_form, online, hasGroups);
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
          {texts.offline_text || standard[asks ? "box.offline.strip_email" : "box.offline.strip"]}
        </p>
      )}
      {scene === "end" ? (
        <PreviewEnd {...part} />
      ) : asks ? (
        <PreviewForm {...part} hasGroups={hasGroups} online={online} />
      ) : (
        <>
          <div className="preview-thread">
            <p className="preview-title">{texts.greeting_title || standard["box.greeting.title"]}</p>
            <p className="preview-line">
              {texts.greeting_text || standard[online ? "box.greeting.online" : "box.greeting.offline"]}
            </p>
            <PreviewNotice {...part} />
          </div>
          <PreviewComposer {...part} />
        </>
      )}
    </div>
  );
}

function PreviewComposer(part: PreviewPart) {
  return (
    <div className="preview-foot">
      {needsTick(part.forms) && <PreviewTick {...part} />}
      <div className="preview-composer">
        <Paperclip size={20} />
        <span>{part.standard["box.composer.placeholder"]}</span>
        <Smile size={20} />
        <span className="preview-send">
          <SendHorizontal size={20} />
        </span>
      </div>
    </div>
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
