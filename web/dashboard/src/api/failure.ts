/** Why a call to the server did not succeed. */
import type { ErrorCode, ErrorOut } from "./shapes.ts";

/** The server answered, and the answer is no. Its message is written for a person, in the page's language. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ErrorCode;
  readonly requestId: string;
  /** Field name of the body → what is wrong with it. */
  readonly fields: ReadonlyMap<string, string>;
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly status: number,
    answer: ErrorOut,
  ) {
    super(answer.message);
    this.code = answer.code;
    this.requestId = answer.request_id;
    this.fields = new Map((answer.fields ?? []).map(({ field, message }) => [field, message]));
    this.retryAfterMs = answer.retry_after_ms ?? undefined;
  }
}

/** No answer of the server came: no network, or something else answered in its place. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** Whether the error says that nobody is signed in any more. */
export function isSignedOut(error: unknown): boolean {
  return (
    error instanceof Refusal && (error.code === "unauthenticated" || error.code === "second_factor_required")
  );
}

/** The stable code of a refusal; undefined for everything else. */
export function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof Refusal ? error.code : undefined;
}
