/** What is written and not sent yet: the draft that all tabs share, and the messages of this one that wait. */
import type { VisitorDelivery } from "@entrenous/protocol/visitor-delivery.ts";
import type { TabNote } from "../connection/shared-link.ts";
import { Draft } from "./draft.ts";
import type { Memory } from "./memory.ts";

/** A draft is kept and told to the other tabs this long after a key, and not at each one. */
const DRAFT_AFTER_MS = 400;

/** What it needs from its owner. */
export interface KeptMessageOptions {
  readonly memory: Memory;
  /** This tab's messages that are not acknowledged. */
  unsent(): VisitorDelivery["unsent"];
  tell(note: TabNote): void;
}

export class KeptMessage {
  #options: KeptMessageOptions;
  #draft: Draft;
  #number = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Every message that this tab has had in its queue: theirs are the others in the common place. */
  #own = new Set<string>();

  constructor(options: KeptMessageOptions) {
    this.#options = options;
    this.#draft = new Draft(options.memory.readMessage().draft);
  }

  /** What is in the composer. */
  get draft(): string {
    return this.#draft.text;
  }
  /** Grows when the draft was changed by the page or another tab, and the composer must take it over. */
  get number(): number {
    return this.#number;
  }

  /** The visitor typed; the screen already shows it. */
  write(text: string): void {
    this.#draft.write(text);
    // Sent or deleted: no other tab may hold it a moment longer.
    if (text) this.#timer ??= setTimeout(() => this.flush(), DRAFT_AFTER_MS);
    else this.flush();
  }

  /** The page put a text into the composer. */
  fill(text: string): void {
    this.#draft.fill(text);
    this.#number += 1;
    this.flush();
  }

  /** Another tab's draft; true when it took the place of an older one. */
  hear(note: Extract<TabNote, { kind: "draft" }>): boolean {
    if (!this.#draft.hear(note)) return false;
    this.#dropTimer(); // What waited to be told is older now.
    this.#number += 1;
    return true;
  }

  /** The other tabs went on meanwhile, and what they said was not heard here. */
  catchUp(): void {
    if (this.#draft.catchUp(this.#options.memory.readMessage().draft)) this.#number += 1;
  }

  /** Keeps and tells what waits. */
  flush(): void {
    this.#dropTimer();
    this.keep();
    this.#options.tell(this.#draft.note());
  }

  /** Other tabs keep their unsent messages under the same name: theirs stay, what is ours is replaced. */
  keep(): void {
    const { memory, unsent } = this.#options;
    const own = unsent().map(({ clientMsgId, payload }) => ({ id: clientMsgId, payload }));
    for (const { id } of own) this.#own.add(id);
    const theirs = memory.readMessage().unsent.filter(({ id }) => !this.#own.has(id));
    memory.writeMessage(this.#draft.text, [...theirs, ...own]);
  }

  /** The visitor is another one: `forgetUnsent` empties the queue, whose messages are ours until it has done so. */
  wipe(forgetUnsent: () => void): void {
    this.#dropTimer();
    this.#draft.write("");
    this.#number += 1;
    forgetUnsent();
    this.#own.clear();
  }

  #dropTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
