/** Time as an argument: Unix milliseconds, so that tests can freeze and move it. */
export interface Clock {
  now(): number;
}

/** The browser's clock, the only place that reads it. Nothing is ordered by it (house.md section 8). */
export const systemClock: Clock = { now: () => Date.now() };
