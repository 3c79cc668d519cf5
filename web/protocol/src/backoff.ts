import type { Random } from "./timers.ts";

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/**
 * How long to wait before connection attempt `attempt` (0 = the first after a loss), in ms:
 * random(0, min(60 s, 1 s · 2ⁿ)). Full jitter spreads a crowd that lost its server at one moment.
 *
 * Source: house.md section 8, "Reconnect".
 */
export function reconnectDelay(attempt: number, random: Random): number {
  return random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
}
