/** One browser on one site for the tests of consent: its storage, its server, and pages that come and go. */
import { createStore, type StorageScope, type Store } from "@entrenous/protocol/store.ts";
import { ManualTime } from "@entrenous/protocol/testing/manual-time.ts";
import type { Heard } from "../authority.ts";
import type { Calls, Outcome } from "../calls.ts";
import { createGatekeeper, type Gatekeeper } from "../gatekeeper.ts";
import { createLedger, type Ledger } from "../ledger.ts";
import { pageHistory } from "../page-history.ts";
import type { ByPurpose } from "../purposes.ts";
import { createScopes, type ScopeTokens } from "../scopes.ts";
import { visitCounter } from "../visit-counter.ts";
import type { ConsentIn, ConsentOut, ConsentSettings, PageIn, Scopes } from "../wire.ts";
import { type CookieJar, serveCookies } from "./cookie-jar.ts";

export const KEY = "c".repeat(40);
export const SCOPE: StorageScope = {
  chatKey: KEY,
  widgetPrefix: "",
  cookiePrefix: "",
  cookieDomain: "",
  cookiePath: "",
};
export const SETTINGS: ConsentSettings = {
  purposes: ["statistics", "marketing"],
  shows_bar: true,
  gpc: "strict",
  text_version: 1,
};

/** A call that waits for its answer. */
export interface Pending<T> {
  readonly body: T;
  answer(outcome: Outcome<never> | "as usual"): void;
}

export class World {
  readonly time = new ManualTime();
  readonly settings: ConsentSettings;
  readonly network = new EventTarget();
  /** Entries as they reached the server, repeats included. */
  readonly entries: ConsentIn[] = [];
  /** What left the browser, whether it arrived or not. */
  readonly visits: { readonly count: number; readonly scope: string }[] = [];
  readonly pages: PageIn[] = [];
  /** `visit of visitor` or `visits of visitor`, as they left the browser. */
  readonly owned: string[] = [];
  /** The token of the visitor of the chat. */
  visitor: string | undefined;
  readonly told: ByPurpose<boolean>[] = [];
  readonly warnings: string[] = [];
  /** What happened, in order, for tests about order. */
  readonly log: string[] = [];
  /** False: calls get no answer from the network. */
  isOnline = true;
  /** True: calls wait in `pending` until a test answers them. */
  isHeld = false;
  readonly pending: Pending<unknown>[] = [];
  isNewVisit = true;
  store!: Store;
  keeper!: Gatekeeper;
  scopes!: ScopeTokens;
  onPage = () => {};
  #ledger: Ledger | undefined;
  #ids = 0;
  #numbers = new Map<string, string>();

  constructor(settings: Partial<ConsentSettings> = {}) {
    this.settings = { ...SETTINGS, ...settings };
  }

  /** A page begins and hears these. */
  load(...heard: Heard[]): this {
    const store = createStore(SCOPE, this.time);
    const { time } = this;
    this.store = {
      ...store,
      removePurpose: (purpose) => {
        this.log.push(`purge ${purpose}`);
        store.removePurpose(purpose);
      },
    };
    this.scopes = createScopes({
      calls: this.calls,
      clock: time,
      owner: () => this.keeper.owner(),
      onGone: (entry_id) => keeper.forgotten(entry_id),
    });
    const ledger = createLedger({
      calls: this.calls,
      timers: time,
      random: () => 0.5,
      network: this.network,
      onRecorded: (entry, answer) => keeper.recorded(entry, answer),
      onRefused: (entry) => keeper.refused(entry),
    });
    this.#ledger = ledger;
    const marketing = visitCounter({
      store: this.store,
      clock: time,
      calls: this.calls,
      token: () => this.scopes.token("marketing"),
      visitor: () => this.visitor,
      isNewVisit: () => this.isNewVisit,
    });
    const statistics = pageHistory({
      store: this.store,
      calls: this.calls,
      token: () => this.scopes.token("statistics"),
      visitor: () => this.visitor,
      newId: () => this.#newId(22),
      look: () => ({ url: "https://shop.example/", title: "Shop", referrer: "" }),
      watch: (onPage) => {
        this.onPage = onPage;
        this.log.push("start statistics");
        return () => this.log.push("stop statistics");
      },
    });
    const keeper = createGatekeeper({
      settings: this.settings,
      store: this.store,
      clock: time,
      modules: { statistics, marketing },
      language: () => "fr",
      newId: (length) => this.#newId(length),
      record: (entry) => {
        this.log.push(`record ${entry.event}`);
        ledger.record(entry);
      },
      scopes: this.scopes,
      tellPage: (allowed) => {
        this.log.push("tell");
        this.told.push(allowed);
      },
      warn: (text) => this.warnings.push(text),
    });
    this.keeper = keeper;
    keeper.start(...heard);
    return this;
  }

