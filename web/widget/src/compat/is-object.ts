/** A plain configuration object; an element that clobbers the global's name is none. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Node);
}
