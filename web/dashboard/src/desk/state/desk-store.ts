import type { DeskState } from "./desk-state.ts";

/** Holds the desk's state and tells who listens; made for `useSyncExternalStore`. */
export class DeskStore {
  #state: DeskState;
  readonly #listeners = new Set<() => void>();

  constructor(state: DeskState) {
    this.#state = state;
  }

  readonly get = (): DeskState => this.#state;

  /** Replaces the state by what `change` makes of it; a change that returns the same state tells nobody. */
  readonly update = (change: (state: DeskState) => DeskState): void => {
    const next = change(this.#state);
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of [...this.#listeners]) listener();
  };

  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}
