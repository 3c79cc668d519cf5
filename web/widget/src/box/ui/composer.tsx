import { HttpError } from "@entrenous/protocol/http.ts";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { countChars } from "../chat/count-chars.ts";
import { Icon } from "./icon.tsx";
import { useScene } from "./scene.ts";
import { useHandover } from "./use-handover.ts";
import { usePopups } from "./use-popups.ts";

/** The composer grows up to this height in px, then it scrolls. */
const TALLEST_PX = 132;

/** Where the visitor writes. Enter sends, Shift and Enter begin a line; `field` gets the focus from outside. */
export function Composer({ field }: { readonly field: RefObject<HTMLTextAreaElement | null> }) {
  const { chat, texts, settings } = useScene();
  const picker = useRef<HTMLInputElement>(null);
  const emojiButton = useRef<HTMLButtonElement>(null);
  const [hasText, setHasText] = useState(chat.draft.trim() !== "");
  const [problem, setProblem] = useState("");
  const [isPicking, setPicking] = useState(false);
  const popups = usePopups(isPicking, () => {
    setPicking(false);
    setProblem(texts.say("form.unloaded"));
  });
  const tick = useRef<HTMLInputElement>(null);
  const waits = useRef(false);
  const foot = useRef<HTMLDivElement>(null);

  useHandover(foot, () => field.current);
  const fit = () => {
    const area = field.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, TALLEST_PX)}px`;
  };
  // The field belongs to the visitor; it is only written when the page or another tab changed the draft.
  useLayoutEffect(() => {
    if (!field.current) return;
    field.current.value = chat.draft;
    setHasText(chat.draft.trim() !== "");
    fit();
  }, [chat.draftNumber]);

  const changed = () => {
    const text = field.current?.value ?? "";
    chat.setDraft(text);
    setHasText(text.trim() !== "");
    setProblem(tooLong(text));
    fit();
  };
  const tooLong = (text: string) => {
    const over = countChars(text.trim()) - chat.textLimit;
    return over > 0 ? texts.say("composer.too_long", { count: over }) : "";
  };
  /** Where the owner wants a tick first, nothing goes without it; the server hears of it before the words. */
  const mayGo = async () => {
    if (!chat.contact.needsTick) return true;
    if (!chat.contact.isTicked) {
      setProblem(texts.say("notice.tick_missing"));
      tick.current?.focus();
      return false;
    }
    try {
      await chat.contact.submit({ processing_consent: true });
      return true;
    } catch (error) {
      setProblem((error instanceof HttpError && error.message) || texts.say("composer.unreached"));
      return false;
    }
  };
  const send = async () => {
    waits.current = chat.contact.isUnsure;
    if (waits.current || !field.current?.value.trim() || !(await mayGo())) return;
    const area = field.current;
    if (!area) return;
    const result = chat.say(area.value);
    if (result === "said") {
      area.value = "";
      changed();
      setPicking(false);
    } else if (result === "full") {
      setProblem(texts.say("composer.full"));
    } else if (result === "too_long") {
      setProblem(tooLong(area.value));
    }
    area.focus();
  };
  // Sent before it was known what is asked first: the text has stayed here, and goes on as soon as it may.
  useEffect(() => {
    if (waits.current) void send();
  }, [chat.contact.isUnsure]);
  const insert = (text: string) => {
    const area = field.current;
    if (!area) return;
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    changed();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word (keyCode 229 where the flag comes too late).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    void send();
  };
  const attach = async (files: File[]) => {
    if (chat.contact.isUnsure) setProblem(texts.say("composer.unreached"));
    else if (await mayGo()) chat.attach(files);
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = event.clipboardData?.files;
    if (!files || files.length === 0) return;
    event.preventDefault();
    void attach(Array.from(files));
  };
  const chosen = () => {
    const input = picker.current;
    if (!input?.files) return;
    void attach(Array.from(input.files));
    input.value = ""; // The same file can be chosen again.
  };

  return (
    <div ref={foot} class="foot">
      {isPicking && popups && (
        <popups.EmojiPicker
          onPick={insert}
          onClose={() => {
            setPicking(false);
            emojiButton.current?.focus();
          }}
        />
      )}
      {chat.contact.needsTick && (
        <label class="tick">
          <input
            ref={tick}
            type="checkbox"
            checked={chat.contact.isTicked}
            aria-required
            onChange={(event) => {
              chat.contact.tick(event.currentTarget.checked);
              setProblem("");
            }}
          />
          <span>{texts.say("notice.tick", { site: settings.name })}</span>
        </label>
      )}
      {problem && (
        <p class="problem" role="alert" id="composer-problem">
          <Icon name="circle-alert" size={14} />
          {problem}
        </p>
      )}
      <div class="composer">
        <input ref={picker} type="file" multiple hidden onChange={chosen} />
        <button
          type="button"
          class="ib"
          aria-label={texts.say("composer.attach")}
          onClick={() => picker.current?.click()}
        >
          <Icon name="paperclip" size={20} />
        </button>
        <textarea
          ref={field}
          rows={1}
          // What is typed has its own direction; the words that stand in for it have the box's.
          dir={hasText ? "auto" : undefined}
          placeholder={texts.say("composer.placeholder")}
          aria-label={texts.say("composer.name")}
          aria-invalid={problem !== ""}
          aria-describedby={problem ? "composer-problem" : undefined}
          onInput={changed}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button
          ref={emojiButton}
          type="button"
          class="ib"
          aria-label={texts.say("composer.emoji")}
          aria-expanded={isPicking}
          onClick={() => setPicking(!isPicking)}
        >
          <Icon name="smile" size={20} />
        </button>
        <button
          type="button"
          class={hasText ? "send" : "send off"}
          aria-label={texts.say("composer.send")}
          aria-disabled={!hasText}
          onClick={() => void send()}
        >
          <Icon name="send-horizontal" size={20} flip />
        </button>
      </div>
    </div>
  );
}
