/** The forms of the chat box in its preview: pictures of them, in the reader's language. */
import { useLanguage, useText } from "../../i18n/text.tsx";
import {
  CONTACT_FIELDS,
  type ContactField,
  type ContactForm,
  type FormsValues,
  isRequired,
} from "./forms-values.ts";

/** The contact form before the first message. */
export function PreviewForm({ form }: { readonly form: ContactForm }) {
  const t = useText();
  const reader = useLanguage();
  return (
    <div className="preview-form" lang={reader} dir="ltr">
      {CONTACT_FIELDS.filter((field) => form[field]).map((field) => (
        <PreviewField key={field} field={field} required={isRequired(field, form.when)} />
      ))}
      <span className="preview-button">{t("settings.preview.continue")}</span>
    </div>
  );
}

function PreviewField({ field, required }: { readonly field: ContactField; readonly required: boolean }) {
  const t = useText();
  return (
    <div className="preview-field">
      <span>
        {t(`settings.forms.field_${field}`)}
        {!required && <span className="field-optional"> {t("parts.field.optional")}</span>}
      </span>
      <span className="preview-input" />
    </div>
  );
}

/** The tick without which nothing can be sent. */
export function PreviewTick() {
  const t = useText();
  const reader = useLanguage();
  return (
    <span className="preview-tick" lang={reader} dir="ltr">
      <span className="preview-input" />
      {t("settings.preview.tick")}
    </span>
  );
}

const FACES = ["bad", "fair", "good"] as const;

/** What a conversation ends with. */
export function PreviewEnd({ forms }: { readonly forms: FormsValues }) {
  const t = useText();
  const reader = useLanguage();
  return (
    <div className="preview-thread" lang={reader} dir="ltr">
      {forms.rating && (
        <>
          <p className="preview-title">{t("settings.preview.rate")}</p>
          <div className="preview-faces">
            {FACES.map((face) => (
              <span key={face}>{t(`settings.preview.face_${face}`)}</span>
            ))}
          </div>
          {forms.rating_comment && (
            <div className="preview-field">
              <span>
                {t("settings.preview.comment")}
                <span className="field-optional"> {t("parts.field.optional")}</span>
              </span>
              <span className="preview-input" data-tall="" />
            </div>
          )}
        </>
      )}
      {forms.transcript && <span className="preview-button">{t("settings.preview.transcript")}</span>}
      {!forms.rating && !forms.transcript && (
        <p className="preview-line">{t("settings.preview.nothing_at_end")}</p>
      )}
    </div>
  );
}
