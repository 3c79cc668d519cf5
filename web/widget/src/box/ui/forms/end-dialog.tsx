import { useEffect, useRef } from "preact/hooks";
import { useScene } from "../scene.ts";

/** Asks before the conversation ends. The focus starts at the harmless answer; Esc is that answer too. */
export function EndDialog(props: { readonly onEnd: () => void; readonly onCancel: () => void }) {
  const { texts } = useScene();
  const cancel = useRef<HTMLButtonElement>(null);
  useEffect(() => cancel.current?.focus(), []);
  return (
    <div class="scrim">
      <div
        class="ask"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="end-title"
        aria-describedby="end-text"
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          props.onCancel();
        }}
      >
        <h3 id="end-title">{texts.say("end.title")}</h3>
        <p id="end-text">{texts.say("end.text")}</p>
        <div class="answers">
          <button ref={cancel} type="button" class="btn" onClick={props.onCancel}>
            {texts.say("end.cancel")}
          </button>
          <button type="button" class="btn danger" onClick={props.onEnd}>
            {texts.say("end.confirm")}
          </button>
        </div>
      </div>
    </div>
  );
}
