/** What the page told about the visitor, as the server takes it. */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import type { Identity, Variable } from "../../host.ts";

/** Limits of `IdentityIn` and `VariableIn` in crates/protocol: a page's long value is cut, not refused. */
const NAME_CHARS = 255;
const PHONE_CHARS = 64;
const VARIABLES = 50;
const ID_CHARS = 64;
const LABEL_CHARS = 128;
const VALUE_CHARS = 1000;

/** Empty fields set nothing; the language is the one the box speaks. */
export function toIdentityIn(identity: Identity, language: string): Schemas["IdentityIn"] {
  const { name, email, phone, group } = identity;
  const variables = Object.entries(identity.variables)
    .filter(([id]) => id !== "")
    .slice(0, VARIABLES)
    .map(([id, value]) => toVariableIn(id, value));
  return {
    ...(name ? { name: cut(name, NAME_CHARS) } : {}),
    ...(email && looksLikeAddress(email) ? { email: cut(email, NAME_CHARS) } : {}),
    ...(phone ? { phone: cut(phone, PHONE_CHARS) } : {}),
    ...(group ? { group } : {}),
    ...(variables.length > 0 ? { variables } : {}),
    language,
  };
}

function toVariableIn(id: string, given: Variable): Schemas["VariableIn"] {
  const labelled = typeof given === "object";
  const value = cut(String(labelled ? given.value : given), VALUE_CHARS);
  return { id: cut(id, ID_CHARS), value, ...(labelled ? { label: cut(given.label, LABEL_CHARS) } : {}) };
}

/** The server refuses the whole identity for an address without an at sign; a bad one is left out instead. */
function looksLikeAddress(email: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(email);
}

/** The first `limit` characters, counted as the server counts them (code points). */
function cut(text: string, limit: number): string {
  return Array.from(text).slice(0, limit).join("");
}
