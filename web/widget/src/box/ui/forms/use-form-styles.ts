import { useLayoutEffect } from "preact/hooks";
import { useScene } from "../scene.ts";
import css from "./forms.css?inline";

/** The sheet of the forms is there as long as one of them is. */
export function useFormStyles(): void {
  const { adoptStyles } = useScene();
  useLayoutEffect(() => adoptStyles(css), []);
}
