/** Fetches the module that `box_url` names. */
import type { BridgeModule } from "../bridge/seat.ts";

/** Imports the box. A further attempt gets its own address, because browsers remember a failed import. */
export function importBox(baseUrl: string, boxUrl: string, attempt: number): Promise<BridgeModule> {
  // Only a path of our own server: settings can never make the page run somebody else's code.
  const path = boxUrl.replace(/^([a-z]+:)?\/*/i, "");
  return import(/* @vite-ignore */ `${baseUrl}/${path}${attempt ? `?attempt=${attempt}` : ""}`);
}
