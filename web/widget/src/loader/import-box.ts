/** Fetches the box's module; kept apart so that tests can stand in for the network. */
import type { BoxModule } from "../host.ts";

/** Imports the box. A further attempt gets its own address, because browsers remember a failed import. */
export async function importBox(baseUrl: string, boxUrl: string, attempt: number): Promise<BoxModule> {
  // Only a path of our own server: settings can never make the page run somebody else's code.
  const path = boxUrl.replace(/^(?:[a-z]+:)?\/*/i, "");
  return import(/* @vite-ignore */ `${baseUrl}/${path}${attempt > 0 ? `?attempt=${attempt}` : ""}`);
}
