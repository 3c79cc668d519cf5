/** What an acknowledged message looks like until the server's copy comes. */
import type { AcceptedOut, MessageOut } from "./frames.ts";
import type { Outgoing } from "./visitor-delivery.ts";

/** It stands in for the copy, so that the message never leaves the screen. */
export function toMessage(accepted: AcceptedOut, outgoing: Outgoing): MessageOut {
  const { content, file } = outgoing;
  return {
    id: accepted.id,
    seq: accepted.seq,
    author: { kind: "visitor", name: "" },
    content:
      content.type === "text"
        ? { type: "text", text: content.text }
        : {
            type: "file",
            file: file ?? {
              id: content.upload_id,
              name: "",
              content_type: "application/octet-stream",
              size: 0,
            },
          },
    client_msg_id: accepted.client_msg_id,
    created_at: accepted.created_at,
  };
}
