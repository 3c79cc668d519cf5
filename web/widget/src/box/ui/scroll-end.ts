/** Keeps a scrolling pane at its end while the reader is there, and where the reader is otherwise. */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** So near to the end counts as being there, in px. */
const NEAR_END_PX = 48;

export interface ScrollEnd {
  readonly place: RefObject<HTMLDivElement | null>;
  readonly isAtEnd: boolean;
  toEnd(): void;
}

/** `content` changes with what is shown; `first` names the first message, so that older ones do not push the view. */
export function useScrollEnd(content: string, first: string | undefined): ScrollEnd {
  const place = useRef<HTMLDivElement>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const follows = useRef(true);
  const before = useRef({ first, height: 0 });

  const toEnd = () => {
    const pane = place.current;
    if (!pane) return;
    follows.current = true;
    setAtEnd(true);
    pane.scrollTop = pane.scrollHeight;
  };

  useEffect(() => {
    const pane = place.current;
    if (!pane) return;
    const scrolled = () => {
      follows.current = pane.scrollHeight - pane.scrollTop - pane.clientHeight < NEAR_END_PX;
      setAtEnd(follows.current);
    };
    pane.addEventListener("scroll", scrolled, { passive: true });
    // Pictures that load and a keyboard that opens change heights without a render.
    const watch = new ResizeObserver(() => {
      if (follows.current) pane.scrollTop = pane.scrollHeight;
    });
    watch.observe(pane);
    return () => {
      pane.removeEventListener("scroll", scrolled);
      watch.disconnect();
    };
  }, []);

  useLayoutEffect(() => {
    const pane = place.current;
    if (!pane) return;
    const { first: firstBefore, height } = before.current;
    if (follows.current) pane.scrollTop = pane.scrollHeight;
    else if (first !== firstBefore) pane.scrollTop += pane.scrollHeight - height;
    before.current = { first, height: pane.scrollHeight };
  });
  // The visitor's own message is always brought into sight.
  const own = content.split("/")[1];
  useLayoutEffect(() => {
    if (own !== "0") toEnd();
  }, [own]);

  return { place, isAtEnd, toEnd };
}
