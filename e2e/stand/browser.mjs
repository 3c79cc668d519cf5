/** A real Chromium, and pages that report everything that goes wrong in them. */
import { chromium } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Nobody's account, no updates, no traffic of the browser's own. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The longest that any single step may take, on two busy cores. */
export const PATIENCE_MS = 15_000;

export async function startBrowser() {
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ARGUMENTS });
}

/**
 * A person with a browser of their own: nothing is shared with another one.
 *
 * `faults` gathers exceptions, rejected promises, and errors on the console, from all of the person's pages.
 * What the browser itself logs about requests that failed is kept in `failedLoads`, because a page cannot
 * prevent it.
 */
export async function newPerson(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "Europe/Paris",
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const faults = [];
  const failedLoads = [];
  const requests = [];
  const sockets = [];
  context.on("weberror", (error) => faults.push(`exception: ${error.error().stack ?? error.error()}`));
  context.on("console", (message) => {
    if (message.type() !== "error") return;
    const text = message.text();
    const isLoad = /Failed to load resource|WebSocket connection to|net::ERR_/.test(text);
    (isLoad ? failedLoads : faults).push(`console: ${text}`);
  });
  context.on("request", (request) => requests.push(request.url()));
  context.on("page", (page) => page.on("websocket", (socket) => sockets.push(socket.url())));
  return {
    context,
    faults,
    failedLoads,
    requests,
    sockets,
    newPage: () => context.newPage(),
    close: () => context.close(),
  };
}
