import { useEffect, useRef } from "react";

/**
 * Moves the focus to the page's heading when a row that had it was removed.
 *
 * Without this, a keyboard user who deletes something starts again at the top of the window.
 */
export function useKeptFocus(rows: number): void {
  const before = useRef(rows);
  useEffect(() => {
    if (rows < before.current && document.activeElement === document.body) {
      document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
    }
    before.current = rows;
  }, [rows]);
}
