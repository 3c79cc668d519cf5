/** The visitor's session: asks for a token when there is none, keeps it where the registry says. */
import type { Schemas } from "@entrenous/protocol/frames.ts";
import { type Http, HttpError } from "@entrenous/protocol/http.ts";
import { systemTimers, type Timers } from "@entrenous/protocol/timers.ts";

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
}

/** The session of this page. The token exists only in here, in its place, and in `authorization` headers. */
export class Session {
  #http: Http;
  #timers: Timers;
  #chatKey: string;
  #place: TokenPlace;
  #introduce: () => Introduction;
  #token: string | undefined;
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
  ) {
    this.#timers = timers;
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
    this.#isKnown = false;
  }

  /** Another tab of this page has the session; used only where nothing can be stored. */
  adopt(token: string | undefined): void {
    this.#token ??= token;
  }

  /** Ends the session here and on the server; the place is emptied by the caller. */
  async forget(): Promise<void> {
    const { token } = this;
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
    const known = this.token;
    const session: Schemas["SessionIn"] = {
      chat_key: this.#chatKey,
      ...(known ? { token: known } : {}),
      ...this.#introduce(),
    };
    const answer = await this.#http.send<Schemas["SessionOut"]>("POST", "/api/visitor/session", session);
    if (generation !== this.#generation) throw new HttpError(0, "network", "");
    const token = answer.token ?? known;
    if (!token) throw new HttpError(0, "unavailable", "");
    if (answer.token) this.#place.write(answer.token);
    this.#token = token;
    this.#isKnown = true;
    return token;
  }
}
