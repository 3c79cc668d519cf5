/** Why one comes to the sign-in, and the page to go to afterwards. */
export interface NextSearch {
  /** Explicitly undefined when it is not allowed: the router would keep the raw value of an absent key. */
  readonly next?: string | undefined;
  /** The session ended while a page was open, which deserves a word. */
  readonly ended?: true | undefined;
}

/** Only paths of ours, so that a link to the login cannot lead elsewhere afterwards. */
export function nextOf(search: Readonly<Record<string, unknown>>): NextSearch {
  const { next, ended } = search;
  return {
    ended: ended === true || undefined,
    next: typeof next === "string" && /^\/(?![/\\])/u.test(next) ? next : undefined,
  };
}
