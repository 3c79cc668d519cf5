/**
 * What is declared, what is published and what Chromium stores are one and the same: every answer to the question of
 * consent, in every tracking mode, on the first visit, after a reload, and on a visit a hundred days later.
 *
 * Each line of the result is one cell. In each, what is on the device is exactly what the published list allows after
 * what has happened; nothing else was written on the way; and everything lives as long as declared.
 * Over all cells of a mode, everything that is published was seen: no entry is stale.
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { boxIn } from "../stand/box.mjs";
import { blockCookies, onDevice, takeWrites, watchSetters } from "../stand/device.mjs";
import { eventually } from "../stand/eventually.mjs";
import { officialSnippet } from "../stand/host.mjs";
import { ownerOf } from "../stand/owner.mjs";
import { setStage } from "../stand/stage.mjs";
import { declaredNames } from "../stand/storage.mjs";

const MODES = ["on_open", "with_consent", "always"];
const DAY_MS = 86_400_000;
const LATER_MS = 100 * DAY_MS;
/** The last look for managers, after which the bar may appear. */
const LOOKED_MS = 3_100;
/** When a manager comes late, and the next look after that. */
const LATE_MS = 5_000;
const LAST_LOOK_MS = 15_000;
/** Counters are kept in whole minutes. */
const MINUTE_MS = 60_000;
/** What other scripts of the website store; Klaro keeps its own answer. */
const FOREIGN = ["cookie klaro"];

/** Declared for parts that belong to later versions; the list says of them that nothing stores them. */
const COMING = {
  _cards: "product cards in the box",
  SL_C_23361dd035530_KEY: "the recorder",
  SL_C_23361dd035530_VID: "the recorder",
  SL_C_23361dd035530_SID: "the recorder",
};

/** Each answer: what the visitor or page does once the launcher is there, and what it means. */
const ANSWERS = {
  "no answer": { give: ({ bar }) => bar.waitFor(), events: [] },
  refuse: {
    async give({ bar, seen }) {
      await bar.waitFor();
      await seen("asked", []);
      await press(bar, "Refuse all");
    },
    events: ["choice_made", "objected"],
  },
  accept: { give: ({ bar }) => press(bar, "Accept all"), events: ["choice_made"], grants: true },
  "accept, withdraw": {
    async give({ bar, page, seen }) {
      await press(bar, "Accept all");
      await seen("accepted", ["choice_made"], { grants: true });
      await page.evaluate(() => window.smartsupp("consent", { statistics: false, marketing: false }));
    },
    events: ["choice_made", "objected"],
  },
  "browser's signal": {
    begins: ["objected"],
    person: { extraHTTPHeaders: { "sec-gpc": "1" } },
    prepare: (context) =>
      context.addInitScript(() => {
        Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
      }),
    // What the page says is news for the record, but changes nothing.
    give: ({ page }) =>
      page.evaluate(() => window.smartsupp("consent", { statistics: true, marketing: true })),
    events: ["choice_made"],
  },
  "no manager": { hasNoBar: true, give: () => {}, events: [] },
  "manager late": {
    path: "/late",
    async give({ page }) {
      // By the button itself: the launcher stands over the place where this manager shows it.
      await page.locator("#klaro .cm-btn-success").evaluate((button) => button.click());
    },
    events: ["choice_made"],
    grants: true,
  },
  "accept, no cookies": {
    prepare: blockCookies,
    hasNoCookies: true,
    give: ({ bar }) => press(bar, "Accept all"),
    events: ["choice_made"],
    grants: true,
  },
};

/** Loads Klaro five seconds after the page, as tag managers do. */
const LATE_MANAGER = `<script>
window.klaroConfig = { version: 1, elementID: "klaro", acceptAll: true, services: [
  { name: "entrenous_stats", title: "Statistics", purposes: ["us"] },
  { name: "entrenous_marketing", title: "Marketing", purposes: ["us"] } ] };
setTimeout(() => {
  const tag = document.createElement("script");
  tag.src = "/vendor/klaro.js";
  tag.dataset.config = "klaroConfig";
  document.head.append(tag);
}, ${LATE_MS});
</script>`;

let stage;
/** By mode and whether the bar may ask: chat key, declared names, published list. */
const sites = new Map();
const lines = [];

before(async () => {
  stage = await setStage();
  stage.host.putFile("/vendor/klaro.js", "klaro/dist/klaro.js");
  const owner = await ownerOf(stage.server);
  for (const mode of MODES) {
    for (const shows_bar of [true, false]) {
      const privacy = { statistics: true, marketing: true, recording: false, shows_bar, gpc: "strict" };
      const site = await owner.newSite(`${mode} ${shows_bar}`, { tracking_mode: mode, privacy });
      const path = `/${mode}-${shows_bar}`;
      const snippet = officialSnippet(site.chat_key, `${stage.server.url}/loader.js`);
      stage.host.put(path, snippet);
      stage.host.put(`${path}/late`, snippet + LATE_MANAGER);
      const list = await (
        await fetch(`${stage.server.url}/api/sites/${site.chat_key}/cookies?lang=en`)
      ).json();
      const declared = await declaredNames(site.chat_key);
      sites.set(`${mode} ${shows_bar}`, { ...site, path, mode, list, declared, seen: new Set() });
    }
  }
});
after(async () => {
  for (const line of lines.sort((one, other) => one.place - other.place)) console.log(line.text);
  await stage.stop();
});

