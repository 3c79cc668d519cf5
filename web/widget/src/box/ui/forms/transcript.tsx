import { useScene } from "../scene.ts";
import { ownField } from "./asked-fields.ts";
import { SheetForm } from "./sheet-form.tsx";

/** Where the conversation shall be sent. A link comes first to an address that is not proven to be the visitor's. */
export function TranscriptSheet(props: { onClose(): void }) {
  const { chat, texts } = useScene();
  return (
    <SheetForm
      title={texts.say("transcript.title")}
      fields={[ownField("email", true, texts, chat.contact.email)]}
      action={texts.say("transcript.send")}
      submit={async ({ email = "" }) => {
        const { needs_confirmation } = await chat.calls.requestTranscript({
          conversation_id: chat.delivery.conversationId ?? "",
          email,
          language: texts.tag,
        });
        return texts.say(needs_confirmation ? "transcript.link" : "transcript.sent", { email });
      }}
      onClose={props.onClose}
    />
  );
}
