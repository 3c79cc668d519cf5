/** The part of the chat box's settings that is about forms and endings, with what a site has that never chose. */
import type { ChatBoxSettings, Shape } from "../../api/shapes.ts";

export type ContactForm = Required<Shape<"ContactFormSettings">>;

export interface FormsValues {
  readonly contact_form: ContactForm;
  readonly show_notice: boolean;
  readonly notice_tick_required: boolean;
  readonly rating: boolean;
  readonly rating_comment: boolean;
  readonly transcript: boolean;
  readonly launcher_style: Shape<"LauncherStyle">;
}

/** As the server fills in what is absent. */
export function formsOf(settings: ChatBoxSettings): FormsValues {
  return {
    contact_form: { ...NO_CHOICE, ...settings.contact_form },
    show_notice: settings.show_notice ?? true,
    notice_tick_required: settings.notice_tick_required ?? false,
    rating: settings.rating ?? true,
    rating_comment: settings.rating_comment ?? true,
    transcript: settings.transcript ?? true,
    launcher_style: settings.launcher_style ?? "bubble",
  };
}

const NO_CHOICE: ContactForm = { when: "offline", name: true, email: true, phone: false, group: false };

/** The fields of the form in their order. */
export const CONTACT_FIELDS = ["name", "email", "phone", "group"] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

/** Whether the visitor cannot leave a field empty: without an address nobody could answer. */
export function isRequired(field: ContactField, when: ContactForm["when"]): boolean {
  return field === "email" || (field === "name" && when === "always");
}

/** Whether the form is asked while somebody, or nobody, is there. What may stay empty does not bring it up by itself. */
export function isAsked(form: ContactForm, online: boolean, hasGroups: boolean): boolean {
  const isTime = form.when === "always" || (form.when === "offline" && !online);
  return (
    isTime && ((form.group && hasGroups) || CONTACT_FIELDS.some((f) => form[f] && isRequired(f, form.when)))
  );
}

/** Whether nothing can be sent without a tick under the notice. */
export function needsTick(forms: FormsValues): boolean {
  return forms.show_notice && forms.notice_tick_required;
}