const press = (bar, name) => bar.getByRole("button", { name }).click();
const titleOf = ({ kind, name }) => `${kind} ${name}`;

/** The published entries of a site: those of its list, with what the registry says beside it. */
function published(site) {
  const kinds = { cookie: "cookie", local_storage: "localStorage", session_storage: "sessionStorage" };
  return site.list.categories.flatMap(({ cookies }) =>
    cookies.map((cookie) => {
      const declared = site.declared.find(({ name }) => name === cookie.name);
      assert.equal(
        kinds[cookie.kind],
        declared?.kind,
        `${cookie.name} is declared as what it is published as`,
      );
      assert.equal(cookie.life_ms ?? undefined, declared.life_ms, `${cookie.name} has its declared life`);
      const inMode = site.mode === "always" ? declared.always : {};
      return { ...declared, ownTrigger: declared.trigger, ...inMode };
    }),
  );
}

/** Entries that may be there once these events have happened; who objects has everything as in `on_open`. */
function allowed(site, events, { hasNoCookies = false }) {
  const entries = published(site).map((entry) =>
    events.has("objected") && entry.always ? { ...entry, trigger: entry.ownTrigger } : entry,
  );
  const replaced = new Set(entries.map(({ alternateOf }) => alternateOf));
  return entries.filter(
    (entry) =>
      events.has(entry.trigger) &&
      (hasNoCookies ? !replaced.has(entry.name) : entry.alternateOf === undefined),
  );
}

/** One visitor with one answer in one mode. */
class Life {
  /** What has happened so far. */
  events = new Set(["page_load"]);
  /** When a name was first written, by the page's clock. */
  born = new Map();
  /** When each cookie must end. */
  ends = new Map();

  constructor(name, mode) {
    this.name = name;
    this.answer = ANSWERS[name];
    this.site = sites.get(`${mode} ${!this.answer.hasNoBar}`);
  }

  async begin() {
    for (const event of this.answer.begins ?? []) this.events.add(event);
    const person = await stage.person(this.answer.person);
    this.context = person.context;
    await watchSetters(this.context);
    await this.answer.prepare?.(this.context);
    await this.context.clock.install();
    await this.open();
  }

  async open() {
    this.page = await this.context.newPage();
    await this.page.goto(`${stage.host.url}${this.site.path}${this.answer.path ?? ""}`);
    await this.arrive();
  }

  /** The launcher is there, and managers that come late have had their time. */
  async arrive() {
    this.box = boxIn(this.page);
    const shown = this.box.application.locator("button.launcher, [role=dialog]").filter({ visible: true });
    await shown.first().waitFor();
    // The module that asks looks for managers at fixed times after its own start.
    await this.page.waitForLoadState("networkidle");
    if (this.answer.path) {
      await this.page.clock.fastForward(LATE_MS);
      await this.page.locator("#klaro").waitFor({ state: "attached" });
      await this.page.clock.fastForward(LAST_LOOK_MS);
    } else await this.page.clock.fastForward(LOOKED_MS);
  }

  async give() {
    const bar = this.page.getByRole("region", { name: "Your choices" });
    const seen = (what, events, meaning) => {
      this.happened(events, meaning);
      return this.expectExactly(what);
    };
    await this.answer.give({ page: this.page, bar, seen });
    this.happened(this.answer.events, this.answer);
  }

  happened(events, { grants = false } = {}) {
    for (const event of events) this.events.add(event);
    for (const purpose of ["statistics", "marketing"]) {
      if (grants) this.events.add(`grant:${purpose}`);
      else this.events.delete(`grant:${purpose}`);
    }
  }

  /** Opens the box, begins a message, and switches the sound. */
  async use() {
    await this.box.open();
    await this.box.field.pressSequentially("A draft");
    await this.box.dialog.getByRole("button", { name: "Menu" }).click();
    await this.box.dialog.getByRole("menuitemcheckbox", { name: "Sound" }).click();
    for (const event of ["chat_opened", "box_toggled", "draft_typed", "sound_toggled"])
      this.events.add(event);
  }

  /** What is on the device is exactly this, and only this was written since the last look. */
  async expectExactly(what, entries = allowed(this.site, this.events, this.answer)) {
    const wanted = entries.map(titleOf).sort();
    let found = [];
    await eventually(
      async () => {
        found = (await onDevice(this.page)).filter((one) => !FOREIGN.includes(titleOf(one)));
        return found.map(titleOf).sort().join() === wanted.join();
      },
      what,
      { withinMs: 5_000 },
    ).catch(() => assert.deepEqual(found.map(titleOf).sort(), wanted, what));
    for (const name of wanted) this.site.seen.add(name);
    const writes = (await takeWrites(this.page)).filter((one) => !FOREIGN.includes(titleOf(one)));
    for (const write of writes) this.checkLife(write, entries);
    // What went away is new when it comes again.
    for (const name of this.born.keys()) if (!found.some((one) => one.name === name)) this.born.delete(name);
    for (const { kind, name, endsAt } of found) {
      if (kind !== "cookie") continue;
      const late = Math.abs(endsAt - this.ends.get(name));
      assert.ok(late < MINUTE_MS, `${what}: ${name} ends when it was told to, not ${late} ms off`);
    }
    return wanted;
  }

