import { useCallback, useEffect, useRef, useState } from "react";
import { useDesk, useDeskState } from "../desk-context.tsx";
import type { Thread } from "../state/thread-window.ts";

/** A thread and how its loading stands. */
export interface ThreadState {
  readonly thread: Thread | undefined;
  readonly error: unknown;
  /** Earlier messages are on their way. */
  readonly loadingOlder: boolean;
  readonly olderFailed: boolean;
  retry(): void;
  loadOlder(): void;
  loadNewer(): void;
}

/** Loads the thread of a conversation, at the message `at` when one is named. */
export function useThread(id: string, at: number | undefined): ThreadState {
  const desk = useDesk();
  const thread = useDeskState((state) => state.threads.get(id));
  const [failure, setFailure] = useState<{ id: string; error: unknown }>();
  const [older, setOlder] = useState<"idle" | "loading" | "failed">("idle");
  const busy = useRef(new Set<string>());

  /** Runs one call of a kind at a time. */
  const once = useCallback(async (name: string, call: () => Promise<void>) => {
    if (busy.current.has(name)) return;
    busy.current.add(name);
    try {
      await call();
    } finally {
      busy.current.delete(name);
    }
  }, []);

  const load = useCallback(() => {
    setFailure(undefined);
    once(`load ${id} ${at ?? ""}`, () =>
      at === undefined ? desk.loadThread(id) : desk.loadThreadAt(id, at),
    ).catch((error: unknown) => setFailure({ id, error }));
  }, [desk, id, at, once]);

  // A thread that is known is shown at once and brought up to date behind it; one that was dropped comes again.
  const missing = thread === undefined;
  const loadedFor = useRef<() => void>(undefined);
  useEffect(() => {
    if (!missing && loadedFor.current === load) return;
    loadedFor.current = load;
    load();
  }, [missing, load]);

  const loadOlder = useCallback(() => {
    once(`older ${id}`, async () => {
      const held = desk.store.get().threads.get(id);
      if (!held || held.complete) return;
      setOlder("loading");
      await desk.loadOlder(id);
      setOlder("idle");
    }).catch(() => setOlder("failed"));
  }, [desk, id, once]);

  const loadNewer = useCallback(() => {
    once(`newer ${id}`, async () => {
      const state = desk.store.get();
      const held = state.threads.get(id);
      const last = state.conversations.get(id)?.last_seq ?? 0;
      if (held && (held.messages.at(-1)?.seq ?? 0) < last) await desk.loadNewer(id);
    }).catch(() => undefined); // Asked for again by the next scroll or message.
  }, [desk, id, once]);

  return {
    thread,
    error: failure?.id === id ? failure.error : undefined,
    loadingOlder: older === "loading",
    olderFailed: older === "failed",
    retry: load,
    loadOlder,
    loadNewer,
  };
}
