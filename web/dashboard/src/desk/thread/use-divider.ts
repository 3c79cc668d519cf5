import { useEffect, useRef, useState } from "react";
import { useAttention } from "../live/attention.ts";
import type { Conversation } from "../state/shapes.ts";

/**
 * The number after which "New messages" stands: what was unread when the agent came, and what comes while the
 * agent looks elsewhere. It stays until the agent leaves the conversation or writes.
 */
export function useDivider(conversation: Conversation, atEnd: boolean, ownSends: number): number | undefined {
  const attending = useAttention();
  const { id, last_seq: last, agent_read_seq: read, unread } = conversation;
  const [divider, setDivider] = useState<{ id: string; after: number | undefined; sends: number }>(() => ({
    id,
    after: unread > 0 ? read : undefined,
    sends: ownSends,
  }));
  /** The newest number that was in sight. */
  const seen = useRef(last);
  if (divider.id !== id) {
    seen.current = last;
    setDivider({ id, after: unread > 0 ? read : undefined, sends: ownSends });
  } else if (divider.sends !== ownSends) {
    setDivider({ id, after: undefined, sends: ownSends });
  }
  useEffect(() => {
    if (attending && atEnd) {
      seen.current = last;
    } else if (last > seen.current) {
      const after = seen.current;
      setDivider((before) =>
        before.id === id && before.after === undefined ? { ...before, after } : before,
      );
    }
  }, [attending, atEnd, last, id]);
  return divider.id === id ? divider.after : undefined;
}
