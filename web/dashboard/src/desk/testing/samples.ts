/** Values of the protocol with sensible fields, for tests. */
import type { Agent, Conversation, Message, Note, Visitor } from "../state/shapes.ts";

export const ME = "ag_me";

export function visitor(fields: Partial<Visitor> = {}): Visitor {
  return { id: "vi_1", short: "4F2A", variables: [], connected: true, created_at: 0, ...fields };
}

export function conversation(id: string, fields: Partial<Conversation> = {}): Conversation {
  return {
    id,
    site_id: "si_1",
    owner_state: "queue",
    owner_version: 1,
    agent_ids: [],
    visitor: visitor({ id: `vi_${id}` }),
    last_seq: 0,
    last_text: "",
    last_author_kind: "visitor",
    last_author_name: "",
    last_at: 0,
    visitor_read_seq: 0,
    agent_read_seq: 0,
    unread: 0,
    is_offline: false,
    created_at: 0,
    ...fields,
  };
}

export function message(seq: number, fields: Partial<Message> = {}): Message {
  return {
    id: `ms_${seq}`,
    seq,
    author: { kind: "visitor", name: "" },
    content: { type: "text", text: `message ${seq}` },
    client_msg_id: `c${seq}`,
    created_at: seq * 1_000,
    ...fields,
  };
}

export function note(id: string, afterSeq: number, fields: Partial<Note> = {}): Note {
  return {
    id,
    author: { kind: "agent", id: "ag_2", name: "Luc" },
    text: `note ${id}`,
    after_seq: afterSeq,
    client_msg_id: `n${id}`,
    created_at: afterSeq * 1_000,
    ...fields,
  };
}

export function agent(id: string, fields: Partial<Agent> = {}): Agent {
  return {
    id,
    email: `${id}@shop.example`,
    name: id,
    nickname: id,
    description: "",
    role: "agent",
    active: true,
    invited: false,
    status: "online",
    accepting: true,
    site_ids: ["si_1"],
    second_factor: false,
    ...fields,
  };
}
