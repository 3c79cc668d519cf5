/** The desk's calls to the server, one function each. They reject with `Refusal` or `Unreachable`. */
import { get, post } from "../../api/http.ts";
import type { Shape } from "../../api/shapes.ts";
import type {
  Accepted,
  Conversation,
  ConversationPage,
  MessagePage,
  SearchHit,
  ThreadOut,
  View,
  Visit,
} from "../state/shapes.ts";

/** Which conversations to list. */
export interface ListQuery {
  readonly view: View;
  readonly siteId: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number;
}

/** Which part of a thread to fetch; at most 200 messages. */
export type MessagesQuery =
  | { readonly beforeSeq: number; readonly limit?: number }
  | { readonly afterSeq: number; readonly limit?: number };

/** What an agent may do with a conversation as a whole. */
export type ConversationAct = "join" | "leave" | "close" | "reopen";

const conversations = "/api/agent/conversations";
const one = (id: string) => `${conversations}/${encodeURIComponent(id)}`;

export const deskCalls = {
  list: ({ view, siteId, after, limit }: ListQuery) =>
    get<ConversationPage>(`${conversations}${query({ view, site_id: siteId, after, limit })}`),

  thread: (id: string) => get<ThreadOut>(one(id)),

  visit: (id: string) => get<Visit>(`${one(id)}/visit`),

  messages: (id: string, asked: MessagesQuery) =>
    get<MessagePage>(
      `${one(id)}/messages${query({
        before_seq: "beforeSeq" in asked ? asked.beforeSeq : undefined,
        after_seq: "afterSeq" in asked ? asked.afterSeq : undefined,
        limit: asked.limit,
      })}`,
    ),

  send: (id: string, body: Shape<"MessageIn">) => post<Accepted, typeof body>(`${one(id)}/messages`, body),

  annotate: (id: string, body: Shape<"NoteIn">) =>
    post<Shape<"NoteOut">, typeof body>(`${one(id)}/notes`, body),

  act: (id: string, act: ConversationAct) => post<Conversation, object>(`${one(id)}/${act}`, {}),

  assign: (id: string, agentId: string) =>
    post<Conversation, Shape<"AssignIn">>(`${one(id)}/assign`, { agent_id: agentId }),

  read: (id: string, seq: number) => post<void, Shape<"ReadIn">>(`${one(id)}/read`, { seq }),

  search: (q: string, siteId: string | undefined, signal: AbortSignal) =>
    get<{ hits: SearchHit[] }>(`/api/agent/search${query({ q, site_id: siteId, limit: 30 })}`, signal),

  ticket: () => post<Shape<"TicketOut">, object>("/api/agent/ticket", {}),

  agents: () => get<Shape<"AgentListOut">>("/api/agent/agents"),

  sites: () => get<Shape<"SiteListOut">>("/api/agent/sites"),
};

export type DeskCalls = typeof deskCalls;

/** The path to upload a file of a conversation to; the body is the file. */
export function uploadPath(id: string): string {
  return `${one(id)}/uploads`;
}

/** Where an agent fetches a file. */
export function filePath(uploadId: string): string {
  return `/api/agent/uploads/${encodeURIComponent(uploadId)}`;
}

function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) pairs.set(name, String(value));
  return `?${pairs}`;
}
