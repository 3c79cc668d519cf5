/** Turns the page's `variables` into what agents see. Source: smartsupp-api.md section 3.1. */

import { isObject } from "../compat/is-object.ts";
import type { Variable } from "../host.ts";

/**
 * Flat `{key: value}` and labelled `{id: {label, value}}` entries, also mixed.
 * Text, numbers and booleans stay as given; other nested values become JSON text;
 * null, undefined and what JSON cannot say are dropped.
 */
export function readVariables(given: Record<string, unknown>): Record<string, Variable> {
  const variables: Record<string, Variable> = {};
  for (const key of Object.keys(given)) {
    const entry = given[key];
    if (isObject(entry) && typeof entry.label === "string" && "value" in entry) {
      const value = plain(entry.value);
      if (value !== undefined) variables[key] = { label: entry.label, value };
    } else {
      const value = plain(entry);
      if (value !== undefined) variables[key] = value;
    }
  }
  return variables;
}

function plain(value: unknown): string | number | boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
