import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useFormStyles } from "./use-form-styles.ts";

/** A small dialog over the thread. The focus starts at its first control; Esc closes it. */
export function Sheet(props: {
  readonly title: string;
  readonly children: ComponentChildren;
  onClose(): void;
}) {
  useFormStyles();
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const first = sheet.current?.querySelector<HTMLElement>("input:checked, input, textarea, button");
    (first ?? sheet.current)?.focus();
  }, []);
  return (
    <div class="scrim">
      <div
        ref={sheet}
        class="ask"
        role="dialog"
        aria-modal="true"
        aria-labelledby="sheet-title"
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.stopPropagation();
          props.onClose();
        }}
      >
        <h3 id="sheet-title">{props.title}</h3>
        {props.children}
      </div>
    </div>
  );
}
