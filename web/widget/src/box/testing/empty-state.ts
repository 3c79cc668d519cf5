import type { Schemas } from "@entrenous/protocol/frames.ts";

/** What the server tells a visitor who is new: somebody is there, and nothing was said. */
export const EMPTY_STATE: Schemas["VisitorStateOut"] = {
  visitor_id: "vi_1",
  epoch: "e1",
  availability: "online",
  agents: [],
  groups: [],
  known: { name: false, email: false, phone: false },
};
