/**
 * What the page sends for the visitor: into a chat that is in use, or from a press of the visitor; other words wait for
 * the opening, because a page alone begins no session and stores nothing (privacy.md section 4).
 */
import type { Contact } from "./contact.ts";

/** What the words need from their owner. */
export interface PageWordsOptions {
  readonly contact: Pick<Contact, "isUnsure" | "isDue" | "needsTick">;
  /** The chat has a connection or is on the way to one. */
  isInUse(): boolean;
  start(): void;
  say(text: string): void;
  /** The form or the tick comes first: the words wait where it is asked. */
  ask(text: string): void;
}

export class PageWords {
  #options: PageWordsOptions;
  #waiting: string[] = [];

  constructor(options: PageWordsOptions) {
    this.#options = options;
  }

  say(text: string): void {
    const { contact, isInUse, start, say, ask } = this.#options;
    const mayBegin = isInUse() || navigator.userActivation?.isActive;
    if (mayBegin) start();
    if (!mayBegin || contact.isUnsure) this.#waiting.push(text);
    else if (contact.isDue || contact.needsTick) ask(text);
    else say(text);
  }

  /** Something has changed: what waits may go now. */
  goOn(): void {
    const { contact, isInUse } = this.#options;
    if (isInUse() && !contact.isUnsure) for (const text of this.#waiting.splice(0)) this.say(text);
  }

  /** The visitor is another one. */
  forget(): void {
    this.#waiting = [];
  }
}