  /** A write is of an allowed name, and lives from where its life counts. */
  checkLife(write, entries) {
    const entry = entries.find((one) => titleOf(one) === titleOf(write));
    assert.ok(entry, `${titleOf(write)} was written`);
    const { at, life_ms, name } = write;
    if (!this.born.has(name)) this.born.set(name, at);
    const gone = entry.from === "creation" ? at - this.born.get(name) : 0;
    if (entry.life_ms === undefined) assert.equal(life_ms, undefined, `${name} ends with its tab`);
    else {
      const left = entry.life_ms - gone;
      assert.ok(
        life_ms <= left && life_ms > left - 2 * MINUTE_MS,
        `${name} lives ${life_ms} ms, not ${left}`,
      );
    }
    if (entry.kind === "cookie") this.ends.set(name, Date.now() + life_ms);
  }

  async reload() {
    await this.page.reload();
    await this.arrive();
  }

  /** A hundred days later, in a new tab: what is shorter-lived is gone, what ends with a tab begins anew. */
  async comeBack() {
    await this.page.close();
    await this.context.clock.setSystemTime(Date.now() + LATER_MS);
    await this.open();
    const { site, events, answer } = this;
    const begins = new Set(
      [...events].filter((event) => event === "page_load" || event.startsWith("grant:")),
    );
    return allowed(site, events, answer).filter((one) => one.life_ms > LATER_MS || begins.has(one.trigger));
  }
}

test("in every cell the device holds what the published list allows, and nothing else was written", {
  concurrency: 3,
}, async (t) => {
  const lives = MODES.flatMap((mode) => Object.keys(ANSWERS).map((name) => ({ name, mode })));
  await Promise.all(
    lives.map(({ name, mode }, row) =>
      t.test(`${mode}, ${name}`, async () => {
        const life = new Life(name, mode);
        const expect = async (column, visit, entries) => {
          const found = await life.expectExactly(visit, entries);
          const short = found.map((one) => one.replace(/^\S+ /, "").replace(/ssupp_[0-9a-f]{40}/, "…"));
          const head = mode.padEnd(13) + name.padEnd(20) + visit.padEnd(22);
          lines.push({ place: row * 4 + column, text: head + (short.join(" ") || "nothing") });
        };
        await life.begin();
        await life.give();
        await expect(0, "first visit, answered");
        await life.use();
        await expect(1, "first visit, used");
        await life.reload();
        await expect(2, "reload");
        await expect(3, "100 days later", await life.comeBack());
        await life.context.close();
      }),
    ),
  );
  await stage.clear();
});

for (const mode of MODES) {
  test(`${mode}: the registry is the published list, and all of the list was seen`, () => {
    const [asking, silent] = [true, false].map((shows) => sites.get(`${mode} ${shows}`));
    const names = (list) => list.map(titleOf).sort();
    const listed = published(asking);
    // Two sites, one mode: their names differ in the key.
    const seen = new Set([
      ...asking.seen,
      ...[...silent.seen].map((name) => name.replace(silent.chat_key, asking.chat_key)),
    ]);
    assert.deepEqual([...seen].sort(), names(listed));
    const reserved = new Set(asking.list.reserved.map(({ name }) => name));
    const written = asking.declared.filter(({ name }) => !reserved.has(name));
    assert.deepEqual(names(written), names(listed));
    const unexplained = [...reserved].filter((name) => {
      const isComing = COMING[name.replace(/^ssupp_[0-9a-f]{40}/, "")] !== undefined;
      // Nobody's visit is followed in this mode, so statistics store nothing.
      const isUnused = mode === "on_open" && name.endsWith("presence");
      return !isComing && !isUnused;
    });
    assert.deepEqual(unexplained, []);
  });
}

test("the look finds what is planted: a hidden cookie, a cookie of a partition, a database, a cache", async () => {
  const { page, context } = await stage.visitor("/plain");
  await context.addCookies([{ name: "planted", value: "1", url: stage.host.url, httpOnly: true }]);
  await page.evaluate(async () => {
    indexedDB.open("planted");
    await caches.open("planted");
    sessionStorage.setItem("planted", "1");
    document.cookie = "parted=1;Secure;Partitioned;SameSite=None;Path=/";
  });
  await eventually(async () => {
    const found = (await onDevice(page)).map(titleOf).sort();
    const planted = ["cache planted", "cookie planted", "indexedDB planted", "sessionStorage planted"];
    return [...planted, "partitioned cookie parted"].every((name) => found.includes(name));
  }, "all of it is found");
  await stage.clear();
});
