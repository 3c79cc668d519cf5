/** How a consent manager is read, and which of its names mean our purposes. Source: privacy.md section 5.1. */
import type { Reading } from "../authority.ts";
import { type Answer, GATED, type Gated } from "../purposes.ts";

/**
 * One consent manager. It is made anew for each widget, because some only speak in callbacks and are remembered.
 * No method throws, whatever the page holds.
 */
export interface Adapter {
  readonly id: string;
  /**
   * `manager` asks the visitor; `platform` passes on what some manager found out;
   * `signal` is read only where neither is there, because those write the same signals too.
   */
  readonly kind: "manager" | "platform" | "signal";
  /** Events after which it is read again: `document name` or `window name`. */
  readonly events: readonly string[];
  /** What it says now; undefined when it is not on the page. */
  read(page: unknown): Omit<Reading, "id"> | undefined;
  /** Registers with a manager that calls back; true once it could, and then never again. */
  subscribe?(page: unknown, changed: () => void): boolean;
  /** An event of `events` came, for managers that say more in it than anywhere else. */
  hear?(event: Event): void;
}

/** Answers by purpose, without the purposes that a manager is not asked about. */
export type SomeAnswers = Readonly<Partial<Record<Gated, Answer>>>;

/** Names of our services in managers that have services: `entrenous_stats`, `entrenous_recording` … */
const SERVICES: Readonly<Record<string, Gated>> = {
  entrenous_stats: "statistics",
  entrenous_statistics: "statistics",
  entrenous_recording: "recording",
  entrenous_marketing: "marketing",
};

/** The purpose of a service, however its owner spelt it: "Entrenous Marketing" too. */
export function purposeOfService(name: unknown): Gated | undefined {
  return SERVICES[
    `${name}`
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, "_")
  ];
}

/** The names of a purpose's service. */
export function servicesOf(purpose: Gated): string[] {
  return Object.keys(SERVICES).filter((name) => SERVICES[name] === purpose);
}

/** The answers of a manager with services: `entries` are names with what is said about each. */
export function byService(entries: readonly (readonly [unknown, Answer])[]): SomeAnswers {
  const answers: Partial<Record<Gated, Answer>> = {};
  for (const [name, answer] of entries) {
    const purpose = purposeOfService(name);
    if (purpose) answers[purpose] = answer;
  }
  return answers;
}

/** The answers of a manager with categories; recording is never read out of one. */
export function byCategory(answerOf: (purpose: "statistics" | "marketing") => Answer): SomeAnswers {
  return { statistics: answerOf("statistics"), marketing: answerOf("marketing") };
}

/** Answers as they count while the visitor has not acted: what a manager assumes by itself is none. */
export function onlyAfter(hasActed: boolean, answers: SomeAnswers): SomeAnswers {
  if (hasActed) return answers;
  const waiting: Partial<Record<Gated, Answer>> = {};
  for (const purpose of GATED) if (answers[purpose] !== undefined) waiting[purpose] = "unknown";
  return waiting;
}

/** The fields that are there. */
export function evidence(fields: Readonly<Record<string, string | undefined>>): { evidence?: object } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return known.length > 0 ? { evidence: Object.fromEntries(known) } : {};
}
