import assert from "node:assert/strict";
import { eventually } from "./eventually.mjs";

/** Waits until box or desk shows exactly these texts, in this order. One text too many is wrong at once. */
export const shows = (side, said) =>
  eventually(async () => {
    const shown = await side.transcript();
    try {
      assert.deepEqual(shown, said);
      return true;
    } catch (error) {
      error.fatal = shown.length > said.length;
      throw error;
    }
  }, "the thread shows what was said");
