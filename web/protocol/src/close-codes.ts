/**
 * Why the server closes a socket (RFC 6455 section 7.4; the 44xx numbers are ours).
 * Source: `close` in crates/protocol/src/ws/mod.rs.
 */
export const CLOSE = {
  badFrame: 1002,
  tooLarge: 1009,
  restart: 1012,
  notYou: 4401,
  notAllowed: 4403,
  tooSlow: 4408,
  tooMany: 4429,
} as const;
