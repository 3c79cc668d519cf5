/** The page to go to after the sign-in. */
export interface NextSearch {
  /** Explicitly undefined when it is not allowed: the router would keep the raw value of an absent key. */
  readonly next?: string | undefined;
}

/** Only paths of ours, so that a link to the login cannot lead elsewhere afterwards. */
export function nextOf(search: Readonly<Record<string, unknown>>): NextSearch {
  const { next } = search;
  return { next: typeof next === "string" && /^\/(?![/\\])/u.test(next) ? next : undefined };
}
