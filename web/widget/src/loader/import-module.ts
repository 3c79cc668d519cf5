/** Fetches the modules that the settings name: the box, and what asks for consent. */

/** Imports a module `M`. A further attempt gets its own address, because browsers remember a failed import. */
export function importModule<M>(baseUrl: string, moduleUrl: string, attempt: number): Promise<M> {
  // Only a path of our own server: settings can never make the page run somebody else's code.
  return import(
    /* @vite-ignore */ `${baseUrl}/${moduleUrl.replace(/^\/+/, "")}${attempt ? `?attempt=${attempt}` : ""}`
  );
}
