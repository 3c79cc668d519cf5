/** Reads the page's `_smartsupp.*` values. Source: smartsupp-api.md section 2. */
import { warn } from "../loader/report.ts";

/** The page's values that have the right type; what is missing is decided by the dashboard. */
export interface Options {
  readonly key?: string;
  readonly cookieDomain?: string;
  readonly cookiePath?: string;
  readonly cookiePrefix?: string;
  readonly hideWidget?: boolean;
  readonly hideMobileWidget?: boolean;
  readonly hideOfflineChat?: boolean;
  readonly orientation?: "left" | "right";
  /** The older name of `orientation`. */
  readonly alignX?: "left" | "right";
  readonly offsetX?: number;
  readonly offsetY?: number;
  readonly zIndex?: number;
  readonly color?: string;
  readonly lang?: string;
  readonly position?: "auto" | "relative" | "fixed";
  readonly renderTo?: Element;
  readonly onStartup?: (api: unknown) => void;
  readonly sitePlatform?: string;
  readonly privacyNoticeEnabled?: boolean;
  readonly privacyNoticeUrl?: string;
}

/** What a value must be (as the warning words it), its keys, and the value in use or undefined. */
type Kind = readonly [expected: string, keys: string, parse: (given: unknown) => unknown];

const only = (test: (given: unknown) => boolean) => (given: unknown) => (test(given) ? given : undefined);

const KINDS: readonly Kind[] = [
  [
    "string",
    "key cookieDomain cookiePath cookiePrefix lang sitePlatform privacyNoticeUrl",
    only((given) => typeof given === "string"),
  ],
  [
    "boolean",
    "hideWidget hideMobileWidget hideOfflineChat privacyNoticeEnabled",
    // Shop plugins write booleans as text or as 0 and 1.
    (given) => (/^(true|1)$/.test(`${given}`) ? true : /^(false|0)$/.test(`${given}`) ? false : undefined),
  ],
  [
    "number",
    "offsetX offsetY zIndex",
    (given) => {
      const number =
        given === "" ? Number.NaN : Number(typeof given === "string" ? given.replace("px", "") : given);
      return typeof given !== "boolean" && Number.isFinite(number) ? number : undefined;
    },
  ],
  ["'left' or 'right'", "orientation alignX", only((given) => given === "left" || given === "right")],
  ["#rrggbb", "color", only(isColor)],
  ["'auto', 'relative' or 'fixed'", "position", only((given) => /^(auto|relative|fixed)$/.test(`${given}`))],
  ["element", "renderTo", only((given) => given instanceof Element)],
  ["function", "onStartup", only((given) => typeof given === "function")],
];

/** What was warned about already: a page that renders its widget again is told once. */
const warned = new Set<string>();

/** The usable values of `raw`; undefined and null mean "not set", a wrong type is warned about once per key. */
export function readOptions(raw: Record<string, unknown>): Options {
  const options: Record<string, unknown> = {};
  for (const [expected, keys, parse] of KINDS) {
    for (const name of keys.split(" ")) {
      const given = raw[name] ?? undefined;
      if (given === undefined) continue;
      options[name] = parse(given);
      if (options[name] === undefined && !warned.has(name)) {
        warned.add(name);
        warn(`${name}: expected ${expected}`);
      }
    }
  }
  return options as Options;
}

/** A plain configuration object; an element that clobbers the global's name is none. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Node);
}

/** The six-digit form; the three-digit form is not supported by the published API. */
export function isColor(value: unknown): value is string {
  return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
}
