/** The visitor's session: asks for a token when there is none, keeps it where the registry says. */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import { type Http, HttpError, type HttpErrorCode } from "@entrenous/protocol/http.ts";
import { systemTimers, type Timers } from "@entrenous/protocol/timers.ts";

/** So long a token that died may still be replaced by another tab, which began the session anew and has the answer on its way. */
const REPLACED_WITHIN_MS = 800;
/** A session is introduced at most so often in one go: with all words, without the unsigned ones, without the proof. */
const INTRODUCTIONS = 3;
/** How often a logout that did not arrive is told again, after 1, 2, 4 … seconds. */
const LOGOUT_TRIES = 6;

/** Where the token is kept between pages. */
export interface TokenPlace {
  read(): string | undefined;
  write(token: string): void;
}

/** What the server is told when a session begins. */
export interface Introduction {
  readonly page: Schemas["PageIn"];
  readonly identity: Schemas["IdentityIn"];
  /** A proof that was refused just now: nothing of another person may be shown. */
  readonly refused_proof?: string;
}

/** What the owner of a session hears of its beginnings. */
export interface SessionEvents {
  /** The server did not take what was said; true: there is something else to say. */
  onRefused?(code: HttpErrorCode, sent: Introduction): boolean;
  /** The token belonged to somebody else: everything of the session before goes, before the new token is kept. */
  onReset?(): void;
  onBegun?(sent: Introduction): void;
}

/** The session of this page. The token exists only in here, in its place, and in `authorization` headers. */
export class Session {
  #http: Http;
  #timers: Timers;
  #chatKey: string;
  #place: TokenPlace;
  #introduce: () => Introduction;
  #events: SessionEvents;
  #token: string | undefined;
  /** The token that the server did not know any more. */
  #dead: string | undefined;
  /** The server has answered for the token in this page. */
  #isKnown = false;
  #asking: Promise<string> | undefined;
  /** Grows when the session is forgotten, so that a late answer does not bring the old visitor back. */
  #generation = 0;

  constructor(
    http: Http,
    chatKey: string,
    place: TokenPlace,
    introduce: () => Introduction,
    timers: Timers = systemTimers,
    events: SessionEvents = {},
  ) {
    this.#timers = timers;
    this.#events = events;
    this.#http = http;
    this.#chatKey = chatKey;
    this.#place = place;
    this.#introduce = introduce;
  }

  /** The token, if this page has one already. */
  get token(): string | undefined {
    return this.#token ?? this.#place.read();
  }

  /** The token; asks the server once for each page. Rejects when the server cannot be reached or refuses. */
  begin(): Promise<string> {
    if (this.#token && this.#isKnown) return Promise.resolve(this.#token);
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** The server does not know the token any more: the next `begin` asks again. */
  renew(): void {
    this.#dead = this.#token;
    this.#isKnown = false;
  }

  /** There is more to say than the session began with: the next `begin` says it. */
  introduceAgain(): void {
    this.#isKnown = false;
  }

  /** Another tab began the session of somebody else: only what it has kept counts. */
  drop(): void {
    this.#generation += 1;
    this.#asking = undefined;
    this.#token = this.#dead = undefined;
    this.#isKnown = false;
  }

  /** Another tab of this page has the session; used only where nothing can be stored. */
  adopt(token: string | undefined): void {
    this.#token ??= token;
  }

  /** Ends the session here and on the server; the place is emptied by the caller, perhaps before. */
  async forget(token = this.token): Promise<void> {
    this.#generation += 1;
    this.#asking = undefined;
    if (token) {
      this.#token = undefined;
      this.#isKnown = false;
      await this.#end(token);
    }
  }

  /** The token must die although the network is bad: it is told again for about a minute, as long as the page lives. */
  async #end(token: string, attempt = 0): Promise<void> {
    try {
      await this.#http.send("POST", "/api/visitor/logout", {}, { bearer: token, keepalive: true });
    } catch (error) {
      const isPassing = !(error instanceof HttpError) || error.status === 0 || error.status >= 500;
      if (!isPassing || attempt >= LOGOUT_TRIES) return;
      await new Promise<void>((resolve) => {
        this.#timers.set(resolve, 1000 * 2 ** attempt);
      });
      await this.#end(token, attempt + 1);
    }
  }

  async #ask(): Promise<string> {
    const generation = this.#generation;
    await this.#waitForReplacement();
    if (generation !== this.#generation) throw new HttpError(0, "network", "");
    const known = this.#place.read() ?? this.#token;
    const { answer, sent } = await this.#say(known);
    if (generation !== this.#generation) throw new HttpError(0, "network", "");
    const token = answer.token ?? known;
    if (!token) throw new HttpError(0, "unavailable", "");
    if (answer.is_reset) this.#events.onReset?.();
    if (answer.token) this.#place.write(answer.token);
    this.#token = token;
    this.#dead = undefined;
    this.#isKnown = true;
    this.#events.onBegun?.(sent);
    return token;
  }

  async #say(
    token: string | undefined,
    left = INTRODUCTIONS,
  ): Promise<{ answer: Schemas["SessionOut"]; sent: Introduction }> {
    const sent = this.#introduce();
    const session: Schemas["SessionIn"] = { chat_key: this.#chatKey, ...(token ? { token } : {}), ...sent };
    try {
      const answer = await this.#http.send<Schemas["SessionOut"]>("POST", "/api/visitor/session", session);
      return { answer, sent };
    } catch (error) {
      const isOver = left <= 1 || !(error instanceof HttpError);
      if (isOver || !this.#events.onRefused?.(error.code, sent)) throw error;
      return this.#say(token, left - 1);
    }
  }

  /**
   * A token dies in all tabs when one of them shows a proof. Whoever asked with the dead one in that moment would begin
   * as somebody new and write over the token that the other tab is just getting.
   */
  async #waitForReplacement(): Promise<void> {
    if (this.#dead === undefined || this.#place.read() !== this.#dead) return;
    await new Promise<void>((resolve) => {
      this.#timers.set(resolve, REPLACED_WITHIN_MS);
    });
  }
}
