/** The page's `_smartsupp.*` values that only matter with the box. Source: smartsupp-api.md sections 2.1 and 2.2. */

import { type Kind, oneOf, only, readBoolean, readKeys } from "../compat/configuration.ts";
import { isObject } from "../compat/is-object.ts";

/** The values that have the right type; what is missing is decided by the dashboard. */
export interface PageKeys {
  readonly requireLogin?: boolean;
  readonly nameControl?: boolean;
  readonly emailControl?: boolean;
  readonly numberControl?: boolean;
  readonly groupSelectEnabled?: boolean;
  readonly privacyNoticeEnabled?: boolean;
  readonly privacyNoticeCheckRequired?: boolean;
  readonly privacyNoticeUrl?: string;
  readonly ratingEnabled?: boolean;
  readonly ratingComment?: boolean;
  readonly transcriptEnabled?: boolean;
  /** The older name of `transcriptEnabled`, misspelt in the published API. */
  readonly sendEmailTanscript?: boolean;
  readonly loginNameControl?: boolean;
  readonly loginEmailControl?: boolean;
  readonly offlineNameControl?: boolean;
  readonly loginControls?: readonly unknown[];
  readonly offlineControls?: readonly unknown[];
  readonly writable?: boolean;
  readonly soundMuted?: boolean;
  readonly sitePlatform?: string;
  readonly identityProof?: string;
  readonly translates?: Record<string, unknown>;
}

const KINDS: readonly Kind[] = [
  [
    "boolean",
    "requireLogin nameControl emailControl numberControl groupSelectEnabled privacyNoticeEnabled " +
      "privacyNoticeCheckRequired ratingEnabled ratingComment transcriptEnabled sendEmailTanscript " +
      "loginNameControl loginEmailControl offlineNameControl writable triggerable soundMuted",
    readBoolean,
  ],
  [
    "string",
    "privacyNoticeUrl sitePlatform identityProof gaKey gaName",
    only((given) => typeof given === "string"),
  ],
  oneOf("simple|advanced", "ratingType"),
  oneOf("bottom|side", "alignY"),
  ["array", "loginControls offlineControls", only(Array.isArray)],
  ["object", "translates gaOptions", only((given) => isObject(given) && !Array.isArray(given))],
];

/** What the box needs of the page's configuration; a wrong type is warned about once per key. */
export function readPageKeys(given: Readonly<Record<string, unknown>>): PageKeys {
  return readKeys(KINDS, given);
}
