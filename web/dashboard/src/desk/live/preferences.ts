/** What an agent has chosen about the inbox, in this browser. */
import { useSyncExternalStore } from "react";
import { onOwner, readMemory, writeMemory } from "./agent-memory.ts";

export interface Preferences {
  /** A sound for new messages; on unless switched off. */
  readonly sound: boolean;
  /** Desktop notifications; the browser must also allow them. */
  readonly notify: boolean;
  /** Single letters as keyboard shortcuts. */
  readonly letters: boolean;
  /** The visitor's details beside the thread, where there is room. */
  readonly context: boolean;
}

const DEFAULTS: Preferences = { sound: true, notify: false, letters: true, context: true };

let preferences: Preferences | undefined;
const listeners = new Set<() => void>();

onOwner(() => {
  preferences = undefined;
});

export function preferencesNow(): Preferences {
  preferences ??= readPreferences(readMemory("preferences"));
  return preferences;
}

export function setPreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void {
  preferences = { ...preferencesNow(), [name]: value };
  writeMemory("preferences", preferences);
  for (const listener of [...listeners]) listener();
}

export function usePreferences(): Preferences {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, preferencesNow);
}

function readPreferences(stored: unknown): Preferences {
  if (typeof stored !== "object" || stored === null) return DEFAULTS;
  const known = new Map<string, unknown>(Object.entries(stored));
  const flag = (name: keyof Preferences) => {
    const value = known.get(name);
    return typeof value === "boolean" ? value : DEFAULTS[name];
  };
  return { sound: flag("sound"), notify: flag("notify"), letters: flag("letters"), context: flag("context") };
}
