import { expect, test } from "vitest";
import { createBytes } from "./bytes.ts";

const english = createBytes("en");
const french = createBytes("fr");
/** Intl chooses between kinds of no-break spaces by its own version. */
const plain = (text: string) => text.replace(/\s/gu, " ");

test.each([
  [0, "0 bytes", "0 octet"],
  [1, "1 byte", "1 octet"],
  [25, "25 bytes", "25 octets"],
  [999, "999 bytes", "999 octets"],
  [1_000, "1 kB", "1 ko"],
  [1_540, "1.5 kB", "1,5 ko"],
  [999_949, "999.9 kB", "999,9 ko"],
  [999_950, "1 MB", "1 Mo"],
  [10 * 1_024 * 1_024, "10.5 MB", "10,5 Mo"],
])("%i bytes are written in decimal units, and small files are never 0 kB", (count, en, fr) => {
  expect([plain(english(count)), plain(french(count))]).toEqual([en, fr]);
});
