import type { RefObject } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";

/**
 * Composer and contact form take each other's place, and the focus goes along: from the one that leaves it goes to the
 * dialog, and the one that comes takes it from there. `next` finds what gets it; whoever is elsewhere is left alone.
 */
export function useHandover(
  place: RefObject<HTMLElement | null>,
  next: (place: HTMLElement) => HTMLElement | null | undefined,
): void {
  const hasFocus = (element: HTMLElement | null | undefined) => {
    const root = element?.getRootNode();
    const active = root instanceof ShadowRoot && element?.isConnected ? root.activeElement : null;
    return active !== null && (active === element || place.current?.contains(active) === true);
  };
  const dialog = () => place.current?.closest<HTMLElement>("[role=dialog]");
  // After the box has given the focus to what it opens with.
  useEffect(() => {
    if (place.current && hasFocus(dialog())) next(place.current)?.focus();
  }, []);
  // While the place that leaves is still there.
  useLayoutEffect(
    () => () => {
      if (hasFocus(place.current)) dialog()?.focus();
    },
    [],
  );
}
