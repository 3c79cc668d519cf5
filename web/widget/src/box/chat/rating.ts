/** What a visitor thinks of a conversation: three answers, with the published values. */
import type { ConversationState, VisitorDelivery } from "@entrenous/protocol/visitor-delivery.ts";
import type { PageReports } from "./page-reports.ts";
import type { VisitorCalls } from "./visitor-calls.ts";

/** `label`: how analytics call it. */
export const RATINGS = [
  { value: 1, key: "rating.bad", label: "Bad", icon: "frown" },
  { value: 3, key: "rating.normal", label: "Normal", icon: "meh" },
  { value: 5, key: "rating.good", label: "Good", icon: "smile" },
] as const;

export type RatingValue = (typeof RATINGS)[number]["value"];

/** The server takes a rating for so long after the end. */
const RATE_WITHIN_MS = 7 * 24 * 3_600_000;

/** Whether the server would take a rating now (Unix ms). */
export function isRatable(conversation: ConversationState | undefined, now: number): boolean {
  return (
    conversation !== undefined &&
    (conversation.closed_at == null || now - conversation.closed_at < RATE_WITHIN_MS)
  );
}

export class Rating {
  #calls: VisitorCalls;
  #delivery: VisitorDelivery;
  #reports: PageReports;

  constructor(calls: VisitorCalls, delivery: VisitorDelivery, reports: PageReports) {
    this.#calls = calls;
    this.#delivery = delivery;
    this.#reports = reports;
  }

  /**
   * Rates the conversation, or changes the rating; rejects with `HttpError`.
   * Without a comment the one that was given stays, an empty one takes it back.
   */
  async give(value: RatingValue, comment?: string): Promise<void> {
    const { conversation } = this.#delivery;
    if (!conversation) return;
    const before = conversation.rating;
    await this.#calls.rate({
      conversation_id: conversation.id,
      value,
      ...(comment === undefined ? {} : { comment }),
    });
    const words = comment ?? before?.comment;
    this.#show(conversation.id, { value, ...(words ? { comment: words } : {}) });
    const given = RATINGS.find((known) => known.value === value);
    if (given && value !== before?.value) this.#reports.count("Feedback_sent", given.label);
    if (comment && comment !== before?.comment) this.#reports.count("Feedback_text_sent");
  }

  /** The server tells the others; here it is shown at once, unless the visitor has gone on meanwhile. */
  #show(conversationId: string, rating: NonNullable<ConversationState["rating"]>): void {
    const { conversation, agents } = this.#delivery;
    if (conversation?.id !== conversationId) return;
    this.#delivery.hear({
      type: "conversation_changed",
      conversation: { ...conversation, rating },
      agents: [...agents],
    });
  }
}
