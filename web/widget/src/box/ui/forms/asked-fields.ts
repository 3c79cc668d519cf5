/** What a contact form asks, in order, and what is wrong with the answers. */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import type { FormField } from "../../../host.ts";
import type { ContactField } from "../../chat/contact.ts";
import { countChars } from "../../chat/count-chars.ts";
import type { TextKey, Texts } from "../../chat/texts.ts";
import { checkEmail } from "./check-email.ts";

/** A field as the form draws it. */
export interface AskedField {
  readonly kind: FormField["kind"] | "email" | "tel";
  readonly name: string;
  readonly label: string;
  readonly isRequired: boolean;
  /** What stands in it at first. */
  readonly value: string;
  readonly items: FormField["items"];
  readonly autocomplete?: "name" | "email" | "tel";
  readonly limit: number;
  /** What is said when it is needed and empty. */
  readonly missing: TextKey;
}

/** Limits of `ContactIn` and `VariableIn` in crates/protocol, in characters. */
const LIMITS = { name: 255, email: 254, phone: 64, more: 1000 } as const;

const KINDS = { name: "text", email: "email", phone: "tel" } as const;
const AUTOCOMPLETE = { name: "name", email: "email", phone: "tel" } as const;
const MISSING = { name: "form.name_missing", email: "form.email_missing" } as const;

/** One of the product's own fields. */
export function ownField(
  name: Exclude<ContactField, "group">,
  isRequired: boolean,
  texts: Texts,
  value = "",
): AskedField {
  return {
    kind: KINDS[name],
    name,
    label: texts.say(`form.${name}`),
    isRequired,
    value,
    items: [],
    autocomplete: AUTOCOMPLETE[name],
    limit: LIMITS[name],
    missing: name === "phone" ? "form.field_missing" : MISSING[name],
  };
}

/** Keeps the page's names apart from ours. */
const FURTHER = "more-";

/** One of the older API. */
export function furtherField({ kind, name, label, required, value, items }: FormField): AskedField {
  const missing = kind === "tick" ? "form.tick_missing" : "form.field_missing";
  return {
    kind,
    name: FURTHER + name,
    label,
    isRequired: required,
    value,
    // Where an answer is needed, none is given for the visitor.
    items: kind === "select" && required && !value ? [["", ""], ...items] : items,
    limit: LIMITS.more,
    missing,
  };
}

/** The name that the page gave a further field, or undefined for one of ours. */
export function furtherName(name: string): string | undefined {
  return name.startsWith(FURTHER) ? name.slice(FURTHER.length) : undefined;
}

/** Which group shall answer; the names of the groups are the owner's. */
export function groupField(groups: readonly Schemas["GroupCardOut"][], texts: Texts): AskedField {
  return {
    kind: "select",
    name: "group",
    label: texts.say("form.group"),
    isRequired: false,
    value: "",
    items: [
      ["", texts.say("form.group_any")],
      ...groups.map(
        ({ key, name, availability }) => [key, texts.say(`form.group_${availability}`, { name })] as const,
      ),
    ],
    limit: LIMITS.more,
    missing: "form.field_missing",
  };
}

/** The agreement that the owner wants before the first message. */
export function consentField(site: string, texts: Texts): AskedField {
  return {
    kind: "tick",
    name: "consent",
    label: texts.say("notice.tick", { site }),
    isRequired: true,
    value: "",
    items: [],
    limit: LIMITS.more,
    missing: "form.tick_missing",
  };
}

/** The message that opens the conversation. */
export function messageField(isOffline: boolean, limit: number, texts: Texts): AskedField {
  return {
    kind: "area",
    name: "message",
    label: texts.say(isOffline ? "form.message" : "form.question"),
    isRequired: true,
    value: "",
    items: [],
    limit,
    missing: "form.message_missing",
  };
}

/** The problem of one answer in words; undefined when it is fine. */
export function checkAnswer(field: AskedField, answer: string, texts: Texts): string | undefined {
  const text = answer.trim();
  if (!text) return field.isRequired ? texts.say(field.missing) : undefined;
  const over = countChars(text) - field.limit;
  if (over > 0) return texts.say("composer.too_long", { count: over });
  const wrong =
    field.kind === "email"
      ? checkEmail(text)
      : field.kind === "tel" && !/\d/.test(text)
        ? "form.phone_malformed"
        : undefined;
  return wrong && texts.say(wrong);
}
