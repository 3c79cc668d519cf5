/**
 * Acts on what consent allows. After each change, in this order and the first two in the task of the change:
 * modules stop and start, withdrawn names go, the ledger is told, the page is told.
 *
 * Source: privacy.md section 5, "On change, in order".
 */
import type { Clock } from "@entrenous/protocol/clock.ts";
import { grantByConsent, type Store } from "@entrenous/protocol/store.ts";
import { createConsent, type Decision, type Heard, type OwnAnswer, type Reading } from "./authority.ts";
import type { GatedModules, RunningModule } from "./gated-module.ts";
import { type Kept, keepAnswer } from "./kept-answer.ts";
import { type ByPurpose, byPurpose, GATED, type Gated } from "./purposes.ts";
import type { ConsentIn, ConsentOut, ConsentSettings, Scopes, Voice } from "./wire.ts";

export interface GatekeeperOptions {
  readonly settings: ConsentSettings;
  readonly store: Store;
  readonly clock: Clock;
  readonly modules: GatedModules;
  /** The language of our texts now, for the record of what was read. */
  language(): string;
  /** A random id of so many characters. */
  newId(length: number): string;
  /** Sends an entry to the ledger, sooner or later. */
  record(entry: ConsentIn): void;
  readonly scopes: {
    take(scopes: Scopes): void;
    drop(): void;
    token(purpose: Gated): Promise<string | undefined>;
  };
  /** `entrenous:consent`: what may be done now. */
  tellPage(allowed: ByPurpose<boolean>): void;
  /** One line in the console. */
  warn(text: string): void;
}

/** The visitor's choice in our own bar; purposes that were not offered are absent. */
export type OwnChoice = Readonly<Partial<Record<Gated, boolean>>>;

export interface Gatekeeper {
  /** Begins with what the sources say and what is kept, all at once: none of them acts before the others are heard. */
  start(...heard: readonly Heard[]): void;
  /** Takes what sources say now, and acts before it returns. */
  hear(...heard: readonly Heard[]): void;
  /** Reads the kept answer again, which another tab has changed. */
  hearKept(): void;
  /** The visitor pressed a button: of the question as it was `shown` by itself, or where it was `asked` for. */
  answer(choice: OwnChoice, how: "shown" | "asked"): void;
  decision(): Decision;
  /** Whose tokens to ask for; undefined while the ledger has not answered. */
  owner(): { readonly subject: string; readonly entry_id: string } | undefined;
  recorded(entry: ConsentIn, answer: ConsentOut): void;
  refused(entry: ConsentIn): void;
  /** The ledger does not know this entry any more: it was erased. */
  forgotten(entry_id: string): void;
  /** Managers have had their time: one that has not spoken by now grants nothing. */
  stopWaiting(): void;
  /** What the running modules wait for may have come. */
  poke(): void;
  /** Stops every module; the answers stay. */
  stop(): void;
}

/** Who is named as the source of an entry when several have spoken: the first one here. */
const AUTHORITY: readonly RegExp[] = [/^gpc$/, /^api$/, /^cmp:/, /^platform$/, /^own$/];
/** Long enough that nobody can guess one. */
const SUBJECT_CHARACTERS = 43;
const CLIENT_ID_CHARACTERS = 22;

const METHODS = { gpc: "signal", api: "call", own: "button" } as const;

