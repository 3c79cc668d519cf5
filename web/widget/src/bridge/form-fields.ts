/** Further fields of the contact form, as pages describe them. Source: smartsupp-api.md section 2.2, "Field". */

import { readBoolean } from "../compat/configuration.ts";
import { isObject } from "../compat/is-object.ts";
import type { FormField } from "../host.ts";

const KINDS = new Map<unknown, FormField["kind"]>([
  ["textinput", "text"],
  ["textarea", "area"],
  ["select", "select"],
  ["checkbox", "tick"],
]);

/** The fields that can be shown, in order; what has no known kind or no name of letters only is left out. */
export function readFields(given: readonly unknown[] | undefined, when: FormField["when"]): FormField[] {
  return (given ?? []).flatMap((field) => {
    if (!isObject(field)) return [];
    const kind = KINDS.get(field.xtype);
    const name = text(field.name);
    if (!kind || !/^[a-z]+$/i.test(name)) return [];
    const items = isObject(field.items) ? field.items : {};
    return {
      kind,
      name,
      label: text(field.label) || name,
      required: readBoolean(field.required) === true,
      value: kind === "tick" ? (readBoolean(field.value) ? "true" : "") : text(field.value),
      items: kind === "select" ? Object.keys(items).map((value) => [value, text(items[value])] as const) : [],
      when,
    };
  });
}

/** Texts and numbers as text; anything else is none. */
function text(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? `${value}` : "";
}
