/** The module's calls of the server: JSON, without cookies and without the page's address. */
import {
  type ConsentIn,
  type ConsentOut,
  type PageIn,
  readConsentOut,
  readScopes,
  type Scopes,
} from "./wire.ts";

/** What came of a call. `gone`: the server does not know what it is about. `later`: no answer, or one that asks for patience. */
export type Outcome<T> =
  | { readonly kind: "done"; readonly value: T }
  | { readonly kind: "refused" | "gone" }
  | { readonly kind: "later" };

/** The endpoints of one site. No call rejects. */
export interface Calls {
  consent(entry: ConsentIn): Promise<Outcome<ConsentOut>>;
  scopes(subject: string, entryId: string): Promise<Outcome<Scopes>>;
  /** How many visits, with the token for marketing. */
  visits(count: number, scope: string): Promise<Outcome<unknown>>;
  /** One page of the visit, with the token for statistics. */
  pages(page: PageIn, scope: string): Promise<Outcome<unknown>>;
  /** Whose visit it is: the token of the visitor of the chat, with the one for statistics. */
  visitOf(visit: string, visitor: string, scope: string): Promise<Outcome<unknown>>;
  /** Whose visits were counted, with the token for marketing. */
  visitsOf(visitor: string, scope: string): Promise<Outcome<unknown>>;
}

export function createCalls(baseUrl: string, chatKey: string): Calls {
  async function post<T>(
    path: string,
    body: object,
    read: (answer: unknown) => T | undefined,
    scope?: string,
  ): Promise<Outcome<T>> {
    try {
      const response = await fetch(`${baseUrl}/api/sites/${chatKey}/${path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(scope ? { authorization: `Scope ${scope}` } : {}),
        },
        body: JSON.stringify(body),
        credentials: "omit",
        referrerPolicy: "no-referrer",
        // A withdrawal right before the visitor leaves the page still arrives.
        keepalive: true,
      });
      if (!response.ok) {
        const { status } = response;
        return { kind: status >= 500 || status === 429 ? "later" : status === 404 ? "gone" : "refused" };
      }
      const value = read(response.status === 204 ? {} : await response.json());
      return value === undefined ? { kind: "later" } : { kind: "done", value };
    } catch {
      return { kind: "later" };
    }
  }

  const keep = (path: string, body: object, scope: string) => post(path, body, (answer) => answer, scope);

  return {
    consent: (entry) => post("consent", entry, readConsentOut),
    scopes: (subject, entry_id) =>
      post("consent/scopes", { subject, entry_id }, (answer) =>
        readScopes(answer instanceof Object && "scopes" in answer ? answer.scopes : undefined),
      ),
    visits: (count, scope) => keep("visits", { count }, scope),
    pages: (page, scope) => keep("pages", page, scope),
    visitOf: (visit, visitor, scope) => keep("pages/visitor", { visit, visitor }, scope),
    visitsOf: (visitor, scope) => keep("visits/visitor", { visitor }, scope),
  };
}