export function createGatekeeper(options: GatekeeperOptions): Gatekeeper {
  const { settings, store, clock, modules } = options;
  const consent = createConsent({ ...settings, clock });
  const answer = keepAnswer(store, clock, settings);
  /** What is granted now, and its module if it has one. */
  const running: Partial<Record<Gated, { readonly id: symbol; readonly module: RunningModule | undefined }>> =
    {};
  /** Who granted what since this page was loaded; only such a grant can be withdrawn here. */
  const granted = new Map<Gated, Voice>();
  let decision = consent.decision();
  let readings: readonly Reading[] = [];
  let hasSignal = false;
  /** The visitor's own act that is being worked on. */
  let ownAct: "shown" | "asked" | undefined;
  let subject: string | undefined;
  let hasWarned = false;
  let isLate = false;

  const isGranted = (purpose: Gated) => decision.answers[purpose] === "granted";

  function run<P extends Gated>(purpose: P): void {
    const id = Symbol(purpose);
    running[purpose] = { id, module: undefined };
    granted.set(purpose, decision.by[purpose] ?? "own");
    // A later yes is another grant: this one never comes back to life. And an own answer ends by itself,
    // without anybody saying so, which is why the machine is asked each time.
    const grant = grantByConsent(
      purpose,
      () => running[purpose]?.id === id && consent.decision().answers[purpose] === "granted",
    );
    running[purpose] = { id, module: modules[purpose]?.start(grant) };
  }

  function end(purpose: Gated): void {
    running[purpose]?.module?.stop();
    delete running[purpose];
  }

  function act(next: Decision): void {
    const before = decision;
    decision = next;
    const changed = GATED.filter((purpose) => before.answers[purpose] !== next.answers[purpose]);
    if (next.disputed.length > 0 && !hasWarned) {
      hasWarned = true;
      options.warn(`consent: two managers disagree about ${next.disputed}; the refusal counts`);
    }
    if (changed.length === 0) {
      // A yes that only the browser's signal holds back is news for the ledger, though nothing changes here.
      if (next.overruled.length > before.overruled.length) keepAndRecord();
      return;
    }
    const withdrawn = changed.filter((purpose) => before.answers[purpose] === "granted");
    if (withdrawn.length > 0) options.scopes.drop();
    withdrawn.forEach(end);
    for (const purpose of changed) if (isGranted(purpose)) run(purpose);
    for (const purpose of changed) if (!isGranted(purpose)) store.removePurpose(purpose);
    keepAndRecord();
    options.tellPage(byPurpose(isGranted));
  }

  /**
   * What an earlier page left goes where nobody grants it now. Only where a manager's yes is kept, and it may be about
   * to say so again, its names stay until it is too late; nothing uses them meanwhile.
   */
  function removeLeft(): void {
    const kept = isLate ? undefined : answer.read();
    for (const purpose of GATED) {
      const isAwaited =
        settings.purposes.includes(purpose) &&
        kept?.answers[purpose] === true &&
        /^(cmp|pl)/.test(`${kept.by[purpose]}`);
      if (!isGranted(purpose) && !isAwaited) store.removePurpose(purpose);
    }
  }

  /** Keeps the answers and tells the ledger, unless it knows them already or nobody has answered. */
  function keepAndRecord(): void {
    const kept = answer.read();
    const said = settings.purposes.filter((purpose) => isSaid(purpose, kept));
    // A manager that takes its answer back withdraws it; an own answer that grew too old is only asked anew.
    const ended = settings.purposes.filter(
      (purpose) => !isGranted(purpose) && (granted.get(purpose) ?? "own") !== "own",
    );
    if (said.length === 0 && ended.length === 0) return;
    const answers = byPurpose((purpose) => choiceOf(purpose, kept));
    if (kept && settings.purposes.every((purpose) => kept.answers[purpose] === answers[purpose])) return;

    const by: Partial<Record<Gated, Voice>> = {};
    for (const purpose of settings.purposes) {
      const voice = decision.by[purpose] ?? kept?.by[purpose];
      if (voice) by[purpose] = voice;
    }
    const voices = [
      ...said.map((purpose) => decision.by[purpose]),
      ...ended.map((purpose) => granted.get(purpose)),
    ];
    const source = ownAct ? "own" : (firstOf(voices) ?? "own");
    const entry = entryOf(kept, answers, source);
    answer.write({
      answers: inUse(answers),
      by,
      subject: entry.subject,
      text_version: settings.text_version,
      answered_at: clock.now(),
      overrides: hasSignal && GATED.some(isGranted),
      unsent: entry,
    });
    if (ownAct === "shown") options.record(shownEntry(entry));
    options.record(entry);
  }

  /** True when somebody has answered, and not only the browser's signal where there was nothing to refuse. */
  function isSaid(purpose: Gated, kept: Kept | undefined): boolean {
    if (decision.answers[purpose] === "unknown") return false;
    if (decision.by[purpose] !== "gpc") return true;
    return decision.overruled.includes(purpose) || kept?.answers[purpose] === true;
  }

  /** A manager that has not loaded yet takes nothing back: what it said before still stands in the ledger. */
  function choiceOf(purpose: Gated, kept: Kept | undefined): boolean {
    if (decision.answers[purpose] !== "unknown" || granted.has(purpose)) return isGranted(purpose);
    return kept?.answers[purpose] === true;
  }

  function inUse(answers: ByPurpose<boolean>): Kept["answers"] {
    const used: Partial<Record<Gated, boolean>> = {};
    for (const purpose of settings.purposes) used[purpose] = answers[purpose];
    return used;
  }

  function entryOf(kept: Kept | undefined, choices: ByPurpose<boolean>, source: Voice): ConsentIn {
    subject = kept?.subject ?? subject ?? options.newId(SUBJECT_CHARACTERS);
    const isLess = GATED.some((purpose) => !choices[purpose] && kept?.answers[purpose] === true);
    const manager = readings.find((reading) => source === `cmp:${reading.id}`);
    return {
      client_id: options.newId(CLIENT_ID_CHARACTERS),
      subject,
      event: isLess ? "withdrawn" : "answered",
      source,
      choices,
      // Only what the visitor has just read: an answer kept from before was given to other words perhaps.
      text: ownAct ? textNow() : null,
      shown: null,
      method: source === "gpc" || source === "api" || source === "own" ? METHODS[source] : "manager",
      gpc: hasSignal ? (GATED.some(isGranted) ? "overridden" : "applied") : "none",
      evidence: manager?.evidence ?? null,
    };
  }

  /** Written with the answer and not when the bar appears: who ignores the question leaves no trace anywhere. */
  function shownEntry(answered: ConsentIn): ConsentIn {
    const choices = byPurpose(() => false);
    return { ...answered, client_id: options.newId(CLIENT_ID_CHARACTERS), event: "shown", choices };
  }

  const textNow = () => ({ version: settings.text_version, language: options.language() });

  function ownAnswerOf(kept: Kept | undefined): OwnAnswer | undefined {
    if (!kept) return undefined;
    const answers: Partial<Record<Gated, boolean>> = {};
    for (const purpose of GATED) {
      // What a manager said is not repeated in its name: it speaks for itself when it is there.
      const value = kept.answers[purpose];
      if (value !== undefined && /^(own|api)$/.test(`${kept.by[purpose]}`)) answers[purpose] = value;
    }
    return { ...kept, answers };
  }

  const gatekeeper: Gatekeeper = {
    start(...heard) {
      const kept = answer.read();
      subject = kept?.subject;
      // An earlier page was left before the server had answered.
      if (kept?.unsent) options.record(kept.unsent);
      gatekeeper.hear(...heard, { type: "own", answer: ownAnswerOf(kept) });
      removeLeft();
      // The ledger may have forgotten the entry that the grant stands on.
      for (const purpose of GATED) if (isGranted(purpose)) void options.scopes.token(purpose);
    },
    hear(...heard) {
      for (const one of heard) {
        if (one.type === "managers") readings = one.readings;
        if (one.type === "signal") hasSignal = one.isOn;
      }
      act(consent.hear(...heard));
    },
    hearKept() {
      gatekeeper.hear({ type: "own", answer: ownAnswerOf(answer.read()) });
      removeLeft();
    },
    answer(choice, how) {
      ownAct = how;
      const answers = { ...ownAnswerOf(answer.read())?.answers, ...choice };
      const text_version = settings.text_version;
      const own = { answers, answered_at: clock.now(), text_version, overrides: hasSignal };
      gatekeeper.hear({ type: "own", answer: own });
      ownAct = undefined;
    },
    decision: () => decision,
    owner() {
      const kept = answer.read();
      return kept?.entry_id ? { subject: kept.subject, entry_id: kept.entry_id } : undefined;
    },
    recorded(entry, { entry_id, scopes }) {
      const kept = answer.read();
      // A later answer has taken its place: these tokens are void already.
      if (kept?.unsent?.client_id !== entry.client_id) return;
      const { unsent: _, ...rest } = kept;
      answer.write({ ...rest, entry_id });
      options.scopes.take(scopes);
      gatekeeper.poke();
    },
    refused(entry) {
      const kept = answer.read();
      if (kept?.unsent?.client_id !== entry.client_id) return;
      const { unsent: _, ...rest } = kept;
      answer.write(rest);
    },
    forgotten(entry_id) {
      const kept = answer.read();
      // Another answer may have taken its place.
      if (kept?.entry_id !== entry_id) return;
      subject = undefined;
      answer.forget();
      gatekeeper.hearKept();
      // Who still says yes says it to the ledger again, as somebody new.
      keepAndRecord();
    },
    stopWaiting() {
      isLate = true;
      removeLeft();
    },
    poke() {
      for (const purpose of GATED) running[purpose]?.module?.poke();
    },
    stop: () => GATED.forEach(end),
  };
  return gatekeeper;
}

/** The voice of the highest authority. */
function firstOf(voices: readonly (Voice | undefined)[]): Voice | undefined {
  for (const kind of AUTHORITY) {
    const found = voices.find((voice) => voice !== undefined && kind.test(voice));
    if (found) return found;
  }
  return undefined;
}
