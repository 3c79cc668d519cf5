import { X } from "lucide-react";
import { type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { useText } from "../i18n/text.tsx";
import { IconButton } from "./icon-button.tsx";
import { LayerContext } from "./layer.ts";

interface DialogProps {
  readonly title: string;
  /** Esc, the close button or a press beside the dialog. */
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly size?: "plain" | "wide";
  /** `end`: a drawer at the end side, as high as the window. */
  readonly place?: "center" | "end";
  /** False: only the dialog's own buttons close it, because what it shows is shown once. */
  readonly dismissable?: boolean;
}

/**
 * A modal dialog, open while it is mounted. The browser's own `<dialog>` keeps focus inside and the page inert.
 *
 * Focus goes to the element with `data-autofocus`, else to the title: on the close button it would open that
 * button's tooltip, and the first Esc would close the tooltip only. It returns when the dialog goes.
 */
export function Dialog({
  title,
  onClose,
  children,
  size = "plain",
  place = "center",
  dismissable = true,
}: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const [layer, setLayer] = useState<HTMLElement | null>(null);
  const titleId = useId();
  const t = useText();
  useLayoutEffect(() => {
    const dialog = ref.current;
    const opener = openerOf(document.activeElement);
    dialog?.showModal();
    setLayer(dialog);
    const first = dialog?.querySelector<HTMLElement>("[data-autofocus]") ?? dialog?.querySelector("h2");
    first?.focus();
    return () => {
      dialog?.close();
      opener?.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard's way out is Esc, which arrives as `cancel`.
    <dialog
      ref={ref}
      className="dialog"
      data-size={size}
      data-place={place}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // React decides whether the dialog goes, so that unsaved work can stop it.
        event.preventDefault();
        if (dismissable) onClose();
      }}
      onClick={(event) => {
        if (!dismissable || event.target !== event.currentTarget) return;
        if (isBeside(event.currentTarget, event)) onClose();
      }}
    >
      <LayerContext value={layer}>
        <div className="dialog-head">
          <h2 id={titleId} tabIndex={-1}>
            {title}
          </h2>
          {dismissable && (
            <IconButton label={t("parts.dialog.close")} onClick={onClose}>
              <X size={16} />
            </IconButton>
          )}
        </div>
        <div className="dialog-body">{children}</div>
      </LayerContext>
    </dialog>
  );
}

/** What the focus returns to. An item of a menu is gone by then, so its menu's button stands in for it. */
function openerOf(active: Element | null): HTMLElement | null {
  const button = active?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  if (button) return document.getElementById(button);
  return active instanceof HTMLElement ? active : null;
}

/** Whether the press was on the backdrop: padding of the dialog itself also has the dialog as target. */
function isBeside(
  dialog: HTMLDialogElement,
  press: { readonly clientX: number; readonly clientY: number },
): boolean {
  const box = dialog.getBoundingClientRect();
  return (
    press.clientX < box.left ||
    press.clientX > box.right ||
    press.clientY < box.top ||
    press.clientY > box.bottom
  );
}
