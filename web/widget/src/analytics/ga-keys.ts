/** The page's keys for Google Analytics; wrong types are warned about where the box is (bridge/page-keys.ts). */
import { isObject } from "../compat/is-object.ts";

export interface GaKeys {
  /** The only property that gets the events; without it, all that the page uses do. Empty names nothing. */
  readonly gaKey: string;
  /** The tracker of the older kind that gets them. */
  readonly gaName: string;
  /** What a tracker of the older kind is made with, such as `cookieDomain`. */
  readonly gaOptions: Readonly<Record<string, unknown>>;
}

export function readGaKeys({ gaKey, gaName, gaOptions }: Readonly<Record<string, unknown>>): GaKeys {
  return {
    gaKey: typeof gaKey === "string" ? gaKey : "",
    gaName: typeof gaName === "string" ? gaName : "",
    gaOptions: isObject(gaOptions) ? gaOptions : {},
  };
}
