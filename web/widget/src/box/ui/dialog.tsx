import type { RefObject } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { isRatable } from "../chat/rating.ts";
import { Foot } from "./foot.tsx";
import { Header } from "./header.tsx";
import { keepFocus } from "./keep-focus.ts";
import { Later } from "./later.tsx";
import type { Panel } from "./panel.ts";
import { useScene } from "./scene.ts";
import { Strip } from "./strip.tsx";
import { Thread } from "./thread.tsx";

/** The whole box. `field` is the composer's field, where the focus goes when the visitor opens the box. */
export function Dialog(props: {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly isFullScreen: boolean;
  /** What lies over the conversation. */
  readonly panel: Panel | undefined;
  onPanel(panel: Panel | undefined): void;
  onMinimise(): void;
}) {
  const { chat, texts, settings, now } = useScene();
  const [, changed] = useReducer<number, void>((count) => count + 1, 0);
  const [isDropping, setDropping] = useState(false);
  const box = useRef<HTMLElement>(null);
  useEffect(() => chat.subscribe(() => changed()), [chat]);

  const { panel, onPanel } = props;
  // Asked for by the page while there is nothing to rate: it does not pop up at a later moment.
  const isPointless =
    panel === "rating" && chat.delivery.known && !isRatable(chat.delivery.conversation, now());
  useEffect(() => {
    if (isPointless) onPanel(undefined);
  }, [isPointless]);
  const closeQuestion = () => {
    onPanel(undefined);
    (props.field.current ?? box.current)?.focus();
  };
  const end = () => {
    chat.end();
    closeQuestion();
  };
  // What was opened from the menu gives the focus back there.
  const closeSheet = () => {
    onPanel(undefined);
    box.current?.querySelector<HTMLElement>(".menu-place > button")?.focus();
  };
  const toComposer = () => {
    // The composer exists after the next render.
    setTimeout(() => (props.field.current ?? box.current)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys pressed in the chat are not the page's shortcuts.
    event.stopPropagation();
    if (event.key === "Escape") props.onMinimise();
    else if (event.key === "Tab" && (props.isFullScreen || panel)) keepFocus(event, box.current);
  };
  const { isDue, needsTick, isUnsure } = chat.contact;
  const takesFiles = settings.writable && !chat.isEnded && !isDue && !needsTick && !isUnsure;
  const onDrag = (event: DragEvent) => {
    if (!takesFiles || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    setDropping(true);
  };
  const onDrop = (event: DragEvent) => {
    setDropping(false);
    if (!takesFiles || !event.dataTransfer?.files.length) return;
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
      <Header isFullScreen={props.isFullScreen} onMinimise={props.onMinimise} onPanel={onPanel} />
      <Strip />
      {isDue ? (
        // Without the form a visitor can still write.
        <Later key={chat.visitorNumber} onFailed={() => chat.contact.finish()}>
          {({ ContactForm }) => <ContactForm onDone={toComposer} />}
        </Later>
      ) : (
        <>
          <Thread />
          <Foot field={props.field} isRating={panel === "rating"} onNew={toComposer} />
        </>
      )}
      {isDropping && <p class="drop">{texts.say("composer.drop")}</p>}
      {panel !== undefined && !isPointless && (
        <Later key={chat.visitorNumber}>
          {({ EndDialog, RatingSheet, TranscriptSheet, ContactSheet }) => {
            switch (panel) {
              case "end":
                return <EndDialog onCancel={closeQuestion} onEnd={end} />;
              case "rating":
                return <RatingSheet onClose={closeSheet} />;
              case "transcript":
                return <TranscriptSheet onClose={closeSheet} />;
              case "contact":
                return <ContactSheet onClose={closeSheet} />;
              default:
                return panel satisfies never;
            }
          }}
        </Later>
      )}
    </section>
  );
}
