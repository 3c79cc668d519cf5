/** What visitors are asked before they write, and what a conversation ends with; with a preview of it. */
import type { SiteOut } from "../../api/shapes.ts";
import { useChangeSite } from "../../api/sites.ts";
import { FormFoot } from "../../forms/form-foot.tsx";
import { UnsavedGuard } from "../../forms/unsaved-guard.tsx";
import { type Form, useForm } from "../../forms/use-form.ts";
import { useText } from "../../i18n/text.tsx";
import { Card } from "../../parts/card.tsx";
import { CheckBox, RadioCards, Switch } from "../../parts/choice.tsx";
import { Notice } from "../../parts/notice.tsx";
import { toast } from "../../parts/toast.tsx";
import { ChatBoxPreview } from "./chat-box-preview.tsx";
import { CONTACT_FIELDS, type ContactForm, type FormsValues, formsOf, isRequired } from "./forms-values.ts";
import { useSite } from "./site-page.tsx";

const WHENS: readonly ContactForm["when"][] = ["never", "offline", "always"];
const LAUNCHERS: readonly FormsValues["launcher_style"][] = ["bubble", "greeting"];

export function FormsPage() {
  const t = useText();
  const site = useSite();
  const change = useChangeSite(site.id);
  const initial = formsOf(site.chat_box);
  const form = useForm<FormsValues>({
    initial,
    check: ({ contact_form: contact }) => ({
      contact_form:
        contact.when === "never" || CONTACT_FIELDS.some((field) => contact[field])
          ? undefined
          : t("settings.forms.no_fields"),
    }),
    send: async (values) => {
      const kept = await change.mutateAsync({ chat_box: { ...site.chat_box, ...values } });
      form.reset(formsOf(kept.chat_box));
      toast(t("settings.chat_box.saved"));
    },
  });
  const { values } = form;
  return (
    <form className="chat-box-page" onSubmit={form.submit} noValidate>
      <UnsavedGuard when={form.changed} />
      <div className="form-cards">
        <ContactFormCard site={site} form={form} />
        <Card title={t("settings.forms.before")} lead={t("settings.forms.before_lead")}>
          <div>
            <Switch
              label={t("settings.forms.notice")}
              hint={t("settings.forms.notice_hint")}
              checked={values.show_notice}
              onChange={(on) => form.set("show_notice", on)}
            />
            <Switch
              label={t("settings.forms.tick")}
              hint={t("settings.forms.tick_hint")}
              checked={values.show_notice && values.notice_tick_required}
              disabled={!values.show_notice}
              onChange={(on) => form.set("notice_tick_required", on)}
            />
          </div>
          {!values.show_notice && (
            <Notice kind="warn" role="status">
              {t("settings.forms.no_notice")}
            </Notice>
          )}
        </Card>
        <Card title={t("settings.forms.end")}>
          <div>
            <Switch
              label={t("settings.forms.rating")}
              hint={t("settings.forms.rating_hint")}
              checked={values.rating}
              onChange={(on) => form.set("rating", on)}
            />
            <Switch
              label={t("settings.forms.comment")}
              hint={t("settings.forms.comment_hint")}
              checked={values.rating && values.rating_comment}
              disabled={!values.rating}
              onChange={(on) => form.set("rating_comment", on)}
            />
            <Switch
              label={t("settings.forms.transcript")}
              hint={t("settings.forms.transcript_hint")}
              checked={values.transcript}
              onChange={(on) => form.set("transcript", on)}
            />
          </div>
        </Card>
        <Card title={t("settings.forms.launcher")}>
          <RadioCards
            legend={t("settings.forms.launcher_style")}
            value={values.launcher_style}
            inline
            options={LAUNCHERS.map((style) => ({
              value: style,
              label: t(`settings.forms.launcher_${style}`),
              hint: t(`settings.forms.launcher_${style}_hint`),
            }))}
            onChange={(style) => form.set("launcher_style", style)}
          />
        </Card>
        <FormFoot
          changed={form.changed}
          sending={form.sending}
          failure={form.failure}
          onDiscard={() => form.reset(initial)}
        />
      </div>
      <ChatBoxPreview
        siteName={site.name}
        hasGroups={site.groups.length > 0}
        language={site.language}
        color={site.chat_box.color}
        settings={{ ...site.chat_box, ...values }}
        hasEnd
      />
    </form>
  );
}

function ContactFormCard({ site, form }: { readonly site: SiteOut; readonly form: Form<FormsValues> }) {
  const t = useText();
  const { contact_form: contact } = form.values;
  const set = (changed: Partial<ContactForm>) => form.set("contact_form", { ...contact, ...changed });
  const hintOf = (field: (typeof CONTACT_FIELDS)[number]) => {
    if (field === "group" && site.groups.length === 0) return t("settings.forms.no_groups");
    return t(isRequired(field, contact.when) ? "settings.forms.required" : "settings.forms.optional");
  };
  return (
    <Card title={t("settings.forms.contact")} lead={t("settings.forms.contact_lead")}>
      <RadioCards
        legend={t("settings.forms.when")}
        value={contact.when}
        options={WHENS.map((when) => ({
          value: when,
          label: t(`settings.forms.when_${when}`),
          hint: t(`settings.forms.when_${when}_hint`),
        }))}
        onChange={(when) => set({ when })}
      />
      {contact.when !== "never" && (
        <fieldset className="contact-fields">
          <legend className="field-legend">{t("settings.forms.fields")}</legend>
          {CONTACT_FIELDS.map((field) => (
            <CheckBox
              key={field}
              label={t(`settings.forms.field_${field}`)}
              hint={hintOf(field)}
              checked={contact[field]}
              onChange={(on) => set({ [field]: on })}
            />
          ))}
        </fieldset>
      )}
      {form.errors.contact_form !== undefined && (
        <Notice kind="bad" role="alert">
          {form.errors.contact_form}
        </Notice>
      )}
      {contact.when === "offline" && !contact.email && (
        <Notice kind="warn" role="status">
          {t("settings.forms.no_email")}
        </Notice>
      )}
    </Card>
  );
}
