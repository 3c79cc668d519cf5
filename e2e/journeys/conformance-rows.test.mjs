/** Every row of the checklist has its test, and every test its row. */
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { test } from "node:test";
import { CHECKLIST, LEFT_OUT, ROWS } from "../conformance/rows.mjs";

const FOLDER = new URL("../conformance/cases/", import.meta.url);
const rows = Object.values(ROWS).flat();

/** Rows with the file that proves them. */
async function cases() {
  const found = [];
  for (const file of (await readdir(FOLDER)).sort()) {
    const { default: all } = await import(new URL(file, FOLDER));
    for (const row of Object.keys(all)) found.push({ row, file });
  }
  return found;
}

test("each row is proven once, and nothing is proven that is no row", async () => {
  const proven = (await cases()).map(({ row }) => row);
  assert.deepEqual(proven.toSorted(), rows.toSorted());
});

test("each file of cases is run by its journey", async () => {
  const journeys = await readdir(new URL("./", import.meta.url));
  const files = new Set((await cases()).map(({ file }) => file));
  for (const file of files) {
    const journey = `conformance-${file.replace(".mjs", ".test.mjs")}`;
    assert.ok(journeys.includes(journey), `${journey} is missing`);
  }
});

test("each line of the checklist is tested or says why not, and no row stands outside of it", () => {
  const named = new Set();
  for (const { item, rows: of, reason } of CHECKLIST) {
    assert.ok(of.length > 0 || reason, item);
    for (const one of of) {
      const meant = ROWS[one] ?? rows.filter((row) => row === one);
      assert.ok(meant.length > 0, `${item}: ${one}`);
      for (const row of meant) named.add(row);
    }
  }
  assert.deepEqual(
    rows.filter((row) => !named.has(row)),
    [],
  );
  for (const [what, reason] of Object.entries(LEFT_OUT)) assert.ok(reason.length > 10, what);
});
