/** Keeps looking for consent managers, which load whenever they like, and tells what they say together. */
import type { TimerId, Timers } from "@entrenous/protocol/timers.ts";
import type { Heard, Reading } from "../authority.ts";
import type { Adapter } from "./adapter.ts";

/**
 * When the page is looked at again, in ms; after the last one only events and callbacks are heard.
 * Tag managers load some seconds late: until then nothing is granted, and from then on it is the manager that speaks.
 */
const LAST_MS = 15_000;
const LOOKS_MS = [0, 250, 1000, 3000, 6000, LAST_MS];
/** So long our own question waits for a manager. */
const PATIENCE_MS = 3000;

/** A page with managers on it. */
export interface ManagerWatch {
  /** What they say at this moment; also registers with those that came in the meantime. */
  look(): readonly Heard[];
  /** True when any manager or platform has been found. */
  hasFound(): boolean;
  stop(): void;
}

export interface ManagerWatchOptions {
  readonly adapters: readonly Adapter[];
  /** The page's global object. */
  readonly page: Window;
  readonly timers: Timers;
  /** Something may have changed: called in the same task as the manager's event. */
  onChange(): void;
  /** Managers have had their time to come before our own question does. */
  onLooked(): void;
  /** It was the last look: what is not there by now is not waited for. */
  onLast(): void;
}

export function watchManagers(options: ManagerWatchOptions): ManagerWatch {
  const { adapters, page, timers } = options;
  const subscribed = new Set<Adapter>();
  const ends: (() => void)[] = [];
  const waiting: TimerId[] = [];
  let isOn = true;
  let isLooking = false;
  let hasFound = false;

  const changed = () => {
    // Some call back while they are being registered with or read; the look under way sees it anyway.
    if (isOn && !isLooking) options.onChange();
  };

  for (const adapter of adapters) {
    for (const event of adapter.events) {
      const [target, name] = event.split(" ");
      if (!name) continue;
      const source: EventTarget = target === "document" ? page.document : page;
      const listener = (heard: Event) => {
        adapter.hear?.(heard);
        changed();
      };
      source.addEventListener(name, listener);
      ends.push(() => source.removeEventListener(name, listener));
    }
  }
  for (const ms of LOOKS_MS) {
    const timer = timers.set(() => {
      changed();
      if (isOn && ms === PATIENCE_MS) options.onLooked();
      if (isOn && ms === LAST_MS) options.onLast();
    }, ms);
    waiting.push(timer);
  }

  return {
    look() {
      const readings: Record<Adapter["kind"], Reading[]> = { manager: [], platform: [], signal: [] };
      isLooking = true;
      for (const adapter of adapters) {
        if (!subscribed.has(adapter) && adapter.subscribe?.(page, changed)) subscribed.add(adapter);
        const reading = adapter.read(page);
        if (reading) readings[adapter.kind].push({ id: adapter.id, ...reading });
      }
      isLooking = false;
      const { manager, platform, signal } = readings;
      hasFound = manager.length + platform.length + signal.length > 0;
      // Managers write the common signals too, some before anybody acted: whoever is known by name is believed first.
      const isKnown = manager.length + platform.length > 0;
      return [
        { type: "managers", readings: isKnown ? manager : signal },
        { type: "platforms", readings: platform },
      ];
    },
    hasFound: () => hasFound,
    stop() {
      isOn = false;
      for (const end of ends) end();
      for (const timer of waiting) timers.clear(timer);
    },
  };
}
