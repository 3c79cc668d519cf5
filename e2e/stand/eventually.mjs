/** Waiting for a condition that no event tells. */

const LOOK_EVERY_MS = 40;

/** Asks until the answer is truthy, and gives it back; fails in words when it does not come. */
export async function eventually(ask, what, { withinMs = 15_000 } = {}) {
  const end = performance.now() + withinMs;
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
      if (error.fatal) throw error;
    }
    if (performance.now() > end) {
      throw new Error(`waited ${withinMs} ms in vain: ${what}${last ? ` (${last.message})` : ""}`, {
        cause: last,
      });
    }
    await new Promise((resolve) => {
      setTimeout(resolve, LOOK_EVERY_MS);
    });
  }
}
