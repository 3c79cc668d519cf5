/** Calls of the HTTP interface: JSON in, JSON out, one error type. */
import type { Schemas } from "./frames.ts";

/** The server's refusal, or `network` when there was no answer at all. */
export type HttpErrorCode = Schemas["ErrorCode"] | "network";

/** What went wrong with a call. `message` is the server's sentence for a person; empty for `network`. */
export class HttpError extends Error {
  constructor(
    /** 0 when there was no answer. */
    readonly status: number,
    readonly code: HttpErrorCode,
    message: string,
    readonly fields: readonly Schemas["FieldError"][] = [],
    /** When to try again; absent: do not repeat it by yourself. A lost connection has none: the caller decides. */
    readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = "HttpError";
  }
}

/** What surrounds the calls. */
export interface HttpOptions {
  /** Origin and path prefix, without a slash at the end; empty for the page's own origin. */
  readonly baseUrl: string;
  /** The visitor's token, asked for each call; agents have a cookie instead and return nothing. */
  bearer?(): string | undefined;
  /** Language of the server's sentences, asked for each call. */
  language?(): string;
  /** The chat key of the page, for visitors' calls: a page with an old key is refused. */
  readonly chatKey?: string;
  readonly fetch?: typeof fetch;
}

/** What one call does differently. */
export interface CallOptions {
  /** Another token than the present one. */
  readonly bearer?: string;
  /** The call goes out although the page is being left. */
  readonly keepalive?: boolean;
}

/** The calls. `T` is what the server answers; 204 answers undefined. */
export interface Http {
  get<T>(path: string, query?: Query): Promise<T>;
  send<T>(
    method: "POST" | "PUT" | "PATCH" | "DELETE",
    path: string,
    body?: unknown,
    options?: CallOptions,
  ): Promise<T>;
  /** The bytes of a file. */
  blob(path: string): Promise<Blob>;
  /** Headers of every call, for requests made elsewhere (uploads). */
  headers(): Record<string, string>;
  /** The absolute address of a path. */
  url(path: string, query?: Query): string;
}

/** Query values; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

/** Makes the calls. They reject with `HttpError` and with nothing else. */
export function createHttp(options: HttpOptions): Http {
  const headers = (bearer = options.bearer?.()): Record<string, string> => {
    const language = options.language?.();
    return {
      ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
      ...(language ? { "accept-language": language } : {}),
      ...(options.chatKey ? { "x-chat-key": options.chatKey } : {}),
    };
  };
  const url = (path: string, query: Query = {}) => {
    const pairs = Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${name}=${encodeURIComponent(value ?? "")}`);
    return `${options.baseUrl}${path}${pairs.length > 0 ? `?${pairs.join("&")}` : ""}`;
  };
  const call = async (address: string, init: RequestInit): Promise<Response> => {
    let response: Response;
    try {
      response = await (options.fetch ?? fetch)(address, {
        ...init,
        // A visitor's credential is the bearer; cookies of another origin never travel.
        credentials: options.bearer ? "omit" : "same-origin",
        cache: "no-store",
      });
    } catch {
      throw new HttpError(0, "network", "");
    }
    if (!response.ok) throw toHttpError(response.status, await response.text().catch(() => ""));
    return response;
  };
  const json = async <T>(response: Response): Promise<T> => {
    if (response.status === 204) return undefined as T;
    try {
      return (await response.json()) as T;
    } catch {
      throw new HttpError(0, "network", "");
    }
  };
  return {
    headers: () => headers(),
    url,
    get: async <T>(path: string, query?: Query) =>
      json<T>(await call(url(path, query), { headers: headers() })),
    send: async <T>(method: string, path: string, body?: unknown, { bearer, keepalive }: CallOptions = {}) =>
      json<T>(
        await call(url(path), {
          method,
          headers: { ...headers(bearer), "content-type": "application/json" },
          body: JSON.stringify(body ?? {}),
          ...(keepalive ? { keepalive } : {}),
        }),
      ),
    blob: async (path) => {
      const response = await call(url(path), { headers: headers() });
      return response.blob().catch(() => {
        throw new HttpError(0, "network", "");
      });
    },
  };
}

/** The error of an answer; a body that is not the server's envelope (a proxy's page) counts as unavailable. */
export function toHttpError(status: number, body: string): HttpError {
  try {
    const error: Partial<Schemas["ErrorOut"]> = JSON.parse(body);
    if (typeof error.code === "string" && typeof error.message === "string") {
      return new HttpError(
        status,
        error.code,
        error.message,
        error.fields ?? [],
        error.retry_after_ms ?? undefined,
      );
    }
  } catch {
    // Not JSON: something between us and the server answered.
  }
  return new HttpError(status, "unavailable", "");
}
