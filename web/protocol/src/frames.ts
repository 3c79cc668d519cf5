/** Short names for the generated shapes; nothing here is typed a second time. */
import type { components } from "./schema.ts";

export type Schemas = components["schemas"];

export type VisitorClientFrame = Schemas["VisitorClientFrame"];
export type VisitorServerFrame = Schemas["VisitorServerFrame"];
export type AgentClientFrame = Schemas["AgentClientFrame"];
export type AgentServerFrame = Schemas["AgentServerFrame"];

export type MessageOut = Schemas["MessageOut"];
export type ContentIn = Schemas["ContentIn"];
export type RefusedOut = Schemas["RefusedOut"];
export type AcceptedOut = Schemas["AcceptedOut"];

/** `entrenous_protocol::PROTOCOL_VERSION`, sent in `hello`. */
export const PROTOCOL_VERSION = 1;

/**
 * What the socket client itself must understand of any server frame; visitor and agent frames both fit.
 * `welcomed` makes the connection ready, `leaving` says when to come back.
 */
export type AnyServerFrame =
  | { type: "welcomed"; heartbeat_ms: number }
  | { type: "heartbeat" }
  | { type: "leaving"; retry_after_ms: number }
  | { type: string };
