/** Looking at what other scripts put into the page: any of it may be missing, of another shape, or throw. */

/** The value at a dotted path, or undefined. */
export function peek(root: unknown, path: string): unknown {
  try {
    let value = root;
    for (const name of path.split(".")) {
      if (value === undefined || value === null) return undefined;
      value = Reflect.get(Object(value), name);
    }
    return value;
  } catch {
    return undefined;
  }
}

/** What the function at a dotted path answers; undefined when there is none or it throws. */
export function ask(root: unknown, path: string, ...args: unknown[]): unknown {
  const dot = path.lastIndexOf(".");
  const owner = dot < 0 ? root : peek(root, path.slice(0, dot));
  const method = peek(root, path);
  if (typeof method !== "function") return undefined;
  try {
    return Reflect.apply(method, owner, args);
  } catch {
    return undefined;
  }
}

export function isThere(root: unknown, path: string): boolean {
  return peek(root, path) !== undefined;
}

/** Text, or undefined for what is none or empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value ? value : undefined;
}

/** The entries of an object that somebody else made; empty for anything else. */
export function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
