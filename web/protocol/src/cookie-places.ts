/** Where a cookie of ours may be: the combinations of domain and path that a page can write to. */
import type { StorageScope } from "./storage-look.ts";

/** `;path=…;domain=…` for the page's host, each domain above it, and each folder of its address. */
export function cookiePlaces(
  scope: StorageScope,
  page: { readonly hostname: string; readonly pathname: string },
): string[] {
  const labels = page.hostname.split(".");
  const domains = new Set(["", scope.cookieDomain]);
  // A single label is a top-level domain or a name like localhost, which no cookie may have as its domain.
  for (let at = 0; at < labels.length - 1; at++) domains.add(`.${labels.slice(at).join(".")}`);

  const paths = new Set(["/", scope.cookiePath || "/"]);
  const folders = page.pathname.split("/").filter(Boolean);
  for (let depth = 1; depth <= folders.length; depth++) {
    const path = `/${folders.slice(0, depth).join("/")}`;
    paths.add(path);
    // With and without the last slash are two places.
    paths.add(`${path}/`);
  }
  return [...domains].flatMap((domain) =>
    [...paths].map((path) => `;path=${path}${domain && `;domain=${domain}`}`),
  );
}
