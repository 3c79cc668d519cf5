/**
 * What the chat costs a page before anybody uses it: the same page is loaded with and without the code, in every
 * tracking mode, and the medians are printed as JSON. `cargo xtask bench --only page` shows them as a table.
 *
 * Long tasks are those over 50 ms, on a processor slowed down fourfold as a phone's is; the blocking time is what
 * they take beyond that.
 */
import { newPerson, startBrowser } from "./stand/browser.mjs";
import { startHost } from "./stand/host.mjs";
import { ownerOf } from "./stand/owner.mjs";
import { startServer } from "./stand/server.mjs";

const ROUNDS = 5;
const SLOWER = 4;
const LONG_MS = 50;
/** Nothing of a page that nobody touches is begun after this. */
const WATCH_MS = 2_000;
const MODES = ["on_open", "with_consent", "always"];

const median = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];

/** Loads a page once in a fresh browser profile: its requests, their bytes and its long tasks. */
async function load(browser, url) {
  const person = await newPerson(browser);
  const page = await person.newPage();
  const cdp = await person.context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const asked = [];
  let bytes = 0;
  cdp.on("Network.requestWillBeSent", ({ request }) => asked.push(new URL(request.url)));
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longTasks.push(duration);
    }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(url);
  await page.waitForTimeout(WATCH_MS);
  const tasks = await page.evaluate(() => window.longTasks);
  await person.close();
  return {
    requests: asked.filter(({ protocol }) => protocol.startsWith("http")).map(({ pathname }) => pathname),
    sockets: person.sockets.length,
    bytes,
    long_tasks: tasks.length,
    blocking_ms: tasks.reduce((sum, duration) => sum + duration - LONG_MS, 0),
  };
}

async function cost(browser, url) {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await load(browser, url));
  const of = (field) => median(rounds.map((round) => round[field]));
  return {
    requests: rounds[0].requests,
    sockets: of("sockets"),
    bytes: of("bytes"),
    long_tasks: of("long_tasks"),
    blocking_ms: Math.round(of("blocking_ms")),
  };
}

const server = await startServer();
const browser = await startBrowser();
const host = await startHost({ serverUrl: server.url, chatKey: await server.chatKey() });
try {
  const owner = await ownerOf(server);
  const bare = await cost(browser, `${host.url}/plain`);
  const pages = [];
  for (const mode of MODES) {
    const { chat_key, install_code } = await owner.newSite(mode, { tracking_mode: mode });
    host.put(`/${mode}`, install_code);
    const { requests, sockets, bytes, long_tasks, blocking_ms } = await cost(browser, `${host.url}/${mode}`);
    pages.push({
      mode,
      // The page itself is asked for with and without.
      requests: requests.slice(bare.requests.length).map((path) => path.replace(chat_key, "<key>")),
      sockets,
      bytes: bytes - bare.bytes,
      long_tasks: long_tasks - bare.long_tasks,
      blocking_ms: blocking_ms - bare.blocking_ms,
    });
  }
  console.log(JSON.stringify(pages));
} finally {
  await browser.close();
  await host.stop();
  await server.stop();
}
