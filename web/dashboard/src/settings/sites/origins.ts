/**
 * Reads an origin as the server does (domain, `AllowedOrigin`): scheme, host and port, nothing else.
 *
 * `shop.example` means its https form. Undefined when it is no origin, or one that no visitor could open:
 * a host has a dot, as an IP address has too, or is `localhost`.
 */
export function readOrigin(text: string): string | undefined {
  const folded = text.trim().replace(/\/+$/u, "").toLowerCase();
  const full = folded.includes("://") ? folded : `https://${folded}`;
  const parts = /^(https?):\/\/([a-z0-9.-]{1,253})(?::(\d{1,5}))?$/u.exec(full);
  if (parts === null) return undefined;
  const [, scheme = "", host = "", port] = parts;
  if (host.startsWith(".") || host.endsWith(".") || host.includes("..")) return undefined;
  if (host !== "localhost" && !host.includes(".")) return undefined;
  if (port === undefined) return `${scheme}://${host}`;
  const number = Number(port);
  if (number < 1 || number > 65_535) return undefined;
  const standard = scheme === "https" ? 443 : 80;
  return number === standard ? `${scheme}://${host}` : `${scheme}://${host}:${number}`;
}

/** The origin of an address with a path, for a suggestion; undefined when there is none in it. */
export function originWithin(text: string): string | undefined {
  const withScheme = /^[a-z]+:\/\//iu.test(text.trim()) ? text.trim() : `https://${text.trim()}`;
  if (!URL.canParse(withScheme)) return undefined;
  return readOrigin(new URL(withScheme).origin);
}
