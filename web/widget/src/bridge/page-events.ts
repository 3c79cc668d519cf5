/** Words the box's reports as the page's events, the older names included. Source: smartsupp-api.md section 4. */
import type { BoxEvents, Identity, PageMessage } from "../host.ts";

/** Tells the page about `event`; `about` answers `model.get(name)` of the older handlers. */
export function tellPage<E extends keyof BoxEvents>(
  emit: (event: string, ...payload: unknown[]) => void,
  event: E,
  payload: BoxEvents[E],
  about: () => Identity & { lang: string },
): void {
  emit(event, payload);
  if (event === "status") return;
  const message = payload as PageMessage;
  const isOwn = event === "message_sent";
  if (isOwn) emit("sent", message);
  const model = { get: (name: string) => (about() as unknown as Record<string, unknown>)[name] };
  emit("message", model, { ...message, type: isOwn ? "visitor" : "agent", content: message.content.text });
}
