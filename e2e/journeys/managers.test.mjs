/**
 * The consent managers as npm has them, with the snippets that our manual gives for each: their own buttons are
 * pressed, and what the chat stores follows in the same task.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { eventually } from "../stand/eventually.mjs";
import { officialSnippet } from "../stand/host.mjs";
import { ownerOf } from "../stand/owner.mjs";
import { setStage } from "../stand/stage.mjs";

const NOTHING = { statistics: false, marketing: false };
const STATISTICS = { statistics: true, marketing: false };
const EVERYTHING = { statistics: true, marketing: true };
/** Managers that come late have had their time, and our own bar would be there. */
const LOOKED_MS = 3_100;

/**
 * By manager: what its page has in its head, given our snippet for it and the usual code of the chat; and its buttons,
 * each with what makes it appear, if it is not there from the beginning.
 */
const MANAGERS = {
  tarteaucitron: {
    files: {
      "/tac/tarteaucitron.js": "tarteaucitronjs/tarteaucitron.js",
      "/tac/tarteaucitron.services.js": "tarteaucitronjs/tarteaucitron.services.js",
      "/tac/advertising.js": "tarteaucitronjs/advertising.js",
      "/tac/lang/tarteaucitron.en.js": "tarteaucitronjs/lang/tarteaucitron.en.js",
      "/tac/css/tarteaucitron.css": "tarteaucitronjs/css/tarteaucitron.css",
    },
    // This one loads the chat by itself.
    head: (snippet) => `<script>tarteaucitronForceLanguage = "en";</script>
<script src="/tac/tarteaucitron.js"></script><script>${snippet}</script>
<script>tarteaucitron.init({ highPrivacy: true, DenyAllCta: true, AcceptAllCta: true, showIcon: false });</script>`,
    accept: { button: "#tarteaucitronPersonalize2" },
    refuse: { button: "#tarteaucitronAllDenied2" },
    withoutMarketing: { button: "#entrenous_marketingDenied" },
    withoutAnything: { button: "#entrenous_statsDenied" },
  },
  klaro: {
    files: { "/klaro.js": "klaro/dist/klaro.js" },
    head: (snippet, chat) => `${chat}<script>${snippet}
var klaroConfig = { version: 1, acceptAll: true, services: chatServices,
  translations: { zz: { privacyPolicyUrl: "/privacy" } } };</script><script defer src="/klaro.js"></script>`,
    accept: { button: "#klaro .cm-btn-success" },
    refuse: { button: "#klaro .cn-decline" },
    withoutMarketing: {
      show: () => window.klaro.show(undefined, true),
      before: "#service-item-entrenous_marketing",
      button: "#klaro .cm-btn-accept",
    },
    withoutAnything: {
      show: () => window.klaro.show(undefined, true),
      before: "#service-item-entrenous_stats",
      button: "#klaro .cm-btn-accept",
    },
  },
  "vanilla-cookieconsent": {
    files: { "/cookieconsent.js": "vanilla-cookieconsent/dist/cookieconsent.umd.js" },
    head: (snippet, chat) => `${chat}<script src="/cookieconsent.js"></script><script>${snippet}
CookieConsent.run({ hideFromBots: false, categories: { ...chatCategories }, onConsent: tellChat, onChange: tellChat,
  language: { default: "en", translations: { en: {
    consentModal: { title: "Cookies", acceptAllBtn: "All", acceptNecessaryBtn: "None" },
    preferencesModal: { title: "Choices", savePreferencesBtn: "Save", acceptAllBtn: "All", sections:
      [{ title: "Statistics", linkedCategory: "statistics" }, { title: "Marketing", linkedCategory: "marketing" }] },
  } } } });</script>`,
    accept: { button: '#cc-main .cm [data-role="all"]' },
    refuse: { button: '#cc-main .cm [data-role="necessary"]' },
    withoutMarketing: {
      show: () => window.CookieConsent.showPreferences(),
      before: '#cc-main .section__toggle[value="marketing"]',
      button: '#cc-main .pm [data-role="save"]',
    },
    withoutAnything: {
      show: () => window.CookieConsent.showPreferences(),
      before: '#cc-main .section__toggle[value="statistics"]',
      button: '#cc-main .pm [data-role="save"]',
    },
  },
};

