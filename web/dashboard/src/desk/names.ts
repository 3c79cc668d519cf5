/** How people are called on screen. */
import type { Translate } from "../i18n/text.tsx";
import type { Agent, Author, Rating, Visitor } from "./state/shapes.ts";

/** The visitor's name, or "Visitor 4F2A". */
export function visitorName(visitor: Visitor, t: Translate): string {
  return visitor.name?.trim() || t("desk.visitor.nameless", { short: visitor.short });
}

/** What colleagues call an agent: the nickname, else the full name. */
export function agentName(agent: Agent | undefined): string {
  return agent ? agent.nickname || agent.name : "";
}

/** The name of a message's author as it stands in the thread; empty for the system. */
export function authorName(author: Author, me: string, visitor: Visitor, t: Translate): string {
  switch (author.kind) {
    case "visitor":
      return visitorName(visitor, t);
    case "agent":
      return author.id === me ? t("desk.thread.you") : author.name;
    case "bot":
      return t("desk.thread.bot");
    case "automatic":
      return t("desk.thread.automatic");
    case "ai":
      return t("desk.thread.ai");
    case "system":
      return "";
  }
}

/** What a visitor said a conversation was worth. */
export function ratingWord(value: Rating["value"] | null | undefined, t: Translate): string {
  switch (value) {
    case 1:
      return t("desk.rating.bad");
    case 3:
      return t("desk.rating.fair");
    case 5:
      return t("desk.rating.good");
    default:
      return "";
  }
}
