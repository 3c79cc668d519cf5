import type { ComponentChild } from "preact";
import { Icon } from "../icon.tsx";
import { useScene } from "../scene.ts";

/** What a control carries so that label, hint and problem are said with it. */
export interface ControlAttributes {
  readonly id: string;
  readonly name: string;
  readonly "aria-required": boolean;
  readonly "aria-invalid": boolean;
  readonly "aria-describedby": string | undefined;
}

/** A labelled control, and in words what is wrong with it. */
export function Field(props: {
  readonly name: string;
  readonly label: ComponentChild;
  readonly isRequired: boolean;
  readonly problem: string | undefined;
  readonly hint?: string | undefined;
  /** The label stands beside the control and not above it. */
  readonly isTick?: boolean;
  readonly children: (attributes: ControlAttributes) => ComponentChild;
}) {
  const { texts } = useScene();
  const { name, problem, hint, isTick } = props;
  const id = `field-${name}`;
  const about = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const control = props.children({
    id,
    name,
    "aria-required": props.isRequired,
    "aria-invalid": problem !== undefined,
    "aria-describedby": about || undefined,
  });
  return (
    <div class="field">
      <label for={id} class={isTick ? "tick" : undefined}>
        {isTick && control}
        <span>
          {props.label} {!props.isRequired && <i class="muted">{texts.say("form.optional")}</i>}
        </span>
      </label>
      {!isTick && control}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="wrong" id={`${id}-problem`}>
          <Icon name="circle-alert" size={14} />
          {problem}
        </p>
      )}
    </div>
  );
}
