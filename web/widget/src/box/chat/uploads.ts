/** Files on their way: each is shown with its progress, and becomes a message when the server has it. */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import { type Http, HttpError } from "@entrenous/protocol/http.ts";
import { type Upload, uploadFile } from "@entrenous/protocol/upload.ts";

/** The largest file until the server has told its own limit. */
export const FILE_BYTES = 10 * 1024 * 1024;

/** Why a file was not sent. `server`: the server's own sentence says it. */
export type UploadFailure =
  | { readonly reason: "too_large"; readonly limitBytes: number }
  | { readonly reason: "empty" | "kind" | "network" }
  | { readonly reason: "server"; readonly message: string };

/** A file that is not a message yet. */
export interface PendingFile {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly sentBytes: number;
  /** Present when it stopped; `canRetry` in the same breath. */
  readonly failure?: UploadFailure;
}

interface Known {
  shown: PendingFile;
  readonly file: File;
  upload?: Upload;
  /** The server has it; it waits for the files that were chosen before it. */
  stored?: Schemas["FileOut"];
}

/** What uploads need from their owner. */
export interface UploadsOptions {
  readonly http: Http;
  /** Rejects when there is no session to upload into. */
  begin(): Promise<unknown>;
  newId(): string;
  limitBytes(): number;
  onChange(): void;
  /** The server has the file. Called in the order in which files were chosen. */
  onDone(file: Schemas["FileOut"]): void;
  readonly upload?: typeof uploadFile;
}

/** The files on their way, in the order in which they were given. */
export class Uploads {
  #options: UploadsOptions;
  #files = new Map<string, Known>();

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  get files(): readonly PendingFile[] {
    return [...this.#files.values()].map(({ shown }) => shown);
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      const id = this.#options.newId();
      const shown: PendingFile = { id, name: file.name, sizeBytes: file.size, sentBytes: 0 };
      this.#files.set(id, { shown, file });
      void this.#send(id);
    }
    this.#options.onChange();
  }

  retry(id: string): void {
    void this.#send(id);
  }

  /** Stops it if it runs, and forgets it. */
  remove(id: string): void {
    const known = this.#files.get(id);
    this.#files.delete(id);
    known?.upload?.cancel();
    this.#handOver();
  }

  clear(): void {
    const given = [...this.#files.values()];
    this.#files.clear();
    for (const { upload } of given) upload?.cancel();
    this.#options.onChange();
  }

  async #send(id: string): Promise<void> {
    const known = this.#files.get(id);
    if (!known) return;
    const { file } = known;
    const limitBytes = this.#options.limitBytes();
    if (file.size === 0) return this.#show(id, { failure: { reason: "empty" } });
    if (file.size > limitBytes) return this.#show(id, { failure: { reason: "too_large", limitBytes } });
    const { failure: _, ...running } = known.shown;
    known.shown = { ...running, sentBytes: 0 };
    this.#options.onChange();
    try {
      await this.#options.begin();
      if (!this.#files.has(id)) return;
      const start = this.#options.upload ?? uploadFile;
      known.upload = start(this.#options.http, "/api/visitor/uploads", file, (sentBytes) =>
        this.#show(id, { sentBytes: Math.min(sentBytes, file.size) }),
      );
      known.stored = await known.upload.done;
    } catch (error) {
      this.#show(id, { failure: toFailure(error, limitBytes) });
    }
    this.#handOver();
  }

  /** Hands over what is stored, up to the first file that is still on its way. Failed ones hold up nothing. */
  #handOver(): void {
    for (const [id, { shown, stored }] of [...this.#files]) {
      if (shown.failure) continue;
      if (!stored) break;
      this.#files.delete(id);
      this.#options.onDone(stored);
    }
    this.#options.onChange();
  }

  #show(id: string, change: Partial<PendingFile>): void {
    const known = this.#files.get(id);
    if (!known) return;
    known.shown = { ...known.shown, ...change };
    this.#options.onChange();
  }
}

function toFailure(error: unknown, limitBytes: number): UploadFailure {
  if (!(error instanceof HttpError)) return { reason: "network" };
  if (error.code === "too_large") return { reason: "too_large", limitBytes };
  if (error.code === "unsupported_media_type") return { reason: "kind" };
  return error.message ? { reason: "server", message: error.message } : { reason: "network" };
}
