/** The forms of the chat box in its preview: pictures of them, in the words and the order of the real ones. */
import { ChevronDown, Frown, Meh, ShieldCheck, Smile } from "lucide-react";
import type { ReactNode } from "react";
import type { ChatBoxSettings, ChatBoxTexts } from "../../api/shapes.ts";
import type { BoxTexts } from "./box-texts.ts";
import { CONTACT_FIELDS, type FormsValues, isRequired, needsTick } from "./forms-values.ts";

/** What every part of the picture draws from. */
export interface PreviewPart {
  readonly siteName: string;
  readonly settings: ChatBoxSettings;
  readonly forms: FormsValues;
  /** The owner's own words. */
  readonly texts: ChatBoxTexts;
  /** The product's words in the same language. */
  readonly standard: BoxTexts;
}

interface FormProps extends PreviewPart {
  readonly hasGroups: boolean;
  readonly online: boolean;
}

/** The contact form before the first message, which stands in it; neither greeting nor composer are beside it. */
export function PreviewForm({ hasGroups, online, ...part }: FormProps) {
  const { forms, texts, standard } = part;
  const { contact_form: contact } = forms;
  const fields = CONTACT_FIELDS.filter((field) => contact[field] && (field !== "group" || hasGroups));
  return (
    <div className="preview-thread">
      <div className="preview-form">
        <p className="preview-line">
          {texts.form_text || standard[online ? "box.form.intro" : "box.form.offline"]}
        </p>
        {fields.map((field) => (
          <PreviewField
            key={field}
            label={standard[`box.form.${field}`]}
            optional={isRequired(field, contact.when) ? undefined : standard["box.form.optional"]}
          >
            {field === "group" ? (
              <span className="preview-input">
                {standard["box.form.group_any"]}
                <ChevronDown size={16} />
              </span>
            ) : (
              <span className="preview-input" />
            )}
          </PreviewField>
        ))}
        <PreviewField label={standard[online ? "box.form.question" : "box.form.message"]}>
          <span className="preview-input" data-tall="" />
        </PreviewField>
        {needsTick(forms) && (
          <>
            <PreviewNotice {...part} />
            <PreviewTick {...part} />
          </>
        )}
        <span className="preview-button" data-primary="">
          {standard[online ? "box.form.start" : "box.form.send"]}
        </span>
      </div>
      {!needsTick(forms) && <PreviewNotice {...part} />}
    </div>
  );
}

interface FieldProps {
  readonly label: string;
  /** The word for it, where it may stay empty. */
  readonly optional?: string | undefined;
  readonly children: ReactNode;
}

function PreviewField({ label, optional, children }: FieldProps) {
  return (
    <div className="preview-field">
      <span>
        {label}
        {optional !== undefined && <span className="field-optional"> {optional}</span>}
      </span>
      {children}
    </div>
  );
}

/** What happens to what is written. */
export function PreviewNotice({ siteName, settings, forms, texts, standard }: PreviewPart) {
  if (!forms.show_notice) return null;
  const [before, after] = standard["box.notice.to"].split("{site}");
  return (
    <p className="preview-notice">
      <ShieldCheck size={14} />
      <span>
        {texts.notice_text || (
          <>
            {before}
            <b>{siteName}</b>
            {after} {standard["box.notice.use"]}
          </>
        )}{" "}
        {(settings.privacy_url ?? "").trim() !== "" && (
          <b className="preview-link">{standard["box.notice.rights"]}</b>
        )}
      </span>
    </p>
  );
}

/** The tick without which nothing can be sent. */
export function PreviewTick({ siteName, standard }: PreviewPart) {
  return (
    <span className="preview-tick">
      <span className="preview-input" />
      <span>{standard["box.notice.tick"].replace("{site}", siteName)}</span>
    </span>
  );
}

/** The answers in their order; the last one is chosen in the picture, because the comment is asked after a choice. */
const FACES = [
  { key: "box.rating.bad", Icon: Frown },
  { key: "box.rating.normal", Icon: Meh },
  { key: "box.rating.good", Icon: Smile },
] as const;

/** What a conversation ends with. */
export function PreviewEnd(part: PreviewPart) {
  const { forms, standard } = part;
  return (
    <>
      <div className="preview-thread">
        <PreviewNotice {...part} />
        <p className="preview-system">{standard["box.system.closed"]}</p>
      </div>
      <div className="preview-foot">
        {forms.rating && (
          <div className="preview-rating">
            <b>{standard["box.rating.title"]}</b>
            <div className="preview-faces">
              {FACES.map(({ key, Icon }) => (
                <span key={key} data-chosen={key === "box.rating.good" ? "" : undefined}>
                  <Icon size={20} />
                  {standard[key]}
                </span>
              ))}
            </div>
            {forms.rating_comment && (
              <PreviewField label={standard["box.rating.comment"]} optional={standard["box.form.optional"]}>
                <span className="preview-input" data-tall="" />
              </PreviewField>
            )}
            <div className="preview-answers">
              <span className="preview-button">{standard["box.rating.skip"]}</span>
              <span className="preview-button" data-primary="">
                {standard["box.rating.send"]}
              </span>
            </div>
          </div>
        )}
        <span className="preview-button">{standard["box.ended.new"]}</span>
      </div>
    </>
  );
}
