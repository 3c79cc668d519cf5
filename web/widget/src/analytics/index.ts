/**
 * Sends what is counted to the page's own Google Analytics. Fetched, and run, only with consent to statistics:
 * nothing of the page's analytics is looked at before. Source: smartsupp-api.md sections 2.1 and 9.
 */
import type { Counted } from "../consent/counted.ts";
import { readGaKeys } from "./ga-keys.ts";
import { olderTracker } from "./older-tracker.ts";
import { sendToTag } from "./tag.ts";

/** Sends one note, to every property that the page uses. */
export type Sender = (counted: Counted) => void;

/** `given` is the page's configuration; the globals are the page's. */
export function createSender(given: Readonly<Record<string, unknown>>, page: object = window): Sender {
  const keys = readGaKeys(given);
  const older = olderTracker(keys, page);
  return (counted) => {
    // A universal property has a tracker of the older kind only; any other id belongs to the tag.
    if (!keys.gaKey.startsWith("UA-")) sendToTag(counted, keys.gaKey, page);
    older(counted);
  };
}
