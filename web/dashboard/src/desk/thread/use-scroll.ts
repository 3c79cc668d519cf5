import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** This close to the end counts as being there. */
const END_PX = 64;
/** This close to the top earlier messages are asked for. */
const TOP_PX = 240;

interface ScrollOptions {
  /** Changes when another thread is shown. */
  readonly threadKey: string;
  /** Keys of the first and the last line; from them follows where something was added. */
  readonly firstKey: string | undefined;
  readonly lastKey: string | undefined;
  /** The last line is the agent's own: it is always shown. */
  readonly lastIsOwn: boolean;
  /** Where a thread opens, as an element's id; otherwise at its end. */
  readonly openAt: string | undefined;
  readonly onTop: () => void;
  readonly onEnd: () => void;
}

interface Scroll {
  readonly ref: RefObject<HTMLDivElement | null>;
  /** The newest line is in sight. */
  readonly atEnd: boolean;
  toEnd(): void;
}

/**
 * Where the thread stands: it follows new lines only while the reader is at the end, keeps the line under the
 * eye when earlier ones come above it, and opens at the first unread line.
 */
export function useScroll(options: ScrollOptions): Scroll {
  const { threadKey, firstKey, lastKey, lastIsOwn, openAt, onTop, onEnd } = options;
  const ref = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const following = useRef(true);
  const before = useRef<{
    thread: string;
    first?: string | undefined;
    last?: string | undefined;
    height: number;
  }>({
    thread: "",
    height: 0,
  });

  const toEnd = useCallback(() => {
    following.current = true;
    setAtEnd(true);
    ref.current?.scrollTo({ top: ref.current.scrollHeight });
  }, []);

  useLayoutEffect(() => {
    const element = ref.current;
    if (!element || firstKey === undefined) return;
    const { thread, first, last, height } = before.current;
    const anchor = openAt === undefined ? null : document.getElementById(openAt);
    if (thread !== `${threadKey} ${openAt ?? ""}`) {
      if (anchor) anchor.scrollIntoView({ block: "center" });
      else element.scrollTop = element.scrollHeight;
      following.current = isAtEnd(element);
      setAtEnd(following.current);
    } else if (first !== firstKey) {
      element.scrollTop += element.scrollHeight - height;
    } else if (last !== lastKey && (following.current || lastIsOwn)) {
      element.scrollTop = element.scrollHeight;
    }
    // An anchor that is not in the page yet comes with its page of messages.
    const opened = openAt === undefined || anchor !== null || thread.startsWith(`${threadKey} `);
    before.current = {
      thread: opened ? `${threadKey} ${openAt ?? ""}` : "",
      first: firstKey,
      last: lastKey,
      height: element.scrollHeight,
    };
  }, [threadKey, firstKey, lastKey, lastIsOwn, openAt]);

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const judge = () => {
      following.current = isAtEnd(element);
      setAtEnd(following.current);
      if (element.scrollTop < TOP_PX) onTop();
      if (following.current) onEnd();
    };
    judge();
    element.addEventListener("scroll", judge, { passive: true });
    // The composer grows, the window shrinks: who was at the end stays there.
    const sizes = new ResizeObserver(() => {
      if (following.current) element.scrollTop = element.scrollHeight;
      before.current.height = element.scrollHeight;
    });
    sizes.observe(element);
    if (element.firstElementChild) sizes.observe(element.firstElementChild);
    return () => {
      element.removeEventListener("scroll", judge);
      sizes.disconnect();
    };
  }, [onTop, onEnd]);

  return { ref, atEnd, toEnd };
}

function isAtEnd(element: HTMLElement): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight < END_PX;
}
