/** What the consent module and its bar, which comes later, agree on. */
import type { PartSeat } from "../../bridge/seat.ts";
import type { Gatekeeper, OwnChoice } from "../gatekeeper.ts";
import type { Gated } from "../purposes.ts";
import type { ConsentSettings } from "../wire.ts";

export interface BarState {
  /** `shown` by itself, without taking the focus; `asked` for by the visitor, who finds it under the fingers. */
  readonly how: "shown" | "asked";
  /** What is asked about, in this order. */
  readonly purposes: readonly Gated[];
}

export interface BarHost {
  readonly seat: PartSeat;
  readonly settings: Pick<ConsentSettings, "gpc">;
  readonly gatekeeper: Pick<Gatekeeper, "decision">;
  /** A known language code. */
  language(): string;
  /** Whether the page has a Google Analytics of its own that could be told anything. */
  usesAnalytics(): boolean;
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
