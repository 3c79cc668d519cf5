/** The wire shapes under short names; they exist once, in the generated schema. */
import type { components } from "@entrenous/protocol/schema.ts";

type Schemas = components["schemas"];

export type AgentOut = Schemas["AgentOut"];
export type AgentSessionOut = Schemas["AgentSessionOut"];
export type ChatBoxSettings = Schemas["ChatBoxSettings"];
export type ChatBoxTexts = Schemas["ChatBoxTexts"];
export type ErrorCode = Schemas["ErrorCode"];
export type ErrorOut = Schemas["ErrorOut"];
export type GroupOut = Schemas["GroupOut"];
export type LoginOut = Schemas["LoginOut"];
export type MeOut = Schemas["MeOut"];
export type MePatch = Schemas["MePatch"];
export type RecoveryCodesOut = Schemas["RecoveryCodesOut"];
export type Role = Schemas["Role"];
export type SiteOut = Schemas["SiteOut"];
export type SitePatch = Schemas["SitePatch"];
export type TotpOut = Schemas["TotpOut"];
export type TrackingMode = Schemas["TrackingMode"];
export type Shape<Name extends keyof Schemas> = Schemas[Name];
