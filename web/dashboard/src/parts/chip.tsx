import type { ReactNode } from "react";

/** Machines (`bot`, `ai`) have square corners; people and places are round. */
export type ChipKind = "plain" | "line" | "ok" | "warn" | "bad" | "accent" | "bot" | "ai";

interface ChipProps {
  readonly kind?: ChipKind;
  /** 12 px, beside the word: colour is never alone. */
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

export function Chip({ kind = "plain", icon, children }: ChipProps) {
  return (
    <span className="chip" data-kind={kind}>
      {icon}
      {children}
    </span>
  );
}

/** A number on the accent, such as unread messages. Its meaning in words belongs into the control's name. */
export function Count({ value }: { readonly value: number }) {
  // Drawn by the style sheet: as text it would count as a part of the words that name the control.
  return <span className="count" data-value={value > 99 ? "99+" : value} aria-hidden="true" />;
}
