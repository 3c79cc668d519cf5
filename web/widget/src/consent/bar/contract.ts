/** What the consent module and its bar, which comes later, agree on. */
import type { PartSeat } from "../../bridge/seat.ts";
import type { OwnChoice } from "../gatekeeper.ts";
import type { Gated } from "../purposes.ts";

/** One line of the question. */
export interface Offer {
  readonly purpose: Gated;
  readonly isOn: boolean;
  /** Somebody else decides: the browser's `signal`, or the `site` with its consent manager. */
  readonly lock: "signal" | "site" | undefined;
}

export interface BarState {
  /** `shown` by itself, without taking the focus; `asked` for by the visitor, who finds it under the fingers. */
  readonly how: "shown" | "asked";
  readonly offers: readonly Offer[];
  readonly language: string;
}

export interface BarHost {
  readonly seat: PartSeat;
  /** A button was pressed. */
  onAnswer(choice: OwnChoice): void;
  /** Put away without an answer. */
  onClose(): void;
}

export interface Bar {
  show(state: BarState): void;
  hide(): void;
  /** Language of the words on it. */
  language(): string;
  destroy(): void;
}

/** What `bar/index.ts` exports. */
export interface BarModule {
  mountBar(host: BarHost): Bar;
}
