/**
 * Reads the page's `_smartsupp.*` values. Source: smartsupp-api.md section 2.
 *
 * Here stand the keys that the launcher needs; those of the box are read where it is (bridge/page-keys.ts).
 */
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
  readonly buttonStyle?: string;
  /** The older name of `buttonStyle`: `widget` is the greeting, `button` the bubble. */
  readonly widget?: string;
  /** Below this width of the window in px the device counts as a mobile one, whatever it is. */
  readonly smallDeviceMinWidth?: number;
}

/** What a value must be (as the warning words it), its keys, and the value in use or undefined. */
export type Kind = readonly [expected: string, keys: string, parse: (given: unknown) => unknown];

/** Takes what passes the test as it is. */
export function only(test: (given: unknown) => boolean) {
  return (given: unknown) => (test(given) ? given : undefined);
}

/** Takes one of the words, which a bar divides. */
export const oneOf = (words: string, keys: string): Kind => [
  words,
  keys,
  only((given) => RegExp(`^(${words})$`).test(`${given}`)),
];

/** Shop plugins write booleans as text or as 0 and 1. */
export const readBoolean = (given: unknown) =>
  /^(true|1)$/.test(`${given}`) ? true : /^(false|0)$/.test(`${given}`) ? false : undefined;

const KINDS: readonly Kind[] = [
  // None of these has a character that could end a cookie's name or place and begin something else.
  [
    "string",
    "key cookieDomain cookiePath cookiePrefix lang",
    only((given) => typeof given === "string" && /^[!#-+\--:?-~]*$/.test(given)),
  ],
  ["boolean", "hideWidget hideMobileWidget hideOfflineChat", readBoolean],
  [
    "number",
    "offsetX offsetY zIndex smallDeviceMinWidth",
    (given) => {
      const text = `${given}`;
      return /^-?\d+(\.\d+)?(px)?$/.test(text) ? Number.parseFloat(text) : undefined;
    },
  ],
  oneOf("left|right", "orientation alignX"),
  ["#rrggbb", "color", only(isColor)],
  oneOf("auto|relative|fixed", "position"),
  oneOf("greeting|bubble|widget|button", "buttonStyle widget"),
  ["element", "renderTo", only((given) => given instanceof Element)],
  ["function", "onStartup", only((given) => typeof given === "function")],
];

/** What was warned about already: a page that renders its widget again is told once. */
const warned = new Set<string>();

/** What the launcher needs of `raw`. */
export function readOptions(raw: Record<string, unknown>): Options {
  // With a tab at the side, which ours never is, it was the distance from the top.
  return readKeys(KINDS, raw.alignY === "side" ? { ...raw, offsetY: undefined } : raw) as Options;
}

/** The usable values of `raw`; undefined and null mean "not set", a wrong type is warned about once per key. */
export function readKeys(kinds: readonly Kind[], raw: Record<string, unknown>): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [expected, keys, parse] of kinds) {
    for (const name of keys.split(" ")) {
      const given = raw[name] ?? undefined;
      if (given === undefined) continue;
      const value = parse(given);
      if (value !== undefined) options[name] = value;
      else if (!warned.has(name)) {
        warned.add(name);
        warn(`${name}: expected ${expected}`);
      }
    }
  }
  return options;
}

/** The six-digit form; the three-digit form is not supported by the published API. */
export function isColor(value: unknown): value is string {
  return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
}
