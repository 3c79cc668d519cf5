import { useState } from "react";
import { useDesk } from "../desk-context.tsx";
import type { ConversationAct } from "../live/desk-calls.ts";
import type { Agent } from "../state/shapes.ts";

/** What an agent can do with a conversation as a whole. What was done shows in the head and in the thread. */
export interface ConversationActs {
  /** What is being carried out. */
  readonly busy: ConversationAct | "assign" | undefined;
  /** Why the last one was not carried out. */
  readonly failure: unknown;
  join(): void;
  leave(): void;
  close(): void;
  reopen(): void;
  assign(agent: Agent): void;
  /** The failure has been read. */
  forgive(): void;
}

/** The acts on the conversation `id`; a failure changes nothing and is told where the conversation is. */
export function useActs(id: string): ConversationActs {
  const desk = useDesk();
  const [busy, setBusy] = useState<ConversationActs["busy"]>();
  const [failure, setFailure] = useState<unknown>();
  const run = async (name: ConversationAct | "assign", call: () => Promise<void>) => {
    if (busy !== undefined) return;
    setBusy(name);
    setFailure(undefined);
    try {
      await call();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(undefined);
    }
  };
  return {
    busy,
    failure,
    join: () => void run("join", () => desk.act(id, "join")),
    leave: () => void run("leave", () => desk.act(id, "leave")),
    close: () => void run("close", () => desk.act(id, "close")),
    reopen: () => void run("reopen", () => desk.act(id, "reopen")),
    assign: (agent) => void run("assign", () => desk.assign(id, agent.id)),
    forgive: () => setFailure(undefined),
  };
}
