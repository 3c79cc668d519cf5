import type { RefObject } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { Composer } from "./composer.tsx";
import { EndDialog } from "./end-dialog.tsx";
import { Header } from "./header.tsx";
import { useScene } from "./scene.ts";
import { Strip } from "./strip.tsx";
import { Thread } from "./thread.tsx";

/** The whole box. `field` is the composer's field, where the focus goes when the visitor opens the box. */
export function Dialog(props: {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly isFullScreen: boolean;
  onMinimise(): void;
}) {
  const { chat, texts, settings } = useScene();
  const [, changed] = useReducer<number, void>((count) => count + 1, 0);
  const [isAsking, setAsking] = useState(false);
  const [isDropping, setDropping] = useState(false);
  const box = useRef<HTMLElement>(null);
  useEffect(() => chat.subscribe(() => changed()), [chat]);

  const closeQuestion = () => {
    setAsking(false);
    (props.field.current ?? box.current)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys pressed in the chat are not the page's shortcuts.
    event.stopPropagation();
    if (event.key === "Escape") props.onMinimise();
    else if (event.key === "Tab" && (props.isFullScreen || isAsking)) keepFocus(event, box.current);
  };
  const onDrag = (event: DragEvent) => {
    if (chat.isEnded || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setDropping(true);
  };
  const onDrop = (event: DragEvent) => {
    setDropping(false);
    if (chat.isEnded || !event.dataTransfer?.files.length) return;
    event.preventDefault();
    chat.attach(Array.from(event.dataTransfer.files));
  };

  return (
    <section
      ref={box}
      class="dialog"
      role="dialog"
      lang={texts.tag}
      aria-modal={props.isFullScreen}
      aria-label={texts.say("dialog.name", { site: settings.name })}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onDragOver={onDrag}
      onDragLeave={(event) => {
        if (!box.current?.contains(event.relatedTarget as Node | null)) setDropping(false);
      }}
      onDrop={onDrop}
    >
      <Header isFullScreen={props.isFullScreen} onMinimise={props.onMinimise} onEnd={() => setAsking(true)} />
      <Strip />
      <Thread />
      {chat.isEnded ? (
        <div class="foot">
          <button
            type="button"
            class="btn"
            onClick={() => {
              chat.startNew();
              // The composer exists after the next render.
              setTimeout(() => props.field.current?.focus());
            }}
          >
            {texts.say("ended.new")}
          </button>
        </div>
      ) : (
        <Composer field={props.field} />
      )}
      {isDropping && <p class="drop">{texts.say("composer.drop")}</p>}
      {isAsking && (
        <EndDialog
          onCancel={closeQuestion}
          onEnd={() => {
            chat.end();
            closeQuestion();
          }}
        />
      )}
    </section>
  );
}

/** Tab goes round inside the open question, else inside the box, while the page behind cannot be used. */
function keepFocus(event: KeyboardEvent, box: HTMLElement | null): void {
  const place = box?.querySelector<HTMLElement>(".ask") ?? box;
  if (!place) return;
  const stops = Array.from(
    place.querySelectorAll<HTMLElement>("button, a[href], textarea, [tabindex='0']"),
  ).filter((stop) => stop.tabIndex >= 0 && stop.getClientRects().length > 0);
  const active = (place.getRootNode() as ShadowRoot).activeElement;
  const first = stops[0];
  const last = stops[stops.length - 1];
  if (event.shiftKey && (active === first || active === box)) {
    event.preventDefault();
    last?.focus();
  } else if (!event.shiftKey && active === last) {
    event.preventDefault();
    first?.focus();
  }
}
