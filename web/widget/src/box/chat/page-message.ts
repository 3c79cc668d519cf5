/** A message as the page's event handlers get it. Source: smartsupp-api.md sections 4 and 11.3. */
import type { MessageOut } from "@entrenous/protocol/frames.ts";
import type { PageMessage } from "../../host.ts";

/** The compatible names of the author kinds. Source: house.md section 2, "Author kinds". */
const SUB_TYPES = {
  visitor: "contact",
  agent: "agent",
  bot: "bot",
  automatic: "trigger",
  ai: "bot",
  system: "system",
} as const;

/** The payload of `message_sent` and `message_received`. Files are named, their addresses need the token. */
export function toPageMessage(message: MessageOut, conversationId: string, visitorId: string): PageMessage {
  const { author, content } = message;
  const file = content.type === "file" ? content.file : undefined;
  return {
    id: message.id,
    type: "message",
    subType: SUB_TYPES[author.kind],
    chatId: conversationId,
    visitorId,
    agentId: author.id ?? null,
    createdAt: new Date(message.created_at).toISOString(),
    content: { type: "text", text: content.type === "text" ? content.text : (file?.name ?? ""), data: null },
    trigger: author.kind === "automatic" ? { id: null, name: author.name } : null,
    attachments: file
      ? [
          {
            type: file.width == null ? "file" : "image",
            fileName: file.name,
            fileType: file.content_type,
            size: file.size,
            width: file.width ?? null,
            height: file.height ?? null,
          },
        ]
      : [],
    ...(author.kind === "ai" ? { aiGenerated: true } : {}),
  };
}
