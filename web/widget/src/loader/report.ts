/** The only way the loader speaks to the page's developer; it never throws into the page. */

/** One line in the console, as the compatible API words it. */
export function warn(text: string): void {
  try {
    console.warn(`[Smartsupp] ${text}`);
  } catch {
    // A page may have replaced the console; then nobody listens.
  }
}

/** Runs a piece of work of ours or a handler of the page; a failure is reported, not thrown. */
export function guarded<T>(what: string, work: () => T): T | undefined {
  try {
    return work();
  } catch (failure) {
    warn(`${what}: ${failure}`);
    return undefined;
  }
}
