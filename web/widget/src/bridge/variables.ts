/** Turns the page's `variables` into what agents see. Source: smartsupp-api.md section 3.1. */

import { isObject } from "../compat/is-object.ts";
import type { Variable } from "../host.ts";

/**
 * Flat `{key: value}` and labelled `{id: {label, value}}` entries, also mixed.
 * Text, numbers and booleans stay as given; other nested values become JSON text;
 * null, undefined, what JSON cannot say and what throws are dropped.
 */
export function readVariables(given: Record<string, unknown>): Record<string, Variable> {
  const variables: Record<string, Variable> = {};
  for (const key of Object.keys(given)) {
    try {
      const variable = readVariable(given[key]);
      if (variable !== undefined) variables[key] = variable;
    } catch {
      // An accessor of the page has thrown; the others still count.
    }
  }
  return variables;
}

function readVariable(entry: unknown): Variable | undefined {
  if (!isObject(entry) || typeof entry.label !== "string" || !("value" in entry)) return plain(entry);
  const value = plain(entry.value);
  return value === undefined ? undefined : { label: entry.label, value };
}

function plain(value: unknown): string | number | boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  return JSON.stringify(value);
}
