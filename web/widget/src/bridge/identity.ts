/** What the page told about the visitor, read for the box. Source: smartsupp-api.md section 3.1. */
import type { Identity } from "../host.ts";
import type { Told } from "./seat.ts";
import { readVariables } from "./variables.ts";

/** The identity with its variables interpreted; the fields were checked when the page gave them. */
export function readIdentity(told: Told["identity"]): Identity {
  const identity: { -readonly [K in keyof Identity]: Identity[K] } = {
    variables: readVariables(told.variables),
  };
  for (const field of ["name", "email", "phone", "group"] as const) {
    const value = told[field];
    if (typeof value === "string") identity[field] = value;
  }
  return identity;
}
