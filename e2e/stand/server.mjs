/** The real server in a process of its own: a fresh data folder, a free port, and what it prints. */
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { eventually } from "./eventually.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** `cargo xtask test` names the release binary; by hand, the one that `cargo build` makes is taken. */
const BINARY = process.env.ENTRENOUS_BINARY ?? join(ROOT, "target/debug/entrenous");

/**
 * Starts a server. `demo: false` gives an installation that nobody has set up, with its link in `setupLink`.
 * `dataDir` and `listen` continue an earlier one.
 */
export async function startServer({ demo = true, dataDir, listen = "127.0.0.1:0", settings = {} } = {}) {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), "entrenous-e2e-")));
  const words = ["serve", ...(demo ? ["--demo"] : []), "--listen", listen, "--data-dir", folder];
  const child = spawn(BINARY, words, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...settings },
  });
  let printed = "";
  let logged = "";
  let failure;
  child.stdout.setEncoding("utf8").on("data", (text) => {
    printed += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    logged += text;
  });
  child.on("error", (error) => {
    failure = error;
  });
  const ended = new Promise((resolve) => {
    child.on("close", resolve);
  });
  const line = (label) => new RegExp(`^${label} +(\\S.*)$`, "m").exec(printed)?.[1];
  await eventually(
    async () => {
      if (failure) throw failure;
      if (child.exitCode !== null)
        throw new Error(`the server ended with ${child.exitCode}:\n${printed}${logged}`);
      const url = line("listening");
      return url !== undefined && (await fetch(`${url}/readyz`).catch(() => undefined))?.ok;
    },
    "the server is ready",
    { withinMs: 30_000 },
  );
  const agents = [...printed.matchAll(/^sign in +(\S+) +(\S+)$/gm)].map(([, email, password]) => ({
    email,
    password,
  }));
  const url = line("listening");
  return {
    url,
    dashboard: line("dashboard"),
    shop: line("demo shop"),
    agents,
    setupLink: line("set up"),
    dataDir: folder,
    /** Everything the server said of itself, for a failure's message. */
    logs: () => logged,
    /** The demo site's public key, as the demo shop's page names it. */
    async chatKey() {
      const snippet = await (await fetch(`${url}/demo/snippet.js`)).text();
      return /_smartsupp\.key = "([0-9a-f]{40})"/.exec(snippet)[1];
    },
    /** The newest mail to an address: without a mail server mails land as files. */
    async mailTo(address) {
      const mails = join(folder, "mails");
      return eventually(async () => {
        const names = (await readdir(mails).catch(() => [])).sort().reverse();
        for (const name of names) {
          const text = await readFile(join(mails, name), "utf8");
          if (text.includes(address)) return text;
        }
        return undefined;
      }, `a mail to ${address}`);
    },
    /** Ends the process at once, as a power cut does. */
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async stop({ keepData = false } = {}) {
      // The second signal ends what a drain would wait for.
      child.kill("SIGTERM");
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(late);
      if (!keepData) await rm(folder, { recursive: true, force: true });
    },
  };
}
