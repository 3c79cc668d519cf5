/** What the page is told of the chat: its messages, who is there, and what its analytics may count. */
import type { MessageOut } from "@entrenous/protocol/frames.ts";
import type { AgentCard, VisitorDelivery } from "@entrenous/protocol/visitor-delivery.ts";
import type { BoxHost, GaAction } from "../../host.ts";
import { toPageMessage } from "./page-message.ts";

/** What the reports need from their owner. */
export interface PageReportsOptions {
  readonly host: BoxHost;
  readonly delivery: VisitorDelivery;
  /** Of several tabs the one that holds the connection tells what nobody did here. */
  isLeader(): boolean;
  isOffline(): boolean;
}

export class PageReports {
  #options: PageReportsOptions;
  #toldStatus: string;
  #toldVisitor: string | undefined;
  /** Who is in the conversation, as far as the page has been told. */
  #present: readonly AgentCard[] = [];
  #knowsWho = false;

  constructor(options: PageReportsOptions) {
    this.#options = options;
    this.#toldStatus = options.host.settings.availability; // The loader has told the page already.
  }

  sent(message: MessageOut, conversationId: string): void {
    const { host, delivery, isOffline } = this.#options;
    host.emit("message_sent", toPageMessage(message, conversationId, delivery.visitorId ?? ""));
    if (!this.#isFirst(message)) return;
    this.count(isOffline() ? "Offline_message_sent" : "Visitor_started_conversation");
  }

  received(message: MessageOut, conversationId: string): void {
    const { host, delivery } = this.#options;
    host.emit("message_received", toPageMessage(message, conversationId, delivery.visitorId ?? ""));
  }

  /** The visitor completed the contact form, here. */
  login(values: Readonly<Record<string, string>>): void {
    this.#options.host.emit("login", values);
    if (!this.#options.isOffline()) this.count("Auth_form_filled");
  }

  /** A note for the page's analytics; what visitors write never goes into its label. */
  count(action: GaAction, label = ""): void {
    this.#options.host.emit("event", { action, label });
  }

  /** Something changed: tells what the page does not know yet. */
  changed(): void {
    const { host, delivery } = this.#options;
    host.setUnread(delivery.unread);
    if (delivery.visitorId !== this.#toldVisitor) {
      this.#toldVisitor = delivery.visitorId;
      host.setVisitorId(delivery.visitorId);
    }
    if (delivery.availability && delivery.availability !== this.#toldStatus) {
      this.#toldStatus = delivery.availability;
      host.emit("status", delivery.availability);
    }
    this.#tellAgents();
  }

  #tellAgents(): void {
    const { host, delivery, isLeader } = this.#options;
    const ids = delivery.conversation?.agent_ids ?? [];
    const present = delivery.known ? delivery.agents.filter(({ id }) => ids.includes(id)) : [];
    const before = this.#present;
    const isNews = this.#knowsWho;
    this.#present = present;
    this.#knowsWho = delivery.known;
    for (const agent of present) {
      if (before.some(({ id }) => id === agent.id)) continue;
      host.emit("agent_join", agent);
      // Who was there before this page opened has been counted.
      if (isNews && isLeader()) this.count("Agent_served_conversation", agent.name);
    }
    for (const agent of before) {
      if (!present.some(({ id }) => id === agent.id)) host.emit("agent_leave", agent);
    }
  }

  /** The first words of the visitor in their conversation; in doubt they are not. */
  #isFirst({ seq }: MessageOut): boolean {
    const { hasOlder, messages } = this.#options.delivery;
    const isWhole = !hasOlder && seq <= messages.length;
    return isWhole && !messages.some(({ author, seq: at }) => author.kind === "visitor" && at < seq);
  }
}
