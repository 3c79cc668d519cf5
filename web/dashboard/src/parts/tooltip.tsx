import { Tooltip as Radix } from "radix-ui";
import type { ReactElement } from "react";
import { useLayer } from "./layer.ts";

/** Needed once around the application: tooltips beside each other open without delay. */
export const TooltipProvider = Radix.Provider;

/**
 * Words beside a control on hover and focus; Esc closes them and the pointer may rest on them.
 *
 * The control must already carry the same words as its name: the tooltip adds nothing for screen readers.
 */
export function Tooltip({ text, children }: { readonly text: string; readonly children: ReactElement }) {
  const layer = useLayer();
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content className="tooltip" sideOffset={6} collisionPadding={8} aria-hidden="true">
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
