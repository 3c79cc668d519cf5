/** Calls to the server: JSON both ways, the page's language, and failures as `Refusal` or `Unreachable`. */
import { currentLanguage } from "../i18n/language.ts";
import { Refusal, Unreachable } from "./failure.ts";
import type { ErrorOut } from "./shapes.ts";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

interface Call {
  readonly method: Method;
  readonly body?: BodyInit;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a resource. */
export async function get<Out>(path: string, signal?: AbortSignal): Promise<Out> {
  return readJson(await send(path, { method: "GET", signal }));
}

/** Sends a JSON body and reads the answer; `Out` is `void` where the server answers 204. */
export async function post<Out, In>(path: string, body: In): Promise<Out> {
  return readJson(await send(path, jsonCall("POST", body)));
}

/** As `post`, for changes of a resource. */
export async function patch<Out, In>(path: string, body: In): Promise<Out> {
  return readJson(await send(path, jsonCall("PATCH", body)));
}

/** As `post`, replacing a resource. */
export async function put<Out, In>(path: string, body: In): Promise<Out> {
  return readJson(await send(path, jsonCall("PUT", body)));
}

/** Removes a resource. */
export async function del<Out = void>(path: string): Promise<Out> {
  // The server asks for JSON on every unsafe method, so an empty body is an empty object.
  return readJson(await send(path, jsonCall("DELETE", {})));
}

/** Sends a file as it is, under its own content type. */
export async function upload<Out>(path: string, file: Blob): Promise<Out> {
  const contentType = file.type === "" ? "application/octet-stream" : file.type;
  return readJson(await send(path, { method: "POST", body: file, contentType }));
}

function jsonCall(method: Method, body: unknown): Call {
  return { method, body: JSON.stringify(body), contentType: "application/json" };
}

async function send(path: string, call: Call): Promise<Response> {
  const headers = new Headers({ accept: "application/json", "accept-language": currentLanguage() });
  if (call.contentType !== undefined) headers.set("content-type", call.contentType);
  let response: Response;
  try {
    response = await fetch(path, {
      method: call.method,
      headers,
      credentials: "same-origin",
      ...(call.body !== undefined && { body: call.body }),
      ...(call.signal !== undefined && { signal: call.signal }),
    });
  } catch (cause) {
    if (call.signal?.aborted) throw cause;
    throw new Unreachable("no answer", { cause });
  }
  if (!response.ok) throw await readFailure(response);
  return response;
}

async function readJson<Out>(response: Response): Promise<Out> {
  if (response.status === 204) return undefined as Out;
  try {
    return await response.json();
  } catch (cause) {
    // A proxy's page instead of our answer.
    throw new Unreachable("the answer is not JSON", { cause });
  }
}

async function readFailure(response: Response): Promise<Refusal | Unreachable> {
  try {
    const answer: unknown = await response.json();
    if (isErrorOut(answer)) return new Refusal(response.status, answer);
  } catch {
    // Falls through: something between us and the server answered.
  }
  return new Unreachable(`status ${response.status} without our envelope`);
}

function isErrorOut(answer: unknown): answer is ErrorOut {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "code" in answer &&
    "message" in answer &&
    "request_id" in answer
  );
}
