/** Files on their way to a conversation. They go on when the agent looks at another conversation. */
import { createHttp } from "@entrenous/protocol/http.ts";
import { type Upload, uploadFile } from "@entrenous/protocol/upload.ts";
import { useSyncExternalStore } from "react";
import { currentLanguage } from "../../i18n/language.ts";
import { uploadPath } from "../live/desk-calls.ts";
import type { FileOut } from "../state/shapes.ts";

export interface UploadEntry {
  readonly key: number;
  readonly conversationId: string;
  readonly file: File;
  readonly sentBytes: number;
  /** Why it did not go; absent while it goes. The words are the server's, empty when no answer came. */
  readonly failure?: "too_large" | "empty" | { readonly message: string };
  /** The server has it; it waits for the files that were chosen before it. */
  readonly stored?: FileOut;
}

/** Starts an upload; the test puts its own here. */
export type StartUpload = (conversationId: string, file: File, onProgress: (sent: number) => void) => Upload;

const http = createHttp({ baseUrl: "", language: currentLanguage });
const overHttp: StartUpload = (conversationId, file, onProgress) =>
  uploadFile(http, uploadPath(conversationId), file, onProgress);

export class Uploads {
  #entries: readonly UploadEntry[] = [];
  #lastKey = 0;
  readonly #running = new Map<number, Upload>();
  readonly #listeners = new Set<() => void>();
  readonly #start: StartUpload;
  readonly #onStored: (conversationId: string, file: FileOut) => void;

  /**
   * `onStored` is told each file that the server has, in the order in which they were chosen: a small file
   * does not overtake a large one. Sending it as a message is the next step.
   */
  constructor(onStored: (conversationId: string, file: FileOut) => void, start: StartUpload = overHttp) {
    this.#onStored = onStored;
    this.#start = start;
  }

  readonly entries = (): readonly UploadEntry[] => this.#entries;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes files in; those that the server would refuse are told at once. */
  add(conversationId: string, files: Iterable<File>, mostBytes: number): void {
    for (const file of files) {
      const entry: UploadEntry = { key: ++this.#lastKey, conversationId, file, sentBytes: 0 };
      if (file.size > mostBytes) this.#set([...this.#entries, { ...entry, failure: "too_large" }]);
      else if (file.size === 0) this.#set([...this.#entries, { ...entry, failure: "empty" }]);
      else {
        this.#set([...this.#entries, entry]);
        this.#go(entry);
      }
    }
  }

  /** Stops an upload, or takes a failed one away. */
  remove(key: number): void {
    const upload = this.#running.get(key);
    this.#running.delete(key);
    this.#set(this.#entries.filter((entry) => entry.key !== key));
    upload?.cancel();
    this.#handOver();
  }

  /** Sends a failed file again. */
  retry(key: number): void {
    const entry = this.#entries.find((one) => one.key === key);
    if (typeof entry?.failure !== "object") return;
    const { failure: _, ...rest } = entry;
    const again = { ...rest, sentBytes: 0 };
    this.#set(this.#entries.map((one) => (one.key === key ? again : one)));
    this.#go(again);
  }

  #go(entry: UploadEntry): void {
    const upload = this.#start(entry.conversationId, entry.file, (sentBytes) =>
      this.#change(entry.key, { sentBytes }),
    );
    this.#running.set(entry.key, upload);
    upload.done.then(
      (file) => {
        if (!this.#running.delete(entry.key)) return;
        this.#change(entry.key, { stored: file });
        this.#handOver();
      },
      (error: unknown) => {
        if (!this.#running.delete(entry.key)) return;
        const message = error instanceof Error ? error.message : "";
        this.#change(entry.key, { failure: { message } });
        this.#handOver();
      },
    );
  }

  /** Hands over what is stored, up to the first file of its conversation that is still on its way. Failed ones hold up nothing. */
  #handOver(): void {
    const held = new Set<string>();
    for (const entry of this.#entries) {
      const { conversationId, stored, failure } = entry;
      if (failure !== undefined || held.has(conversationId)) continue;
      if (stored === undefined) {
        held.add(conversationId);
        continue;
      }
      this.#set(this.#entries.filter((one) => one.key !== entry.key));
      this.#onStored(conversationId, stored);
    }
  }

  #change(key: number, change: Partial<UploadEntry>): void {
    this.#set(this.#entries.map((entry) => (entry.key === key ? { ...entry, ...change } : entry)));
  }

  #set(entries: readonly UploadEntry[]): void {
    this.#entries = entries;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** All entries, also those of other conversations. */
export function useUploads(uploads: Uploads): readonly UploadEntry[] {
  return useSyncExternalStore(uploads.subscribe, uploads.entries);
}
