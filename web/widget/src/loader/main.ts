/** The loader: one script that a page includes. It adds the published globals and never throws into the page. */
import { findBaseUrl } from "./base-url.ts";
import { createPage, type Page } from "./page.ts";
import { guarded } from "./report.ts";

guarded("start", () => {
  // Kept under a name of our own, because pages delete and recreate the published globals.
  const mark = Symbol.for("entrenous.loader");
  const holder = window as unknown as Record<symbol, Page | undefined> & { SMARTSUPP_LOADED?: unknown };
  let page = holder[mark];
  if (!page) {
    // Somebody else's loader of this API stands here already.
    if (holder.SMARTSUPP_LOADED) return;
    page = holder[mark] = createPage();
  }
  page.run(findBaseUrl());
});
