import { useState } from "react";
import { useFailureText } from "../../api/failure-text.ts";
import { useText } from "../../i18n/text.tsx";
import { toast } from "../../parts/toast.tsx";
import { useDesk } from "../desk-context.tsx";
import type { ConversationAct } from "../live/desk-calls.ts";
import { agentName } from "../names.ts";
import type { Agent } from "../state/shapes.ts";

/** What an agent can do with a conversation as a whole. */
export interface ConversationActs {
  /** What is being carried out. */
  readonly busy: ConversationAct | "assign" | undefined;
  join(): void;
  leave(): void;
  close(): void;
  reopen(): void;
  assign(agent: Agent): void;
}

/** The acts on the conversation `id`; a failure is told in words and changes nothing. */
export function useActs(id: string): ConversationActs {
  const t = useText();
  const describe = useFailureText();
  const desk = useDesk();
  const [busy, setBusy] = useState<ConversationActs["busy"]>();
  const run = async (name: ConversationAct | "assign", call: () => Promise<void>, done?: string) => {
    if (busy !== undefined) return;
    setBusy(name);
    try {
      await call();
      if (done !== undefined) toast(done);
    } catch (error) {
      toast(describe(error));
    } finally {
      setBusy(undefined);
    }
  };
  return {
    busy,
    join: () => void run("join", () => desk.act(id, "join")),
    leave: () => void run("leave", () => desk.act(id, "leave")),
    close: () => void run("close", () => desk.act(id, "close"), t("desk.head.closed")),
    reopen: () => void run("reopen", () => desk.act(id, "reopen"), t("desk.head.reopened")),
    assign: (agent) =>
      void run(
        "assign",
        () => desk.assign(id, agent.id),
        agent.id === desk.store.get().me ? undefined : t("desk.head.assigned", { name: agentName(agent) }),
      ),
  };
}
