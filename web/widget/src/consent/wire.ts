/**
 * What the consent module says to the server and hears from it.
 * Written by hand until `crates/protocol` has these types; then the generated ones take their place.
 */
import { isObject } from "../compat/is-object.ts";
import { type ByPurpose, GATED, type Gated } from "./purposes.ts";

/** `consent` of the settings; absent for a site that uses no purpose that needs consent. */
export interface ConsentSettings {
  /** The purposes in use, in the order in which they are asked. */
  readonly purposes: readonly Gated[];
  readonly shows_bar: boolean;
  /** `strict`: the browser's signal always wins. `overridable`: a later act in "Your choices" wins. */
  readonly gpc: "strict" | "overridable";
  /** Another version is asked anew. */
  readonly text_version: number;
}

/** Who answered; `cmp:<id>` is a consent manager of the page. */
export type Voice = "gpc" | "api" | `cmp:${string}` | "platform" | "own";

/** What a manager says about its record; texts only. */
export interface Evidence {
  readonly record_id?: string;
  readonly revision?: string;
  readonly language?: string;
  readonly decided_at?: string;
  readonly quality?: string;
}

/** An entry for the ledger. */
export interface ConsentIn {
  /** Unique for each event; repeating it gives the same answer. */
  readonly client_id: string;
  /** Random, 43 characters; the same for all entries of this browser. */
  readonly subject: string;
  readonly event: "shown" | "answered" | "withdrawn";
  readonly source: Voice;
  readonly choices: ByPurpose<boolean>;
  readonly text: { readonly version: number; readonly language: string } | null;
  /** The entry that says which text was shown. */
  readonly shown: string | null;
  readonly method: "button" | "call" | "signal" | "manager";
  readonly gpc: "none" | "applied" | "overridden";
  readonly evidence: Evidence | null;
}

/** Tokens by purpose; only for purposes that the entry grants. */
export type Scopes = Readonly<Partial<Record<Gated, string>>>;

export interface ConsentOut {
  readonly entry_id: string;
  readonly scopes: Scopes;
}

/** A page of the visit. */
export interface PageIn {
  /** Random id of the visit. */
  readonly visit: string;
  readonly url: string;
  readonly title: string;
  readonly referrer: string;
}

/** Reads `consent` of the settings; undefined when the site uses no such purpose. */
export function readConsentSettings(given: unknown): ConsentSettings | undefined {
  if (!isObject(given)) return undefined;
  const used = Array.isArray(given.purposes) ? given.purposes : [];
  return {
    purposes: GATED.filter((purpose) => used.includes(purpose)),
    shows_bar: given.shows_bar === true,
    // What is not known is read as the stricter one.
    gpc: given.gpc === "overridable" ? "overridable" : "strict",
    text_version: typeof given.text_version === "number" ? given.text_version : 0,
  };
}

/** Reads the tokens of an answer; what has no text is left out. */
export function readScopes(given: unknown): Scopes {
  const scopes: Partial<Record<Gated, string>> = {};
  if (!isObject(given)) return scopes;
  for (const purpose of GATED) {
    const token = given[purpose];
    if (typeof token === "string") scopes[purpose] = token;
  }
  return scopes;
}

/** Reads the answer to an entry. */
export function readConsentOut(given: unknown): ConsentOut | undefined {
  if (!isObject(given) || typeof given.entry_id !== "string") return undefined;
  return { entry_id: given.entry_id, scopes: readScopes(given.scopes) };
}
