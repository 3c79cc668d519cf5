/**
 * The answer as this browser keeps it, in `ssupp_<CHAT_KEY>`: what was answered, by whom, and the ledger's entry.
 * It is only kept once somebody has answered; nothing is kept for visitors who ignore the question.
 */
import type { Clock } from "@entrenous/protocol/clock.ts";
import { grantRequestedService, type Store } from "@entrenous/protocol/store.ts";
import { isObject } from "../compat/is-object.ts";
import { ANSWER_LIFE_MS } from "./authority.ts";
import { GATED, type Gated } from "./purposes.ts";
import type { ConsentIn, ConsentSettings, Voice } from "./wire.ts";

/** Answers of one moment. */
export interface Kept {
  readonly answers: Readonly<Partial<Record<Gated, boolean>>>;
  readonly by: Readonly<Partial<Record<Gated, Voice>>>;
  readonly subject: string;
  readonly text_version: number;
  /** Unix ms. */
  readonly answered_at: number;
  /** A yes that was given although the browser's signal says no. */
  readonly overrides: boolean;
  /** The ledger's number; absent until the server has answered. */
  readonly entry_id?: string;
  /** What the server has not acknowledged yet; it is sent again from the next page. */
  readonly unsent?: ConsentIn;
}

/** Reads and writes it. */
export interface KeptAnswer {
  /** Undefined when there is none, it is of another text, or its life is over. */
  read(): Kept | undefined;
  write(kept: Kept): void;
  /** As if nobody had ever answered. */
  forget(): void;
}

const KEY = "ssupp_<CHAT_KEY>";

export function keepAnswer(
  store: Store,
  clock: Clock,
  settings: Pick<ConsentSettings, "text_version">,
): KeptAnswer {
  // An answer is kept on the visitor's own act, which is what this grant stands for.
  const grant = grantRequestedService("preferences");

  /** What others keep under the name stays as it is. */
  function replace(values: Record<string, unknown>, from: number): void {
    const others = store.get(KEY);
    store.set(KEY, { ...(isObject(others) ? others : {}), ...values }, grant, from);
  }

  return {
    read() {
      const kept = readKept(store.get(KEY));
      const isCurrent =
        kept?.text_version === settings.text_version && clock.now() - kept.answered_at < ANSWER_LIFE_MS;
      return isCurrent ? kept : undefined;
    },
    // Counted from the answer, so that a number of the ledger that comes later lengthens nothing.
    write: (kept) => replace(plain(kept), kept.answered_at),
    forget() {
      const kept = readKept(store.get(KEY));
      if (!kept) return;
      const nothing = Object.fromEntries(Object.keys(kept).map((name) => [name, undefined]));
      replace(nothing, kept.answered_at);
    },
  };
}

/** Names the absent fields too, so that they replace what an earlier answer left. */
function plain(kept: Kept): Record<string, unknown> {
  return { ...kept, entry_id: kept.entry_id, unsent: kept.unsent };
}

/** What somebody else wrote under the name counts as no answer. */
function readKept(value: unknown): Kept | undefined {
  if (!isObject(value) || !isObject(value.answers) || typeof value.subject !== "string") return undefined;
  const { answers, by } = value;
  const kept: Partial<Record<Gated, boolean>> = {};
  const voices: Partial<Record<Gated, Voice>> = {};
  for (const purpose of GATED) {
    const answer = answers[purpose];
    const voice = isObject(by) ? by[purpose] : undefined;
    if (typeof answer === "boolean") kept[purpose] = answer;
    if (isVoice(voice)) voices[purpose] = voice;
  }
  return {
    answers: kept,
    by: voices,
    subject: value.subject,
    text_version: Number(value.text_version),
    answered_at: Number(value.answered_at),
    overrides: value.overrides === true,
    ...(typeof value.entry_id === "string" ? { entry_id: value.entry_id } : {}),
    // It was written by this module; a damaged one is refused by the server and then forgotten.
    ...(isObject(value.unsent) ? { unsent: value.unsent as unknown as ConsentIn } : {}),
  };
}

function isVoice(value: unknown): value is Voice {
  return typeof value === "string" && /^(gpc|api|platform|own|cmp:.+)$/.test(value);
}
