/** The one desk of this window. `DeskWatch` starts it with the frame, so that agents stay reachable on every page. */

import { saveDrafts } from "../composer/drafts.ts";
import { Uploads } from "../composer/uploads.ts";
import { openMemory } from "./agent-memory.ts";
import { deskCalls } from "./desk-calls.ts";
import { freshId } from "./fresh-id.ts";
import { LiveDesk } from "./live-desk.ts";
import { keepUnsent } from "./unsent.ts";

export interface RunningDesk {
  readonly desk: LiveDesk;
  readonly uploads: Uploads;
}

let running: (RunningDesk & { readonly me: string; stop(): void }) | undefined;

/** The desk of the agent `me`; what it knows stays while other pages are open. Another agent's desk is left first. */
export function runDesk(me: string): RunningDesk {
  if (running?.me === me) return running;
  running?.stop();
  // The former agent's words go into the former agent's memory.
  saveDrafts();
  openMemory(me);
  const desk = new LiveDesk({
    me,
    calls: deskCalls,
    url: () => new URL("/ws/agent", window.location.href).href.replace(/^http/u, "ws"),
    newId: freshId,
  });
  const uploads = new Uploads((conversationId, file) => {
    const { id: uploadId, name, size, content_type: contentType } = file;
    desk.send({ type: "file", conversationId, uploadId, name, size, contentType });
  });
  const forget = keepUnsent(desk.connection.queue, desk.store);
  const wake = () => desk.connection.wake();
  const lost = () => desk.connection.lost();
  const woken = () => {
    if (document.visibilityState === "visible") wake();
    else saveDrafts();
  };
  window.addEventListener("online", wake);
  window.addEventListener("offline", lost);
  document.addEventListener("visibilitychange", woken);
  window.addEventListener("pagehide", saveDrafts);
  running = {
    me,
    desk,
    uploads,
    stop: () => {
      window.removeEventListener("online", wake);
      window.removeEventListener("offline", lost);
      document.removeEventListener("visibilitychange", woken);
      window.removeEventListener("pagehide", saveDrafts);
      forget();
      desk.stop();
    },
  };
  return running;
}
