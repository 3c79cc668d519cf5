/** The page's command queue `smartsupp._`. Source: smartsupp-api.md section 1.4. */
import { guarded } from "./report.ts";

/** Runs a command: name and arguments. */
export type Execute = (name: string, args: unknown[]) => void;

/** An array that a page pushes commands into; entries are `arguments` objects or plain arrays. */
export type Queue = unknown[];

/**
 * Runs what waits, in order and each entry guarded, and from then on executes at once what is pushed
 * into the same array. Returns the release, after which entries wait again for the next widget.
 */
export function adoptQueue(queue: Queue, execute: Execute): () => void {
  const run = (entry: unknown) => {
    const command = readEntry(entry);
    if (command) guarded(command[0], () => execute(...command));
  };
  let draining = false;
  const drain = () => {
    // A command that pushes others does not overtake those that wait already.
    if (draining) return;
    draining = true;
    while (queue.length > 0) run(queue.shift());
    draining = false;
  };
  const push = (...entries: unknown[]) => {
    for (const entry of entries) queue[queue.length] = entry;
    drain();
    return queue.length;
  };
  queue.push = push;
  drain();
  return () => {
    if (queue.push === push) delete (queue as { push?: unknown }).push;
  };
}

/** Any array-like with text at index 0 is a command; falsy arguments are real, counted by length. */
function readEntry(entry: unknown): [string, unknown[]] | undefined {
  if (typeof entry !== "object" || entry === null || !("length" in entry)) return undefined;
  const [name, ...args] = Array.from(entry as ArrayLike<unknown>);
  return typeof name === "string" ? [name, args] : undefined;
}
