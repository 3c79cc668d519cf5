/** Words the box's reports as the page's events, the older names included. Source: smartsupp-api.md section 4. */
import type { BoxEvents, Identity, PageMessage } from "../host.ts";

/** Tells the page's handlers of an event. */
type Emit = (event: string, ...payload: unknown[]) => void;
/** What `model.get(name)` of the older handlers answers. */
type About = () => Identity & { lang: string };
type Tellers = {
  readonly [E in keyof BoxEvents]: (emit: Emit, payload: BoxEvents[E], about: About) => void;
};

/** The category of every counted event. */
export const CATEGORY = "Smartsupp_v3";

const TELLERS: Tellers = {
  message_sent(emit, message, about) {
    emit("message_sent", message);
    emit("sent", message);
    emit("message", modelOf(about), olderMessage(message, "visitor"));
  },
  message_received(emit, message, about) {
    emit("message_received", message);
    emit("message", modelOf(about), olderMessage(message, "agent"));
  },
  status: (emit, status) => emit("status", status),
  login: (emit, values) => emit("login", values),
  agent_join: (emit, card, about) => tellAgent(emit, "agent.join", card, about),
  agent_leave: (emit, card, about) => tellAgent(emit, "agent.leave", card, about),
  event: (emit, { action, label }) => emit("event", CATEGORY, action, label || NO_LABEL),
};

/** What is counted has a label, be it this one. */
export const NO_LABEL = "not set";

/** Tells the page about `event` of the box. */
export function tellPage<E extends keyof BoxEvents>(
  emit: Emit,
  event: E,
  payload: BoxEvents[E],
  about: About,
): void {
  TELLERS[event](emit, payload, about);
}

function modelOf(about: About) {
  return { get: (name: string) => (about() as unknown as Record<string, unknown>)[name] };
}

function olderMessage(message: PageMessage, type: "visitor" | "agent") {
  const { trigger } = message;
  const triggeredBy = trigger instanceof Object && "name" in trigger ? trigger.name : null;
  return { ...message, type, content: message.content.text, triggeredBy };
}

/** A handler may give the agent another nickname or note, under which the box shows them from then on. */
function tellAgent(emit: Emit, name: string, card: BoxEvents["agent_join"], about: About): void {
  const agent: Record<string, unknown> = {
    id: card.id,
    nickname: card.name,
    note: card.description,
    avatar: card.avatar ?? null,
  };
  emit(name, modelOf(about), agent);
  if (typeof agent.nickname === "string") card.name = agent.nickname;
  if (typeof agent.note === "string") card.description = agent.note;
}
