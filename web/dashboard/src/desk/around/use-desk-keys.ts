import { useEffect, useRef } from "react";
import { preferencesNow } from "../live/preferences.ts";

/** What keys can do at the desk. */
export interface DeskKeys {
  step(by: 1 | -1): void;
  reply(): void;
  note(): void;
  closeOrReopen(): void;
  assignToMe(): void;
  assign(): void;
  search(): void;
  toList(): void;
  toggleContext(): void;
  sheet(): void;
  /** Esc outside of fields and popups. */
  leave(): void;
}

/** Listens for the desk's keys. They are matched by the character produced, so every layout has them. */
export function useDeskKeys(keys: DeskKeys): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || isPopupOpen()) return;
      const act = actOf(event, current.current);
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}

function actOf(event: KeyboardEvent, keys: DeskKeys): (() => void) | undefined {
  const { key, altKey, ctrlKey, metaKey } = event;
  // Alt with arrows types nothing on any layout, so it works in fields too.
  if (altKey && !ctrlKey && !metaKey) {
    if (key === "ArrowDown") return () => keys.step(1);
    if (key === "ArrowUp") return () => keys.step(-1);
    return undefined;
  }
  if (ctrlKey || metaKey || isField(event.target)) return undefined;
  if (key === "Escape") return keys.leave;
  if (!preferencesNow().letters) return undefined;
  switch (key) {
    case "j":
      return () => keys.step(1);
    case "k":
      return () => keys.step(-1);
    case "r":
      return keys.reply;
    case "n":
      return keys.note;
    case "e":
      return keys.closeOrReopen;
    case "m":
      return keys.assignToMe;
    case "a":
      return keys.assign;
    case "/":
      return keys.search;
    case "[":
      return keys.toList;
    case "]":
      return keys.toggleContext;
    case "?":
      return keys.sheet;
    default:
      return undefined;
  }
}

const TYPED_INTO = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPED_INTO) !== null;
}

/** Menus and dialogs have keys of their own. */
function isPopupOpen(): boolean {
  return document.querySelector("dialog[open], [role=menu], .emoji") !== null;
}
