import { Lock } from "lucide-react";
import { memo } from "react";
import { useText } from "../../i18n/text.tsx";
import { useDeskState } from "../desk-context.tsx";
import type { Outgoing } from "../state/outbox.ts";
import type { Note } from "../state/shapes.ts";
import { LinkedText } from "./linked-text.tsx";
import { MessageFrame } from "./message-frame.tsx";
import { OutgoingFoot } from "./outgoing-foot.tsx";

interface NoteViewProps {
  readonly note: Note;
  readonly headed: boolean;
  /** It is on its way. */
  readonly outgoing: Outgoing | undefined;
}

/** Text that only agents see: yellow, with a lock and the words. */
export const NoteView = memo(function NoteView({ note, headed, outgoing }: NoteViewProps) {
  const t = useText();
  const me = useDeskState((state) => state.me);
  const agent = useDeskState((state) => state.agents.get(note.author.id ?? ""));
  const mine = note.author.id === me;
  return (
    <MessageFrame
      side="end"
      look={outgoing?.state === "failed" ? "failed" : "note"}
      avatar={{ kind: "agent", name: agent?.name ?? note.author.name, src: agent?.avatar }}
      headed={headed}
      icon={<Lock size={12} aria-hidden="true" />}
      name={mine ? t("desk.thread.note_yours") : t("desk.thread.note", { name: note.author.name })}
      what={t("desk.thread.note_who")}
      at={note.created_at}
      foot={outgoing && <OutgoingFoot outgoing={outgoing} />}
    >
      <LinkedText text={note.text} />
    </MessageFrame>
  );
});
