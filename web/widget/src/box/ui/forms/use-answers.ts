import { HttpError } from "@entrenous/protocol/http.ts";
import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useScene } from "../scene.ts";
import { type AskedField, checkAnswer } from "./asked-fields.ts";

/** A form's answers by field name; a tick that is not set is empty. */
export type Answers = Readonly<Record<string, string>>;

export interface AnswersState {
  readonly form: RefObject<HTMLFormElement | null>;
  /** By field name, in words. */
  readonly problems: Answers;
  /** What is wrong with the whole, in words. */
  readonly failure: string;
  readonly isBusy: boolean;
  read(): Answers;
  onInput(event: Event): void;
  onSubmit(event: Event): void;
}

/**
 * Reads, checks and hands in a form. `submit` rejects with `HttpError`. The controls keep their text themselves,
 * so that nothing that was typed depends on a render.
 */
export function useAnswers(
  fields: readonly AskedField[],
  submit: (answers: Answers) => Promise<void>,
): AnswersState {
  const { texts } = useScene();
  const form = useRef<HTMLFormElement>(null);
  const [problems, setProblems] = useState<Answers>({});
  const [failure, setFailure] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [wrongTries, setWrongTries] = useState(0);
  // After the words stand beside the field, so that they are said with it.
  useEffect(() => form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), [wrongTries]);

  const read = () => {
    const data = form.current ? new FormData(form.current) : new FormData();
    return Object.fromEntries(fields.map(({ name }) => [name, `${data.get(name) ?? ""}`.trim()]));
  };
  const show = (found: Answers) => {
    setProblems(found);
    setWrongTries((count) => count + 1);
  };
  const failed = (error: unknown) => {
    const told = error instanceof HttpError ? error.fields : [];
    const known = told.filter(({ field }) => fields.some(({ name }) => name === field));
    if (known.length > 0) show(Object.fromEntries(known.map(({ field, message }) => [field, message])));
    else if (error instanceof HttpError && error.code === "network") setFailure(texts.say("form.unreached"));
    else setFailure((error instanceof HttpError && error.message) || texts.say("form.refused"));
  };

  return {
    form,
    problems,
    failure,
    isBusy,
    read,
    onInput(event) {
      const { name, form: own } = event.target as HTMLInputElement;
      const field = fields.find((asked) => asked.name === name);
      if (!field || !own || problems[name] === undefined) return;
      // A complaint goes as soon as its reason has gone; a new one waits for the next try.
      if (checkAnswer(field, read()[name] ?? "", texts) !== undefined) return;
      const { [name]: _gone, ...others } = problems;
      setProblems(others);
    },
    onSubmit(event) {
      event.preventDefault();
      if (isBusy) return;
      const answers = read();
      const found: Record<string, string> = {};
      for (const field of fields) {
        const problem = checkAnswer(field, answers[field.name] ?? "", texts);
        if (problem !== undefined) found[field.name] = problem;
      }
      setFailure("");
      if (Object.keys(found).length > 0) {
        show(found);
        return;
      }
      setProblems({});
      setBusy(true);
      submit(answers)
        .catch(failed)
        .finally(() => setBusy(false));
    },
  };
}
