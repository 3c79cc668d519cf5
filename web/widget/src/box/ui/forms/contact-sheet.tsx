import { useScene } from "../scene.ts";
import { ownField } from "./asked-fields.ts";
import { SheetForm } from "./sheet-form.tsx";

/** The contact details by themselves, when the page asks for them beside a conversation. */
export function ContactSheet(props: { onClose(): void }) {
  const { chat, texts, settings } = useScene();
  const chosen = (["name", "email", "phone"] as const).filter((name) => settings.contact_form[name]);
  const names = chosen.length > 0 ? chosen : (["name", "email"] as const);
  return (
    <SheetForm
      title={texts.say("form.title")}
      fields={names.map((name) => ownField(name, false, texts, name === "email" ? chat.contact.email : ""))}
      action={texts.say("form.save")}
      submit={async (given) => {
        const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
        await chat.contact.submit({ ...values, processing_consent: false });
        chat.reports.login(given);
        return texts.say("form.saved");
      }}
      onClose={props.onClose}
    />
  );
}
