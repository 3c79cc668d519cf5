/** Switches, check boxes and radio buttons: native inputs whose whole row is the target. */
import { type ReactNode, useId } from "react";

interface ToggleProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

/** On or off. Label at the start, switch at the end. */
export function Switch({ label, hint, checked, onChange, disabled = false }: ToggleProps) {
  const hintId = useId();
  return (
    <label className="switch-row">
      <span>
        <span className="choice-label">{label}</span>
        {hint !== undefined && (
          <span className="choice-hint" id={hintId}>
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        className="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : hintId}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  );
}

/** One of several that may be chosen together. */
export function CheckBox({ label, hint, checked, onChange, disabled = false }: ToggleProps) {
  return (
    <label className="choice-row">
      <input
        type="checkbox"
        className="choice"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <span className="choice-label">{label}</span>
        {hint !== undefined && <span className="choice-hint">{hint}</span>}
      </span>
    </label>
  );
}

interface RadioCardsProps<Value extends string> {
  /** The question. */
  readonly legend: ReactNode;
  readonly value: Value;
  readonly options: readonly {
    readonly value: Value;
    readonly label: ReactNode;
    readonly hint?: ReactNode;
  }[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
  /** Cards beside each other where there is room. */
  readonly inline?: boolean;
}

/** One of a few, each with its explanation. */
export function RadioCards<Value extends string>(props: RadioCardsProps<Value>) {
  const { legend, value, options, onChange, disabled = false, inline = false } = props;
  const name = useId();
  return (
    <fieldset className="radio-cards" data-inline={inline || undefined} disabled={disabled}>
      <legend className="field-legend">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} className="radio-card">
          <input
            type="radio"
            className="choice"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          <span>
            <span className="choice-label">{option.label}</span>
            {option.hint !== undefined && <span className="choice-hint">{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
