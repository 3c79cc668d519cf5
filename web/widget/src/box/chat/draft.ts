/** What stands in the composer: one text for all tabs of a site, of which the one that was written last counts. */
import { type Clock, systemClock } from "@entrenous/protocol/clock.ts";
import type { TabNote } from "../connection/shared-link.ts";

/** What the page writes counts as so much older, so that it does not replace what is being typed in another tab. */
const PAGE_YIELDS_MS = 2_000;

type DraftNote = Extract<TabNote, { kind: "draft" }>;

export class Draft {
  #text: string;
  #clock: Clock;
  /** When the text was written, Unix ms; what an earlier page left is older than all that is written from now on. */
  #at = 0;

  constructor(text: string, clock: Clock = systemClock) {
    this.#text = text;
    this.#clock = clock;
  }

  get text(): string {
    return this.#text;
  }

  /** The visitor wrote; an empty text also says that it was sent. */
  write(text: string): void {
    this.#put(text, this.#clock.now());
  }

  /** The page wrote. */
  fill(text: string): void {
    this.#put(text, this.#clock.now() - PAGE_YIELDS_MS);
  }

  /** The stored text, after a time in which this tab heard nothing of the others; true when it is another one. */
  catchUp(stored: string): boolean {
    const isOther = stored !== this.#text;
    this.#text = stored;
    return isOther;
  }

  /** Another tab's; true when it took the place of an older one. */
  hear({ text, at }: DraftNote): boolean {
    if (at <= this.#at) return false;
    this.#text = text;
    this.#at = at;
    return true;
  }

  note(): DraftNote {
    return { kind: "draft", text: this.#text, at: this.#at };
  }

  /** Newer than everything known here, also within one millisecond and when the clock was set back. */
  #put(text: string, at: number): void {
    this.#text = text;
    this.#at = Math.max(at, this.#at + 1);
  }
}
