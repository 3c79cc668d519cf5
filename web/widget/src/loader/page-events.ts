/** Words the box's reports as the page's events, the older names included. Source: smartsupp-api.md section 4. */
import type { Events } from "../compat/events.ts";
import type { BoxEvents, Identity, PageMessage } from "../host.ts";

/** Tells the page about `event`; `identity` and `language` answer `model.get(name)` of the older handlers. */
export function tellPage<E extends keyof BoxEvents>(
  events: Events,
  event: E,
  payload: BoxEvents[E],
  about: () => Identity & { lang: string },
): void {
  events.emit(event, payload);
  if (event === "status") return;
  const message = payload as PageMessage;
  if (event === "message_sent") events.emit("sent", message);
  const model = { get: (name: string) => (about() as unknown as Record<string, unknown>)[name] };
  events.emit("message", model, {
    ...message,
    type: event === "message_sent" ? "visitor" : "agent",
    content: message.content.text,
  });
}
