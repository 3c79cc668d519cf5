import { brandTheme } from "@entrenous/protocol/brand-colour.ts";
import { useText } from "../../i18n/text.tsx";
import { Field } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";

interface ColorFieldProps {
  /** `#rrggbb` once it is valid. */
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/iu.test(text);
}

/** The site's colour, typed or picked, and what the chat box makes of it so that everyone can read it. */
export function ColorField({ value, error, onChange }: ColorFieldProps) {
  const t = useText();
  const theme = isColor(value) ? brandTheme(value) : undefined;
  return (
    <div className="color-field">
      <Field label={t("settings.chat_box.color")} hint={t("settings.chat_box.color_hint")} error={error}>
        {(control) => (
          <span className="color-inputs">
            <input
              type="color"
              className="color-well"
              aria-label={t("settings.chat_box.color_pick")}
              value={isColor(value) ? value : "#000000"}
              onChange={(event) => onChange(event.target.value)}
            />
            <input
              {...control}
              type="text"
              name="color"
              className="input"
              maxLength={7}
              spellCheck={false}
              autoCapitalize="off"
              autoComplete="off"
              value={value}
              onChange={(event) => onChange(withHash(event.target.value))}
            />
          </span>
        )}
      </Field>
      {theme !== undefined && (
        <ul className="swatches">
          <Swatch
            ground={theme.light.accent}
            ink={theme.light.onAccent}
            label={t("settings.chat_box.swatch_light")}
          />
          <Swatch
            ground={theme.dark.accent}
            ink={theme.dark.onAccent}
            label={t("settings.chat_box.swatch_dark")}
          />
        </ul>
      )}
      <div role="status">
        {theme?.shifted && <Notice>{t("settings.chat_box.shifted", { color: theme.light.accent })}</Notice>}
        {theme?.light.needsEdge && !theme.shifted && <Notice>{t("settings.chat_box.edged")}</Notice>}
      </div>
    </div>
  );
}

function Swatch(props: { readonly ground: string; readonly ink: string; readonly label: string }) {
  return (
    <li className="swatch">
      <b style={{ background: props.ground, color: props.ink }} aria-hidden="true">
        Aa
      </b>
      {props.label}
    </li>
  );
}

/** People paste colours without the hash. */
function withHash(text: string): string {
  const typed = text.trim();
  return typed === "" || typed.startsWith("#") ? typed : `#${typed}`;
}
