/** Runs cases of the checklist, each on a page of its own against one server. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import { eventually } from "../stand/eventually.mjs";
import { officialSnippet } from "../stand/host.mjs";
import { ownerOf } from "../stand/owner.mjs";
import { setStage } from "../stand/stage.mjs";

/** Makes a test of each case: `{ "<row>": async (world) => … }`. */
export function runCases(cases) {
  const world = {};
  before(async () => {
    const stage = await setStage();
    const owner = await ownerOf(stage.server);
    Object.assign(world, worldOn(stage, owner, await owner.site()));
  });
  afterEach(() => world.stage.clear());
  after(() => world.stage.stop());
  for (const [row, prove] of Object.entries(cases)) test(row, () => prove(world));
}

let pages = 0;

/** What a case works with. */
function worldOn(stage, owner, site) {
  const loader = `${stage.server.url}/loader.js`;
  const key = stage.chatKey;

  /**
   * A visitor on a page with the official code. `config` stands with the key, `queue` between the code and the
   * loader's arrival, `head` before all of it; `warnings` gathers what the console says of us.
   */
  async function on({
    config = "",
    queue = "",
    head = "",
    html,
    body = "",
    person,
    prepare,
    chatKey = key,
  } = {}) {
    const path = `/case-${++pages}`;
    const code = officialSnippet(chatKey, loader, config);
    stage.host.put(path, html ?? `${head}${code}<script>${queue}</script>`, body);
    const visitor = await stage.visitorOn(await stage.person(person));
    const warnings = [];
    visitor.page.on("console", (message) => {
      if (message.type() === "warning") warnings.push(message.text());
    });
    await prepare?.(visitor);
    await visitor.page.goto(`${stage.host.url}${path}`);
    return {
      ...visitor,
      warnings,
      call: (...args) => visitor.page.evaluate((all) => window.smartsupp(...all), args),
    };
  }

  /** Whether somebody can answer, as the loader is told. */
  async function availability() {
    const settings = await fetch(`${stage.server.url}/api/sites/${key}/settings`);
    return (await settings.json()).availability;
  }

  return {
    stage,
    owner,
    site,
    loader,
    key,
    on,
    /** As `on`, with the launcher there. */
    async launched(options) {
      const visitor = await on(options);
      await visitor.box.launcher.waitFor();
      return visitor;
    },
    /** Does this while an agent is at the desk; nobody is in all other rows. */
    async attended(work) {
      const agent = await stage.agent();
      await becomes(availability, "online", "the desk is attended");
      try {
        return await work(agent);
      } finally {
        await agent.close();
        await becomes(availability, "offline", "the desk is left");
      }
    },
    /** A further site, for a row that needs other settings. */
    newSite: (settings) => owner.newSite(`Site ${randomBytes(4).toString("hex")}`, settings),
    /** The conversation whose newest message is this text, as an agent gets it. */
    conversation: (text) =>
      eventually(async () => {
        const { items } = await owner.call("GET", "conversations?view=all&limit=100");
        return items.find(({ last_text }) => last_text === text);
      }, `"${text}" reaches the desk`),
    /** An agent's answer in it. */
    answer: ({ id }, text) =>
      owner.call("POST", `conversations/${id}/messages`, {
        client_msg_id: randomBytes(16).toString("hex"),
        content: { type: "text", text },
      }),
  };
}

/** Texts that nobody else has used on this server. */
export const unique = (text) => `${text} ${randomBytes(4).toString("hex")}`;

/** Passes when asking gives this, within a while. */
export async function becomes(ask, wanted, what) {
  let last;
  await eventually(
    async () => {
      last = await ask();
      return JSON.stringify(last) === JSON.stringify(wanted);
    },
    what,
    { withinMs: 8_000 },
  ).catch(() => assert.deepEqual(last, wanted, what));
}
