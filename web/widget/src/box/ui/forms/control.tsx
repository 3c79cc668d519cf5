import type { AskedField } from "./asked-fields.ts";
import { Field } from "./field.tsx";

/** A field drawn by its kind. It keeps what was typed by itself. */
export function Control(props: {
  readonly field: AskedField;
  readonly problem: string | undefined;
  readonly hint?: string | undefined;
}) {
  const { field, problem, hint } = props;
  const { kind, value } = field;
  return (
    <Field
      name={field.name}
      label={<bdi>{field.label}</bdi>}
      isRequired={field.isRequired}
      problem={problem}
      hint={hint}
      isTick={kind === "tick"}
    >
      {(attributes) => {
        switch (kind) {
          case "area":
            return <textarea {...attributes} class="in" rows={4} dir="auto" defaultValue={value} />;
          case "select":
            return (
              <select {...attributes} class="in" defaultValue={value}>
                {field.items.map(([item, label]) => (
                  <option key={item} value={item} selected={item === value}>
                    {label}
                  </option>
                ))}
              </select>
            );
          case "tick":
            return <input {...attributes} type="checkbox" value="true" defaultChecked={value === "true"} />;
          case "text":
          case "email":
          case "tel":
            return (
              <input
                {...attributes}
                class="in"
                type={kind}
                // For the types only: a list would make it another kind of control.
                list={undefined}
                // An address and a number run from left to right in every language; what people write as it does.
                dir={kind === "text" ? "auto" : "ltr"}
                autocomplete={field.autocomplete}
                defaultValue={value}
              />
            );
          default:
            return kind satisfies never;
        }
      }}
    </Field>
  );
}
