/** What the screens offer to whom. The server decides; a button that it would refuse is not shown. */
import type { AgentOut, Role } from "../api/shapes.ts";

/** Owners and admins manage agents and sites. */
export function mayManage(role: Role): boolean {
  return role === "owner" || role === "admin";
}

/** Nobody changes their own role or access here, and only owners change owners. */
export function mayChange(me: AgentOut, other: AgentOut): boolean {
  return mayManage(me.role) && me.id !== other.id && (me.role === "owner" || other.role !== "owner");
}

/** The roles that `role` may give. */
export function grantableRoles(role: Role): readonly Role[] {
  switch (role) {
    case "owner":
      return ["agent", "admin", "owner"];
    case "admin":
      return ["agent", "admin"];
    case "agent":
      return [];
    default:
      return role satisfies never;
  }
}
