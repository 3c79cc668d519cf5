/** The one place that decides which addresses may become links. Source: security-reliability.md 3.2. */

const SCHEMES = ["https:", "http:", "mailto:", "tel:"];

/** The address as the browser reads it, or undefined when its scheme may not be followed. */
export function safeUrl(address: string): string | undefined {
  // Characters that browsers drop inside a scheme ("java\tscript:") never belong to an address people write.
  if (/[\p{Cc}\p{Cf}\s]/u.test(address)) return undefined;
  try {
    const url = new URL(address);
    // `user@` in a web address only serves to imitate another host.
    if (!SCHEMES.includes(url.protocol) || url.username || url.password) return undefined;
    return url.href;
  } catch {
    return undefined;
  }
}
