import { Lock, Paperclip, SendHorizontal } from "lucide-react";
import {
  type ClipboardEvent,
  type KeyboardEvent,
  type Ref,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { useDesk, useDeskState } from "../desk-context.tsx";
import { visitorName } from "../names.ts";
import type { Conversation } from "../state/shapes.ts";
import type { ConversationActs } from "../thread/use-acts.ts";
import { type Draft, setDraft, useDraft, type WritingMode } from "./drafts.ts";
import { EmojiPicker } from "./emoji-picker.tsx";
import { textRoom } from "./text-room.ts";
import { UploadList } from "./upload-list.tsx";
import type { Uploads } from "./uploads.ts";

/** What keys outside the composer may ask of it. */
export interface ComposerHandle {
  /** Chooses what to write and takes the focus. */
  write(mode: WritingMode): void;
  /** Takes files that came to the conversation; a note has none and says so instead. */
  take(files: Iterable<File>): void;
}

interface ComposerProps {
  readonly conversation: Conversation;
  readonly acts: ConversationActs;
  readonly uploads: Uploads;
  /** Esc in the text: the focus goes to the thread. */
  readonly onLeave: () => void;
  readonly ref?: Ref<ComposerHandle>;
}

/** Before `welcomed` has told the limits. Source: protocol, `ContentIn::Text`. */
const TEXT_CHARS = 4_000;
const FILE_BYTES = 10 * 1_024 * 1_024;

/** Where replies and notes are written. What was typed is kept until the server has it. */
export function Composer({ conversation, acts, uploads, onLeave, ref }: ComposerProps) {
  const t = useText();
  const desk = useDesk();
  const { id } = conversation;
  const draft = useDraft(id);
  const limits = useDeskState((state) => state.limits);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [full, setFull] = useState(false);
  /** Files came while a note is written. They stay here: whoever writes a note does not write to the visitor. */
  const [refusedFiles, setRefusedFiles] = useState(false);
  const mode = draft.mode;
  const text = draft[mode];
  const name = visitorName(conversation.visitor, t);
  const mostBytes = limits?.file_bytes ?? FILE_BYTES;
  const room = textRoom(text, limits?.text_chars ?? TEXT_CHARS);
  const closed = conversation.owner_state === "closed";

  const change = (part: Partial<Draft>) => setDraft(id, { ...draft, ...part });
  const write = (next: WritingMode) => {
    setRefusedFiles(false);
    change({ mode: next });
    // The field may only come with the next drawing.
    requestAnimationFrame(() => field.current?.focus());
  };
  const take = (files: Iterable<File>) => {
    if (mode === "note") {
      setRefusedFiles(true);
      return;
    }
    uploads.add(id, files, mostBytes);
    field.current?.focus();
  };
  useImperativeHandle(ref, () => ({ write, take }));

  const typed = (value: string) => {
    setFull(false);
    change({ [mode]: value });
    if (mode !== "reply") return;
    if (value === "") desk.typing.stop();
    else desk.typing.typed(id);
  };
  const send = () => {
    const words = text.trim();
    if (words === "" || room < 0) return;
    const taken = desk.send({ type: mode === "note" ? "note" : "text", conversationId: id, text: words });
    setFull(!taken);
    if (taken) {
      change({ [mode]: "" });
      setRefusedFiles(false);
    }
    field.current?.focus();
  };
  const insert = (piece: string) => {
    const from = field.current?.selectionStart ?? text.length;
    const to = field.current?.selectionEnd ?? from;
    typed(text.slice(0, from) + piece + text.slice(to));
    requestAnimationFrame(() => field.current?.setSelectionRange(from + piece.length, from + piece.length));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is being composed (Chinese, Japanese), Enter chooses it.
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape") {
      event.stopPropagation();
      onLeave();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    // What was copied from a document comes as words and as their picture; a note takes the words.
    if (mode === "reply") event.preventDefault();
    take(files);
  };

  return (
    <section className="composer" data-mode={mode} aria-label={t("desk.composer.label")}>
      <fieldset className="composer-modes">
        <legend className="sight-hidden">{t("desk.composer.mode")}</legend>
        {(["reply", "note"] as const).map((one) => (
          <button key={one} type="button" aria-pressed={one === mode} onClick={() => write(one)}>
            {t(`desk.composer.${one}`)}
          </button>
        ))}
      </fieldset>
      {mode === "reply" && <UploadList uploads={uploads} conversationId={id} mostBytes={mostBytes} />}
      {closed && mode === "reply" ? (
        <div className="composer-closed">
          <p>{t("desk.composer.closed")}</p>
          <Button busy={acts.busy === "reopen"} onClick={acts.reopen}>
            {t("desk.head.reopen")}
          </Button>
        </div>
      ) : (
        <>
          <div className="composer-field">
            {mode === "note" && <Lock size={14} aria-hidden="true" />}
            <textarea
              ref={field}
              rows={2}
              dir="auto"
              value={text}
              aria-label={
                mode === "note" ? t("desk.composer.write_note") : t("desk.composer.write", { name })
              }
              placeholder={
                mode === "note" ? t("desk.composer.write_note") : t("desk.composer.write", { name })
              }
              aria-invalid={room < 0 || undefined}
              onChange={(event) => typed(event.target.value)}
              onKeyDown={onKeyDown}
              onPaste={onPaste}
              onBlur={() => desk.typing.stop()}
            />
          </div>
          <div className="composer-foot">
            {mode === "reply" && (
              <>
                <input
                  ref={picker}
                  type="file"
                  multiple
                  hidden
                  onChange={(event) => {
                    take(event.target.files ?? []);
                    event.target.value = "";
                  }}
                />
                <IconButton label={t("desk.composer.attach")} onClick={() => picker.current?.click()}>
                  <Paperclip size={20} />
                </IconButton>
              </>
            )}
            <EmojiPicker onPick={insert} onClose={() => field.current?.focus()} />
            <p
              className="composer-words"
              role="status"
              data-urgent={full || refusedFiles || room < 200 || undefined}
            >
              {words()}
            </p>
            <Button
              kind={mode === "note" ? "edge" : "primary"}
              disabled={text.trim() === "" || room < 0}
              onClick={send}
              className="composer-send"
            >
              {mode === "reply" && (
                <SendHorizontal size={16} className="flips send-icon" aria-hidden="true" />
              )}
              <span className="send-words">
                {t(mode === "note" ? "desk.composer.add_note" : "desk.composer.send")}
              </span>
              {mode === "reply" && <kbd className="key-cap">↵</kbd>}
            </Button>
          </div>
        </>
      )}
    </section>
  );

  function words(): string {
    if (full) return t("desk.composer.full");
    if (room < 0) return t("desk.composer.too_long", { count: -room });
    if (refusedFiles) return t("desk.composer.note_no_files", { name });
    if (room < 200) return t("desk.composer.left", { count: room });
    const sees = mode === "note" ? t("desk.composer.sees_note") : t("desk.composer.sees", { name });
    return text.trim() === "" ? sees : `${sees} ${t("desk.composer.draft_saved")}`;
  }
}
