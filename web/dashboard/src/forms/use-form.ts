/** The state of one form: values, what is wrong with them, and the sending of them. */
import { type FormEvent, useRef, useState } from "react";
import { Refusal } from "../api/failure.ts";
import { useFailureText } from "../api/failure-text.ts";

/** Field name → what is wrong; empty when nothing is. */
export type FieldErrors<Values> = { readonly [Name in keyof Values]?: string | undefined };

interface FormOptions<Values> {
  readonly initial: Values;
  /** What can be said without the server. */
  readonly check?: (values: Values) => FieldErrors<Values>;
  readonly send: (values: Values) => Promise<unknown>;
}

export interface Form<Values> {
  readonly values: Values;
  readonly errors: FieldErrors<Values>;
  /** A failure that belongs to no field on screen; for an alert above the button. */
  readonly failure: string | undefined;
  /** The failure itself, for pages that show more than its sentence. */
  readonly reason: unknown;
  readonly sending: boolean;
  /** Whether something was changed since the last `reset`. */
  readonly changed: boolean;
  set<Name extends keyof Values>(name: Name, value: Values[Name]): void;
  /** Starts again from these values, for example those that the server has kept. */
  reset(values: Values): void;
  /** For `<form onSubmit>`: checks, sends, and moves the focus to the first field at fault. */
  submit(event?: FormEvent<HTMLFormElement>): Promise<void>;
  /** What an input of a text field needs. */
  text<Name extends TextNames<Values>>(
    name: Name,
  ): { name: Name; value: string; error: string | undefined; onChange: (value: string) => void };
}

type TextNames<Values> = {
  [Name in keyof Values]: Values[Name] extends string ? Name : never;
}[keyof Values] &
  string;

export function useForm<Values extends object>({ initial, check, send }: FormOptions<Values>): Form<Values> {
  const describe = useFailureText();
  const [start, setStart] = useState(initial);
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<FieldErrors<Values>>({});
  const [reason, setReason] = useState<unknown>();
  const [sending, setSending] = useState(false);
  const busy = useRef(false);

  const set: Form<Values>["set"] = (name, value) => {
    setValues((before) => ({ ...before, [name]: value }));
    setErrors((before) => ({ ...before, [name]: undefined }));
  };

  const submit: Form<Values>["submit"] = async (event) => {
    event?.preventDefault();
    const element = event?.currentTarget ?? undefined;
    if (busy.current) return;
    const wrong = check?.(values) ?? {};
    setErrors(wrong);
    setReason(undefined);
    if (Object.values(wrong).some((text) => text !== undefined)) {
      focusFirst(
        element,
        Object.keys(wrong).filter((name) => Reflect.get(wrong, name) !== undefined),
      );
      return;
    }
    busy.current = true;
    setSending(true);
    try {
      await send(values);
    } catch (failure) {
      const fields = failure instanceof Refusal ? failure.fields : new Map<string, string>();
      const known = [...fields].filter(([name]) => name in values);
      setErrors(Object.fromEntries(known) as FieldErrors<Values>);
      // A field that is not on screen would be a failure without words.
      if (known.length === 0 || known.length < fields.size) setReason(failure);
      focusFirst(
        element,
        known.map(([name]) => name),
      );
    } finally {
      busy.current = false;
      setSending(false);
    }
  };

  return {
    values,
    errors,
    reason,
    failure: reason === undefined ? undefined : sentence(reason, describe),
    sending,
    changed: values !== start && JSON.stringify(values) !== JSON.stringify(start),
    set,
    reset: (next) => {
      setStart(next);
      setValues(next);
      setErrors({});
      setReason(undefined);
    },
    submit,
    text: (name) => ({
      name,
      value: String(values[name]),
      error: errors[name],
      onChange: (value) => {
        setValues((before) => ({ ...before, [name]: value }));
        setErrors((before) => ({ ...before, [name]: undefined }));
      },
    }),
  };
}

/** The refusal's sentence, and those of its fields, which have no place of their own on this form. */
function sentence(reason: unknown, describe: (error: unknown) => string): string {
  const fields = reason instanceof Refusal ? [...reason.fields.values()] : [];
  return fields.length > 0 ? fields.join(" ") : describe(reason);
}

/** Focus after the errors are on screen, so that a screen reader reads field and error together. */
function focusFirst(form: HTMLFormElement | undefined, names: readonly string[]): void {
  if (form === undefined || names.length === 0) return;
  requestAnimationFrame(() => {
    for (const element of form.elements) {
      if (element instanceof HTMLElement && names.includes(element.getAttribute("name") ?? "")) {
        element.focus();
        return;
      }
    }
  });
}
