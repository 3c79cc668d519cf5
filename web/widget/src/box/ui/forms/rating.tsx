import { HttpError } from "@entrenous/protocol/http.ts";
import { useEffect, useRef, useState } from "preact/hooks";
import { RATINGS, type RatingValue } from "../../chat/rating.ts";
import { Icon } from "../icon.tsx";
import { useScene } from "../scene.ts";
import { Field } from "./field.tsx";
import { Sheet } from "./sheet.tsx";
import { useFormStyles } from "./use-form-styles.ts";

/** Below an ended conversation: the question, or the answer that was given. */
export function RatingCard(props: { onSkip(): void }) {
  const { texts } = useScene();
  useFormStyles();
  return (
    <section class="card-form" aria-labelledby="rating-title">
      <h3 id="rating-title">{texts.say("rating.title")}</h3>
      <RatingBody title="rating-title" leave={texts.say("rating.skip")} onLeave={props.onSkip} />
    </section>
  );
}

/** The same from the menu, also while the conversation goes on. */
export function RatingSheet(props: { onClose(): void }) {
  const { texts } = useScene();
  return (
    <Sheet title={texts.say("rating.title")} onClose={props.onClose}>
      <RatingBody
        title="sheet-title"
        leave={texts.say("form.cancel")}
        onLeave={props.onClose}
        close={props.onClose}
      />
    </Sheet>
  );
}

function RatingBody(props: {
  /** Id of the question above it. */
  readonly title: string;
  readonly leave: string;
  onLeave(): void;
  readonly close?: () => void;
}) {
  const { chat, texts } = useScene();
  const given = chat.delivery.conversation?.rating ?? undefined;
  const [isAsking, setAsking] = useState(!given);
  const [isThanked, setThanked] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isThanked) change.current?.focus();
  }, [isThanked]);
  const answer = RATINGS.find(({ value }) => value === given?.value);
  const isGiven = answer !== undefined && !isAsking;
  return (
    <>
      {!isGiven && (
        <RatingForm
          title={props.title}
          leave={props.leave}
          onLeave={() => (answer ? setAsking(false) : props.onLeave())}
          onSent={() => {
            setAsking(false);
            setThanked(true);
          }}
        />
      )}
      <div role="status" class="given">
        {isGiven && isThanked && <p>{texts.say("rating.thanks")}</p>}
        {isGiven && (
          <p>
            <Icon name={answer.icon} size={20} />{" "}
            {texts.say("rating.given", { rating: texts.say(answer.key) })}
          </p>
        )}
        {isGiven && given?.comment && (
          <blockquote>
            <bdi>{given.comment}</bdi>
          </blockquote>
        )}
      </div>
      {isGiven && (
        <div class="answers">
          <button
            ref={change}
            type="button"
            class="btn"
            onClick={() => {
              setThanked(false);
              setAsking(true);
            }}
          >
            {texts.say("rating.change")}
          </button>
          {props.close && (
            <button type="button" class="btn" onClick={props.close}>
              {texts.say("form.close")}
            </button>
          )}
        </div>
      )}
    </>
  );
}

/** Three faces with words, then a comment. Nothing is sent before the button is pressed. */
function RatingForm(props: {
  readonly title: string;
  readonly leave: string;
  onLeave(): void;
  onSent(): void;
}) {
  const { chat, texts, settings } = useScene();
  const given = chat.delivery.conversation?.rating ?? undefined;
  const [value, setValue] = useState<RatingValue | undefined>(given?.value);
  const [problem, setProblem] = useState("");
  const [isBusy, setBusy] = useState(false);
  const faces = useRef<HTMLFieldSetElement>(null);
  const comment = useRef<HTMLTextAreaElement>(null);

  const onSubmit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    if (value === undefined) {
      setProblem(texts.say("rating.missing"));
      faces.current?.querySelector("input")?.focus();
      return;
    }
    setBusy(true);
    try {
      await chat.rating.give(value, comment.current?.value.trim());
      props.onSent();
    } catch (error) {
      const isLost = error instanceof HttpError && error.code === "network";
      const said = error instanceof HttpError ? error.message : "";
      setProblem(isLost ? texts.say("form.unreached") : said || texts.say("form.refused"));
    }
    setBusy(false);
  };
  return (
    <form class="form" noValidate onSubmit={onSubmit}>
      <fieldset
        ref={faces}
        class="faces"
        aria-labelledby={props.title}
        aria-describedby={problem ? "rating-problem" : undefined}
      >
        {RATINGS.map((rating) => (
          <label key={rating.value}>
            <input
              type="radio"
              name="rating"
              value={rating.value}
              checked={value === rating.value}
              onChange={() => {
                setValue(rating.value);
                setProblem("");
              }}
            />
            <Icon name={rating.icon} size={20} />
            {texts.say(rating.key)}
          </label>
        ))}
      </fieldset>
      {settings.rating_comment && value !== undefined && (
        <Field name="comment" label={texts.say("rating.comment")} isRequired={false} problem={undefined}>
          {(attributes) => (
            <textarea
              {...attributes}
              ref={comment}
              class="in"
              rows={2}
              dir="auto"
              maxLength={1000}
              defaultValue={given?.comment ?? ""}
            />
          )}
        </Field>
      )}
      {problem && (
        <p class="wrong" role="alert" id="rating-problem">
          <Icon name="circle-alert" size={14} />
          {problem}
        </p>
      )}
      <div class="answers">
        <button type="button" class="btn" onClick={props.onLeave}>
          {props.leave}
        </button>
        <button type="submit" class="btn primary" aria-disabled={isBusy}>
          {texts.say("rating.send")}
        </button>
      </div>
    </form>
  );
}
