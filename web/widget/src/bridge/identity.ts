/** What the page told about the visitor, read for the box. Source: smartsupp-api.md section 3.1. */
import type { Identity } from "../host.ts";
import type { Said } from "./seat.ts";
import { readVariables } from "./variables.ts";

type Changing = { -readonly [K in keyof Identity]: Identity[K] };

/**
 * The identity that follows from the page's words: a logout forgets what was said before it.
 * `proof` is the one of the configuration, `_smartsupp.identityProof`.
 */
export function readIdentity(said: readonly Said[], proof?: string): Identity {
  let identity: Changing = { variables: {} };
  if (proof) identity.proof = proof;
  for (const [name, [value]] of said) {
    if (name === "logout") identity = { variables: {} };
    else if (name === "variables") {
      identity.variables = { ...identity.variables, ...readVariables(value as Record<string, unknown>) };
    } else if (typeof value === "string") {
      if (name === "name" || name === "email" || name === "phone" || name === "group") identity[name] = value;
      else if (name === "identify") identity.proof = value;
    }
  }
  return identity;
}
