import type { ComponentProps, ReactNode } from "react";
import { classes } from "./button.tsx";
import { Tooltip } from "./tooltip.tsx";

type IconButtonProps = Omit<ComponentProps<"button">, "aria-label" | "title"> & {
  /** The name, for screen readers and as tooltip: an icon never stands alone. */
  readonly label: string;
  readonly children: ReactNode;
};

/** A button of one icon; 32 px, 44 px on touch. */
export function IconButton({ label, children, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button type="button" {...rest} aria-label={label} className={classes("icon-button", className)}>
        {children}
      </button>
    </Tooltip>
  );
}
