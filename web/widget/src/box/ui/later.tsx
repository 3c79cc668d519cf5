import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useScene } from "./scene.ts";

type Forms = typeof import("./forms/index.ts");

/** Once fetched, the forms are there at once. */
let fetched: Forms | undefined;

/** The forms, which most visitors never see: fetched when the first of them is shown. */
export function Later(props: { readonly children: (forms: Forms) => ComponentChild }) {
  const { texts } = useScene();
  const [forms, setForms] = useState(fetched);
  const [hasFailed, setFailed] = useState(false);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isWanted = true;
    import("./forms/index.ts").then(
      (module) => {
        fetched = module;
        if (isWanted) setForms(module);
      },
      () => isWanted && setFailed(true),
    );
    return () => {
      isWanted = false;
    };
  }, [tries]);
  if (forms) return <>{props.children(forms)}</>;
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
