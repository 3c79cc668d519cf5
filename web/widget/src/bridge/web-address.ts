/** The address if it is http(s), resolved against the page; no other scheme may become a link. */
export function webAddress(given: unknown): string | undefined {
  if (typeof given !== "string" || !given) return undefined;
  try {
    const url = new URL(given, location.href);
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
