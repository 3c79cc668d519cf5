import { type RefObject, useEffect, useState } from "react";

/**
 * Whether somebody is at the list: a mouse over it, the keyboard's focus in it, or scrolled away from its top.
 * Touch does not hold it: a finger that has left still looks like a pointer that stays.
 */
export function useHeld(ref: RefObject<HTMLElement | null>): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    let over = false;
    const judge = () => {
      const focused = element.querySelector(":focus-visible") !== null;
      setHeld(over || focused || element.scrollTop > 8);
    };
    const enter = (event: PointerEvent) => {
      over = event.pointerType === "mouse";
      judge();
    };
    const leave = () => {
      over = false;
      judge();
    };
    element.addEventListener("pointerenter", enter);
    element.addEventListener("pointerleave", leave);
    element.addEventListener("focusin", judge);
    // When `focusout` comes, the focus has not arrived at its next place yet.
    const after = () => queueMicrotask(judge);
    element.addEventListener("focusout", after);
    element.addEventListener("scroll", judge, { passive: true });
    return () => {
      element.removeEventListener("pointerenter", enter);
      element.removeEventListener("pointerleave", leave);
      element.removeEventListener("focusin", judge);
      element.removeEventListener("focusout", after);
      element.removeEventListener("scroll", judge);
    };
  }, [ref]);
  return held;
}