  /** The page is left. */
  unload(): void {
    this.keeper.stop();
    this.scopes.drop();
    this.#ledger?.stop();
    this.pending.length = 0;
  }

  /** Names with gated purposes that this browser holds now. */
  stored(): { statistics: string[]; marketing: string[] } {
    const names = [...Object.keys(localStorage), ...Object.keys(sessionStorage), ...cookieNames()];
    return {
      statistics: names.filter((name) => name.endsWith("presence")),
      marketing: names.filter((name) => name.endsWith("visits")),
    };
  }

  /** The ledger's records are erased. */
  erase(): void {
    this.#grants.clear();
  }

  readonly calls: Calls = {
    consent: (entry) => this.#call(entry, () => this.#accept(entry)),
    scopes: async (subject, entry_id) => {
      const outcome = await this.#call({ subject, entry_id }, () => this.#scopesOf(entry_id));
      return outcome.kind === "done" && !this.#grants.has(entry_id) ? { kind: "gone" } : outcome;
    },
    visits: (count, scope) => {
      this.visits.push({ count, scope });
      return this.#call({ count }, () => undefined);
    },
    pages: (page) => {
      this.pages.push(page);
      return this.#call(page, () => undefined);
    },
    visitOf: (visit, visitor) => {
      this.owned.push(`${visit} of ${visitor}`);
      return this.#call({ visit, visitor }, () => undefined);
    },
    visitsOf: (visitor) => {
      this.owned.push(`visits of ${visitor}`);
      return this.#call({ visitor }, () => undefined);
    },
  };

  #grants = new Map<string, ByPurpose<boolean>>();

  #accept(entry: ConsentIn): ConsentOut {
    this.entries.push(entry);
    const entry_id = this.#numbers.get(entry.client_id) ?? `ce_${this.#numbers.size + 1}`;
    this.#numbers.set(entry.client_id, entry_id);
    this.#grants.set(entry_id, entry.choices);
    return { entry_id, scopes: this.#scopesOf(entry_id) };
  }

  #scopesOf(entryId: string): Scopes {
    const choices = this.#grants.get(entryId);
    return {
      ...(choices?.statistics ? { statistics: `statistics of ${entryId}` } : {}),
      ...(choices?.marketing ? { marketing: `marketing of ${entryId}` } : {}),
    };
  }

  async #call<T>(body: object, work: () => T): Promise<Outcome<T>> {
    if (!this.isOnline) return { kind: "later" };
    if (!this.isHeld) return { kind: "done", value: work() };
    return new Promise((resolve) => {
      this.pending.push({
        body,
        answer: (outcome) => resolve(outcome === "as usual" ? { kind: "done", value: work() } : outcome),
      });
    });
  }

  #newId(length: number): string {
    return `${++this.#ids}`.padStart(length, "x");
  }
}

/** A browser without anything in it. */
export function clearBrowser(): CookieJar {
  localStorage.clear();
  sessionStorage.clear();
  return serveCookies();
}

function cookieNames(): string[] {
  return document.cookie.split("; ").flatMap((part) => part.split("=")[0] || []);
}
