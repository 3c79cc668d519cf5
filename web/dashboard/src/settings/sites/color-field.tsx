import { brandTheme } from "@entrenous/protocol/brand-colour.ts";
import { useState } from "react";
import { useText } from "../../i18n/text.tsx";
import { Field } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";

interface ColorFieldProps {
  /** `#rrggbb` once it is valid. */
  readonly value: string;
  /** The last valid one, for what shows a colour while another is being typed. */
  readonly shown: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

export function isColor(text: string): boolean {
  return /^#[0-9a-f]{6}$/iu.test(text);
}

/** Whether further keys can make a colour of it. */
function isBeginning(text: string): boolean {
  return /^#?$|^#[0-9a-f]{1,6}$/iu.test(text);
}

/** `value` as long as it is a colour, else the last one that was. */
export function useLastColor(value: string, initial: string): string {
  const [last, setLast] = useState(initial);
  if (!isColor(value)) return last;
  if (value !== last) setLast(value);
  return value;
}

/** The site's colour, typed or picked, and what the chat box makes of it so that everyone can read it. */
export function ColorField({ value, shown, error, onChange }: ColorFieldProps) {
  const t = useText();
  const [left, setLeft] = useState(false);
  const theme = brandTheme(shown);
  const wrong = left ? !isColor(value) : !isBeginning(value);
  const change = (next: string) => {
    if (isColor(next)) setLeft(false);
    onChange(next);
  };
  return (
    <div className="color-field">
      <Field
        label={t("settings.chat_box.color")}
        hint={t("settings.chat_box.color_hint")}
        error={wrong ? t("settings.chat_box.color_wrong") : error}
      >
        {(control) => (
          <span className="color-inputs">
            <input
              type="color"
              className="color-well"
              aria-label={t("settings.chat_box.color_pick")}
              value={shown}
              onChange={(event) => change(event.target.value)}
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
              onChange={(event) => change(withHash(event.target.value))}
              onBlur={() => setLeft(true)}
            />
          </span>
        )}
      </Field>
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
      <div role="status">
        {theme.shifted && <Notice>{t("settings.chat_box.shifted", { color: theme.light.accent })}</Notice>}
        {theme.light.needsEdge && !theme.shifted && <Notice>{t("settings.chat_box.edged")}</Notice>}
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
