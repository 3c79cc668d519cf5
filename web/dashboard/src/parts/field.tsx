/** Labelled inputs: label above with "optional" in words; hint and error below, the error with its icon. */
import { CircleAlert, Eye, EyeOff } from "lucide-react";
import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { useText } from "../i18n/text.tsx";
import { IconButton } from "./icon-button.tsx";

interface FieldWords {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What is wrong and what would be right; the typed value stays. */
  readonly error?: string | undefined;
  readonly optional?: boolean;
}

interface FieldProps extends FieldWords {
  /** Draws the control with the ids that tie it to its words. */
  readonly children: (control: {
    readonly id: string;
    readonly "aria-describedby": string | undefined;
    readonly "aria-invalid": true | undefined;
  }) => ReactNode;
}

/** The words around any control. */
export function Field({ label, hint, error, optional = false, children }: FieldProps) {
  const t = useText();
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const described = [hint !== undefined && hintId, error !== undefined && errorId].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>
        {label}
        {optional && <span className="field-optional"> {t("parts.field.optional")}</span>}
      </label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <p className="field-hint" id={hintId}>
          {hint}
        </p>
      )}
      <div className="field-error" id={errorId} aria-live="polite">
        {error !== undefined && (
          <>
            <CircleAlert size={14} />
            {error}
          </>
        )}
      </div>
    </div>
  );
}

type TextFieldProps = FieldWords &
  Omit<ComponentProps<"input">, "onChange" | "value" | "id"> & {
    readonly value: string;
    readonly onChange: (value: string) => void;
  };

export function TextField({ label, hint, error, optional, onChange, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(control) => (
        <input
          type="text"
          {...input}
          {...control}
          className="input"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** A password that can be looked at; managers and paste work. */
export function PasswordField({ label, hint, error, onChange, ...input }: TextFieldProps) {
  const t = useText();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <span className="input-with-button">
          <input
            autoComplete="current-password"
            {...input}
            {...control}
            type={shown ? "text" : "password"}
            className="input"
            spellCheck={false}
            autoCapitalize="off"
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton
            label={t(shown ? "parts.password.hide" : "parts.password.show")}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff size={16} /> : <Eye size={16} />}
          </IconButton>
        </span>
      )}
    </Field>
  );
}

type TextAreaProps = FieldWords &
  Omit<ComponentProps<"textarea">, "onChange" | "value" | "id"> & {
    readonly value: string;
    readonly onChange: (value: string) => void;
  };

export function TextArea({ label, hint, error, optional, onChange, ...area }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(control) => (
        <textarea
          rows={3}
          {...area}
          {...control}
          className="input"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface SelectOption<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
}

type SelectFieldProps<Value extends string> = FieldWords & {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly name?: string;
  readonly disabled?: boolean;
};

/** The browser's own list: it fits every screen and every input method. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { label, hint, error, optional, value, options, onChange, ...select } = props;
  return (
    <Field label={label} hint={hint} error={error} optional={optional ?? false}>
      {(control) => (
        <select
          {...select}
          {...control}
          className="input"
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
