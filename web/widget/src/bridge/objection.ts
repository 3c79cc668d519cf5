/**
 * The mode `always`: the chat connects when the page loads, unless the visitor refuses statistics. Then it does what
 * it does in `on_open`, and what it wrote without being opened goes.
 *
 * Source: privacy.md section 4, "Statistics denied, GPC".
 */
import { look, type StorageScope } from "@entrenous/protocol/storage-look.ts";
import { isObject } from "../compat/is-object.ts";
import type { SignalSource } from "../consent/signal.ts";
import type { Box } from "../host.ts";
import type { Told } from "./seat.ts";

export interface ObjectionOptions {
  readonly box: Pick<Box, "connect" | "leave">;
  readonly storage: StorageScope;
  readonly told: Told;
  /** What this browser says by itself. */
  readonly browser?: SignalSource;
}

export interface Heed {
  /** The page may have answered. */
  refresh(): void;
  stop(): void;
}

/** Connects the box or not, and keeps to the answer from then on. */
export function heedObjection({ box, storage, told, browser = ownSignal() }: ObjectionOptions): Heed {
  let isConnected = false;
  function weigh(): void {
    const wanted = !hasObjected({ storage, told, browser });
    if (wanted === isConnected) return;
    isConnected = wanted;
    if (wanted) box.connect();
    // Where the visitor has opened it, in whichever tab, it is a chat that was asked for.
    else if (look("ssupp_<CHAT_KEY>opened", storage) === undefined) box.leave();
  }
  weigh();
  document.addEventListener("entrenous:consent", weigh);
  return {
    refresh: weigh,
    stop: () => document.removeEventListener("entrenous:consent", weigh),
  };
}

/** The browser's signal first, then the page's word, then the answer that is kept; silence is no objection. */
function hasObjected({ storage, told, browser }: Required<Omit<ObjectionOptions, "box">>): boolean {
  const kept = objectOf(look("ssupp_<CHAT_KEY>", storage));
  const answer = objectOf(kept.answers).statistics;
  const hasSignal = browser.globalPrivacyControl === true || browser.doNotTrack === "1";
  if (hasSignal) return !(answer === true && kept.overrides === true);
  const words = told.said.filter(([name]) => /^(analyticsConsent|consent\.statistics)$/.test(name));
  const word = words[words.length - 1];
  if (word) return word[1][0] !== true;
  // What nobody has answered is kept as no, without a voice.
  return answer === false && objectOf(kept.by).statistics !== undefined;
}

/** As consent/signal.ts has it, which would be one more request if both parts had it in common. */
function ownSignal(): SignalSource {
  const globalPrivacyControl = (navigator as { globalPrivacyControl?: unknown }).globalPrivacyControl;
  return { globalPrivacyControl, doNotTrack: navigator.doNotTrack };
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