let stage;
before(async () => {
  stage = await setStage();
  const owner = await ownerOf(stage.server);
  const { id } = await owner.site();
  const privacy = { statistics: true, marketing: true, recording: false, shows_bar: true, gpc: "strict" };
  await owner.changeSite(id, { privacy });
  const manual = await readFile(new URL("../../docs/manual/consent.md", import.meta.url), "utf8");
  const chat = officialSnippet(stage.chatKey, `${stage.server.url}/loader.js`);
  for (const [name, { files, head }] of Object.entries(MANAGERS)) {
    const [, code] = new RegExp(`<!-- made: ${name} -->\\n\`\`\`js\\n([^]*?)\`\`\`\\n`).exec(manual);
    const snippet = code
      .replaceAll("YOUR_CHAT_KEY", stage.chatKey)
      .replaceAll("https://chat.example.com", stage.server.url);
    for (const [path, file] of Object.entries(files)) stage.host.putFile(path, file);
    // Where sites paste it: at the end of the body.
    stage.host.put(`/${name}`, "", head(snippet, chat));
  }
});
afterEach(() => stage.clear());
after(() => stage.stop());

/** What the chat has stored for each purpose. */
function isStored() {
  const statistics = Object.keys(sessionStorage).some((name) => name.endsWith("presence"));
  return { statistics, marketing: /(^|; )ssupp\.visits=/.test(document.cookie) };
}

/** A visitor on a manager's page, and what the chat told the server of each answer. */
async function visitorOn(name) {
  const visitor = await stage.visitorOn(await stage.person());
  const { page } = visitor;
  const told = [];
  visitor.context.on("request", (request) => {
    if (request.url().endsWith("/consent")) told.push(request.postDataJSON());
  });
  await page.clock.install();
  await page.goto(`${stage.host.url}/${name}`);
  const arrive = async () => {
    await visitor.box.launcher.waitFor();
    await page.waitForLoadState("networkidle");
    await page.clock.fastForward(LOOKED_MS);
  };
  await arrive();
  return {
    ...visitor,
    told,
    /** A further page of the website; tarteaucitron itself loads its page again after a refusal, and may get in between. */
    async goOn() {
      await eventually(
        () => page.goto(`${stage.host.url}/${name}?further`).then(() => true),
        "the further page loads",
      );
      await arrive();
    },
    stored: () => page.evaluate(isStored),
    /** Presses the manager's own button, and looks before anything else can happen. */
    async press({ show, before: first, button }) {
      if (show) {
        await page.evaluate(show);
        await page.locator(first).waitFor({ state: "attached" });
        await page.locator(first).evaluate((element) => element.click());
      }
      await page.locator(button).waitFor({ state: "attached" });
      return page.locator(button).evaluate((element, look) => {
        element.click();
        return new Function(`return (${look})()`)();
      }, isStored.toString());
    },
  };
}

for (const [name, manager] of Object.entries(MANAGERS)) {
  test(`${name}: all, then less, then nothing; each counts in the task of its press`, async () => {
    const { page, told, stored, press, goOn } = await visitorOn(name);
    assert.deepEqual(await stored(), NOTHING, "silence is no answer");
    assert.equal(
      await page.getByRole("region", { name: "Your choices" }).count(),
      0,
      "our own bar does not ask as well",
    );
    assert.deepEqual(told, []);
    assert.deepEqual(await press(manager.accept), EVERYTHING);
    assert.deepEqual(await press(manager.withoutMarketing), STATISTICS);
    assert.deepEqual(await press(manager.withoutAnything), NOTHING);
    await eventually(
      () => told.at(-1)?.event === "withdrawn" && !told.at(-1).choices.statistics,
      "the server knows of it",
    );
    await goOn();
    assert.deepEqual(await stored(), NOTHING, "it stays so");
  });

  test(`${name}: a refusal stores nothing, and a partial yes survives the next page`, async () => {
    const refusing = await visitorOn(name);
    assert.deepEqual(await refusing.press(manager.refuse), NOTHING);
    await eventually(() => refusing.told.length > 0, "the refusal is told");
    assert.deepEqual(
      refusing.told.map(({ choices }) => choices.statistics || choices.marketing),
      refusing.told.map(() => false),
    );
    await refusing.goOn();
    assert.deepEqual(await refusing.stored(), NOTHING);

    const partial = await visitorOn(name);
    await partial.press(manager.accept);
    await partial.press(manager.withoutMarketing);
    await partial.goOn();
    await eventually(
      async () => JSON.stringify(await partial.stored()) === JSON.stringify(STATISTICS),
      "statistics alone",
    );
  });
}
