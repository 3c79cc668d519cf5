import type { ComponentChild } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Catalogue } from "../chat/fetch-words.ts";
import { SceneContext, useScene } from "./scene.ts";

type Forms = typeof import("./forms/index.ts");

/** The forms and their words in one language. */
interface Fetched {
  readonly forms: Forms;
  readonly words: Catalogue;
  /** The language of the words. */
  readonly tag: string;
}

/** Once fetched, the forms are there at once. */
let fetched: Fetched | undefined;

async function fetchForms(tag: string): Promise<Fetched> {
  if (fetched?.tag !== tag) fetched = await withWords(await import("./forms/index.ts"), tag);
  return fetched;
}

async function withWords(forms: Forms, tag: string): Promise<Fetched> {
  return { forms, ...(await forms.loadFormWords(tag)) };
}

/** The forms, which most visitors never see: fetched when the first of them is shown. */
export function Later(props: {
  readonly children: (forms: Forms) => ComponentChild;
  /** They could not be fetched. */
  readonly onFailed?: () => void;
}) {
  const scene = useScene();
  const { texts } = scene;
  const [got, setGot] = useState<Fetched | undefined>(fetched);
  const [hasFailed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  // Words are made anew only when there are others.
  const own = useMemo(() => got && texts.with(got.words), [got, texts]);
  useEffect(() => {
    let isWanted = true;
    fetchForms(texts.tag).then(
      (forms) => isWanted && setGot(forms),
      () => {
        if (!isWanted) return;
        setFailed(true);
        props.onFailed?.();
      },
    );
    return () => {
      isWanted = false;
    };
  }, [tries, texts.tag]);
  if (got && own) {
    return (
      <SceneContext.Provider value={{ ...scene, texts: own }}>
        {props.children(got.forms)}
      </SceneContext.Provider>
    );
  }
  if (!hasFailed) return null;
  return (
    <p class="sys" role="alert">
      {texts.say("form.unloaded")}{" "}
      <button
        type="button"
        class="link"
        onClick={() => {
          setFailed(false);
          setTries(tries + 1);
        }}
      >
        {texts.say("message.retry")}
      </button>
    </p>
  );
}
