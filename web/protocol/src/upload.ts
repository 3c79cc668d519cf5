/** Uploads with progress: `fetch` cannot tell how much has been sent, XMLHttpRequest can. */
import type { Schemas } from "./frames.ts";
import { type Http, HttpError, toHttpError } from "./http.ts";

/** An upload that is under way. */
export interface Upload {
  /** The stored file; rejects with `HttpError`, code `network` also after `cancel`. */
  readonly done: Promise<Schemas["FileOut"]>;
  cancel(): void;
}

/**
 * Sends the file's bytes to `path` (`/api/visitor/uploads`, `/api/agent/conversations/{id}/uploads`).
 * `onProgress` gets the bytes sent so far.
 */
export function uploadFile(
  http: Http,
  path: string,
  file: File,
  onProgress: (sentBytes: number) => void,
  newRequest: () => XMLHttpRequest = () => new XMLHttpRequest(),
): Upload {
  const request = newRequest();
  const done = new Promise<Schemas["FileOut"]>((resolve, reject) => {
    const lost = () => reject(new HttpError(0, "network", ""));
    request.open("POST", http.url(path, { file_name: file.name }));
    for (const [name, value] of Object.entries(http.headers())) request.setRequestHeader(name, value);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = lost;
    request.onabort = lost;
    request.onload = () => {
      if (request.status < 200 || request.status > 299) {
        reject(toHttpError(request.status, request.responseText));
        return;
      }
      try {
        const answer = JSON.parse(request.responseText) as Schemas["UploadOut"];
        resolve(answer.file);
      } catch {
        lost();
      }
    };
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}
