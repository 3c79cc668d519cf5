/** Short names for the generated shapes that the desk works with; nothing here is typed a second time. */
import type { Schemas } from "@entrenous/protocol/frames.ts";

export type Conversation = Schemas["ConversationOut"];
export type Message = Schemas["MessageOut"];
export type Note = Schemas["NoteOut"];
export type Agent = Schemas["AgentOut"];
export type Visitor = Schemas["VisitorOut"];
export type Rating = Schemas["RatingOut"];
export type Visit = Schemas["VisitOut"];
export type Site = Schemas["SiteOut"];
export type FileOut = Schemas["FileOut"];
export type Author = Schemas["AuthorOut"];
export type AuthorKind = Schemas["AuthorKind"];
export type Position = Schemas["Position"];
export type NumberedEvent = Schemas["NumberedEvent"];
export type AgentEvent = Schemas["AgentEvent"];
export type ThreadOut = Schemas["ThreadOut"];
export type MessagePage = Schemas["MessagePageOut"];
export type ConversationPage = Schemas["ConversationPageOut"];
export type Counts = Schemas["ConversationCounts"];
export type View = Schemas["ConversationView"];
export type Earlier = Schemas["EarlierConversationOut"];
export type Accepted = Schemas["AcceptedOut"];
export type SearchHit = Schemas["SearchHitOut"];
export type SystemEvent = Schemas["SystemEvent"];
export type Limits = Schemas["LimitsOut"];

/** The views in the order of their tabs. */
export const VIEWS: readonly View[] = ["mine", "unassigned", "all", "closed"];
