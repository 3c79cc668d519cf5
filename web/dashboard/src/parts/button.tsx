import { createLink } from "@tanstack/react-router";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";

/** `primary` is the one filled button of a view; `danger-fill` only confirms inside a dialog. */
export type ButtonKind = "edge" | "primary" | "ghost" | "danger" | "danger-fill";

interface Look {
  readonly kind?: ButtonKind;
  /** `big` (44 px) where a page has one thing to do, such as signing in. */
  readonly size?: "desk" | "big";
  readonly icon?: ReactNode;
}

export type ButtonProps = ComponentProps<"button"> &
  Look & {
    /** True while the press is being carried out: keeps the words, focus and size, ignores presses. */
    readonly busy?: boolean;
  };

/** A button that does something here; `ButtonLink` goes somewhere. */
export function Button({
  kind = "edge",
  size = "desk",
  icon,
  busy = false,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classes("button", rest.className)}
      data-kind={kind}
      data-size={size}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        // `aria-disabled` instead of `disabled`: a button that loses focus throws keyboard users to the top.
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy ? <LoaderCircle size={16} className="spins" /> : icon}
      {children}
    </button>
  );
}

function PlainLink({ kind = "edge", size = "desk", icon, children, ...rest }: ComponentProps<"a"> & Look) {
  return (
    <a {...rest} className={classes("button", rest.className)} data-kind={kind} data-size={size}>
      {icon}
      {children}
    </a>
  );
}

/** A link of the router that looks like a button. */
export const ButtonLink = createLink(PlainLink);

/** Joins class names, leaving out what is absent. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter(Boolean).join(" ");
}
