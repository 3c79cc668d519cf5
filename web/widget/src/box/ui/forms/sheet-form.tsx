import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../icon.tsx";
import { useScene } from "../scene.ts";
import type { AskedField } from "./asked-fields.ts";
import { Control } from "./control.tsx";
import { Sheet } from "./sheet.tsx";
import { type Answers, useAnswers } from "./use-answers.ts";

/** A sheet with a few fields. What `submit` resolves to is then said in their place. */
export function SheetForm(props: {
  readonly title: string;
  readonly intro?: ComponentChildren;
  readonly fields: readonly AskedField[];
  readonly action: string;
  submit(answers: Answers): Promise<string>;
  onClose(): void;
}) {
  const { texts } = useScene();
  const [done, setDone] = useState("");
  const close = useRef<HTMLButtonElement>(null);
  const answers = useAnswers(props.fields, async (given) => setDone(await props.submit(given)));
  useEffect(() => {
    if (done) close.current?.focus();
  }, [done]);
  return (
    <Sheet title={props.title} onClose={props.onClose}>
      {!done && (
        <form
          ref={answers.form}
          class="form"
          noValidate
          onSubmit={answers.onSubmit}
          onInput={answers.onInput}
        >
          {props.fields.map((field) => (
            <Control key={field.name} field={field} problem={answers.problems[field.name]} />
          ))}
          {answers.failure && (
            <p class="wrong" role="alert">
              <Icon name="circle-alert" size={14} />
              {answers.failure}
            </p>
          )}
          <div class="answers">
            <button type="button" class="btn" onClick={props.onClose}>
              {texts.say("form.cancel")}
            </button>
            <button type="submit" class="btn primary" aria-disabled={answers.isBusy}>
              {props.action}
            </button>
          </div>
        </form>
      )}
      {/* The place is always there: screen readers follow only regions that existed before their words. */}
      <p role="status">{done}</p>
      {done && (
        <div class="answers">
          <button ref={close} type="button" class="btn" onClick={props.onClose}>
            {texts.say("form.close")}
          </button>
        </div>
      )}
    </Sheet>
  );
}
