import { useLayoutEffect, useState } from "preact/hooks";

type Popups = typeof import("./popups/index.ts");

/** What opens over the box: fetched when it is first wanted, undefined until then. */
export function usePopups(isWanted: boolean, onFailed: () => void): Popups | undefined {
  const [popups, setPopups] = useState<Popups>();
  useLayoutEffect(() => {
    if (isWanted && !popups) import("./popups/index.ts").then(setPopups, onFailed);
  }, [isWanted]);
  return popups;
}
