/** The messages before the first one shown: a long conversation is loaded from its end. */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import type { Http } from "@entrenous/protocol/http.ts";
import type { VisitorDelivery } from "@entrenous/protocol/visitor-delivery.ts";

/** Gives the function that fetches one page of them; called again before its answer it does nothing. */
export function createOlderMessages(http: Http, delivery: VisitorDelivery): () => Promise<void> {
  let isLoading = false;
  return async () => {
    const { conversationId, messages } = delivery;
    const first = messages[0];
    if (!conversationId || !first || isLoading) return;
    isLoading = true;
    try {
      const page = await http.get<Schemas["MessagePageOut"]>("/api/visitor/messages", {
        conversation_id: conversationId,
        before_seq: first.seq,
      });
      delivery.addOlder(conversationId, page.messages);
    } catch {
      // The next scroll to the top asks again.
    } finally {
      isLoading = false;
    }
  };
}
