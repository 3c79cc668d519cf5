import assert from "node:assert/strict";
import { eventually } from "./eventually.mjs";

/** Waits until box or desk shows exactly these texts, in this order. */
export const shows = (side, said) =>
  eventually(async () => {
    assert.deepEqual(await side.transcript(), said);
    return true;
  }, "the thread shows what was said");
