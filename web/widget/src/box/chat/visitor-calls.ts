/**
 * What the visitor hands in once and waits for: contact details, a rating, the wish for a transcript.
 * They are calls and no frames, so that the answer finds the form that asked, in whatever tab, and names
 * the field at fault; and so that they work the same where sockets are blocked.
 */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import { type Http, HttpError } from "@entrenous/protocol/http.ts";
import type { Session } from "../connection/session.ts";

export class VisitorCalls {
  #http: Http;
  #session: Session;

  constructor(http: Http, session: Session) {
    this.#http = http;
    this.#session = session;
  }

  submitContact(contact: Schemas["ContactIn"]): Promise<void> {
    return this.#post("/api/visitor/contact", contact);
  }

  /** Further fields of a form, beside what the page tells. A site that wants proof of identity does not take them. */
  async tellVariables(variables: readonly Schemas["VariableIn"][]): Promise<void> {
    try {
      await this.#post("/api/visitor/identity", { variables });
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 403) throw error;
    }
  }

  rate(rating: Schemas["RatingIn"]): Promise<void> {
    return this.#post("/api/visitor/rating", rating);
  }

  requestTranscript(wish: Schemas["TranscriptIn"]): Promise<Schemas["TranscriptAcceptedOut"]> {
    return this.#post("/api/visitor/transcript", wish);
  }

  /** Rejects with `HttpError` and with nothing else. */
  async #post<T>(path: string, body: object): Promise<T> {
    await this.#session.begin();
    try {
      return await this.#http.send<T>("POST", path, body);
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 401) throw error;
      // The server has forgotten the session meanwhile.
      this.#session.renew();
      await this.#session.begin();
      return this.#http.send<T>("POST", path, body);
    }
  }
}
