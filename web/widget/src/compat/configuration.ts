/** Reads the page's `_smartsupp.*` values. Source: smartsupp-api.md section 2. */
import { warn } from "../loader/report.ts";

/** A configured value by kind, as the widget uses it. */
interface KindValues {
  text: string;
  flag: boolean;
  pixels: number;
  color: string;
  side: "left" | "right";
  position: "auto" | "relative" | "fixed";
  element: Element;
  callback: (api: unknown) => void;
}

/** The keys that this loader understands; all others are accepted in silence. */
const KINDS = {
  key: "text",
  cookieDomain: "text",
  cookiePath: "text",
  cookiePrefix: "text",
  hideWidget: "flag",
  hideMobileWidget: "flag",
  hideOfflineChat: "flag",
  orientation: "side",
  alignX: "side",
  offsetX: "pixels",
  offsetY: "pixels",
  zIndex: "pixels",
  smallDeviceMinWidth: "pixels",
  color: "color",
  lang: "text",
  position: "position",
  renderTo: "element",
  onStartup: "callback",
  sitePlatform: "text",
  privacyNoticeEnabled: "flag",
  privacyNoticeUrl: "text",
} as const satisfies Record<string, keyof KindValues>;

/** The page's values that have the right type; what is missing is decided by the dashboard. */
export type Options = { -readonly [K in keyof typeof KINDS]?: KindValues[(typeof KINDS)[K]] };

const EXPECTED: { [K in keyof KindValues]: string } = {
  text: "string",
  flag: "boolean",
  pixels: "number",
  color: "#rrggbb",
  side: "'left' or 'right'",
  position: "'auto', 'relative' or 'fixed'",
  element: "element",
  callback: "function",
};

/** What was warned about already: a page that renders its widget again is told once. */
const warned = new Set<string>();

/** The usable values of `raw`; undefined and null mean "not set", a wrong type is warned about once per key. */
export function readOptions(raw: unknown): Options {
  const options: Record<string, unknown> = {};
  if (isObject(raw)) {
    for (const name of Object.keys(KINDS) as (keyof typeof KINDS)[]) {
      const given = raw[name];
      if (given === undefined || given === null) continue;
      const value = parse(KINDS[name], given);
      if (value !== undefined) options[name] = value;
      else if (!warned.has(name)) {
        warned.add(name);
        warn(`${name}: expected ${EXPECTED[KINDS[name]]}`);
      }
    }
  }
  return options as Options;
}

/** A plain configuration object; an element that clobbers the global's name is none. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !(value instanceof Node);
}

/** Accepts `'true'`, `'false'`, 0 and 1 as booleans and numeric text as pixels, as shop plugins write them. */
function parse(kind: keyof KindValues, given: unknown): unknown {
  switch (kind) {
    case "text":
      return typeof given === "string" ? given : undefined;
    case "flag":
      return given === true || given === 1 || given === "true"
        ? true
        : given === false || given === 0 || given === "false"
          ? false
          : undefined;
    case "pixels": {
      const number = typeof given === "string" && given ? Number(given.replace(/px$/, "")) : given;
      return Number.isFinite(number) ? number : undefined;
    }
    case "color":
      return isColor(given) ? given : undefined;
    case "side":
      return given === "left" || given === "right" ? given : undefined;
    case "position":
      return given === "auto" || given === "relative" || given === "fixed" ? given : undefined;
    case "element":
      return given instanceof Element ? given : undefined;
    case "callback":
      return typeof given === "function" ? given : undefined;
  }
}

/** The six-digit form; the three-digit form is not supported by the published API. */
export function isColor(value: unknown): value is string {
  return typeof value === "string" && /^#[0-9a-f]{6}$/i.test(value);
}
