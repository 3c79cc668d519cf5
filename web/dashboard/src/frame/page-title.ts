import { useEffect } from "react";
import { useUnreadCount } from "./unread.ts";

/** Names the window: "(3) Inbox – Entrenous". The number is that of unread conversations. */
export function usePageTitle(title: string): void {
  const unread = useUnreadCount();
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ""}${title} – Entrenous`;
  }, [title, unread]);
}
