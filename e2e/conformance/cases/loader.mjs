/** Sections 1.1 to 1.4: addresses, globals, start, queue. */
import assert from "node:assert/strict";
import { becomes } from "../run.mjs";

/** The launcher comes with this code in the page. */
async function comes({ on, stage, key }, html, ...rest) {
  const { box } = await on({ html: html(stage.server.url, key), ...rest });
  await box.launcher.waitFor();
}

const config = (key) => `<script>_smartsupp = { key: "${key}" };</script>`;

export default {
  "1.1 absolute": (world) =>
    comes(world, (url, key) => `${config(key)}<script async src="${url}/loader.js"></script>`),
  "1.1 protocol-relative": (world) =>
    comes(
      world,
      (url, key) => `${config(key)}<script async src="${url.replace("http:", "")}/loader.js"></script>`,
    ),
  "1.1 bare-question": (world) =>
    comes(world, (url, key) => `${config(key)}<script async src="${url}/loader.js?"></script>`),
  "1.1 query": (world) =>
    comes(world, (url, key) => `${config(key)}<script async src="${url}/loader.js?v=3&x=%20y"></script>`),
  "1.1 in-body": async ({ on, stage, key }) => {
    const { box } = await on({
      html: "<title>Body</title>",
      body: `${config(key)}<script src="${stage.server.url}/loader.js"></script>`,
    });
    await box.launcher.waitFor();
  },
  async "1.1 late"({ on, loader, key }) {
    const { page, box } = await on({ html: "<title>Late</title>" });
    await page.waitForLoadState("load");
    await page.evaluate(
      ([src, chatKey]) => {
        window._smartsupp = { key: chatKey };
        document.body.append(Object.assign(document.createElement("script"), { src }));
      },
      [loader, key],
    );
    await box.launcher.waitFor();
  },
  async "1.1 again"({ launched, loader }) {
    const { page } = await launched();
    await page.addScriptTag({ url: loader });
    assert.equal(await page.locator("#chat-application").count(), 1);
  },

  async "1.2 _smartsupp"({ launched }) {
    // Read when the widget is created, and not when the script runs.
    const { box } = await launched({ queue: "_smartsupp.orientation = 'left';" });
    assert.ok((await box.application.boundingBox()).x < 100);
  },
  async "1.2 smartsupp"({ launched }) {
    const { page } = await launched();
    assert.deepEqual(
      await page.evaluate(() => [typeof window.smartsupp, window.smartsupp("name", "N") === undefined]),
      ["function", true],
    );
  },
  async "1.2 smartsupp._"({ launched }) {
    const { page } = await launched({ queue: "kept = smartsupp._;" });
    assert.ok(await page.evaluate(() => Array.isArray(window.kept) && window.smartsupp._ === window.kept));
  },
  async "1.2 smartsupp.api"({ launched }) {
    const { page } = await launched();
    assert.equal(await page.evaluate(() => typeof window.smartsupp.api), "function");
  },
  async "1.2 smartsupp.chats"({ launched }) {
    const { page } = await launched();
    assert.deepEqual(await page.evaluate(() => Object.keys(window.smartsupp.chats)), ["chat"]);
  },
  "1.2 createWidget": (world) => creates(world, "createWidget"),
  "1.2 create": (world) => creates(world, "create"),
  "1.2 getWidget": (world) => gets(world, "getWidget"),
  "1.2 getChat": (world) => gets(world, "getChat"),
  async "1.2 setDefaults"({ on }) {
    const { page, box } = await on({ head: "<script>SMARTSUPP_AUTOCREATE = false;</script>" });
    await page.waitForFunction(() => typeof window.smartsupp.setDefaults === "function");
    await page.evaluate(async () => {
      window.smartsupp.setDefaults({ orientation: "left" });
      (await window.smartsupp.createWidget("chat")).render();
    });
    await box.launcher.waitFor();
    assert.ok((await box.application.boundingBox()).x < 100);
  },
  async "1.2 smartsupp.vid"({ launched }) {
    const { page, box } = await launched();
    assert.equal(await page.evaluate(() => window.smartsupp.vid), undefined);
    await box.open();
    await page.waitForFunction(() => /^\S+$/.test(window.smartsupp.vid));
  },
  async "1.2 $smartsupp"({ launched }) {
    const { page } = await launched();
    const kinds = await page.evaluate(() =>
      ["createWidget", "getWidget", "create", "getChat", "setDefaults"].map(
        (name) => typeof window.$smartsupp[name],
      ),
    );
    assert.deepEqual(kinds, Array(5).fill("function"));
    assert.deepEqual(await page.evaluate(() => Object.keys(window.$smartsupp.widgets)), ["chat"]);
  },
  async "1.2 SMARTSUPP_LOADED"({ launched }) {
    const { page } = await launched();
    assert.equal(await page.evaluate(() => window.SMARTSUPP_LOADED), true);
  },
  async "1.2 SMARTSUPP_AUTOCREATE"({ on }) {
    const { page, box } = await on({ head: "<script>SMARTSUPP_AUTOCREATE = false;</script>" });
    await page.waitForFunction(() => typeof window.smartsupp.getWidget === "function");
    await page.waitForLoadState("networkidle");
    assert.equal(await box.application.count(), 0);
    await page.evaluate(() => window.smartsupp.getWidget("chat").render());
    await box.launcher.waitFor();
  },
  async "1.2 deletable"({ launched }) {
    const { page } = await launched();
    const left = await page.evaluate(() =>
      ["smartsupp", "_smartsupp", "$smartsupp", "SMARTSUPP_LOADED"].filter((name) => {
        const made = Object.getOwnPropertyDescriptor(window, name);
        return !made?.writable || (name !== "_smartsupp" && name !== "smartsupp" && !made.configurable);
      }),
    );
    assert.deepEqual(left, []);
  },

  async "1.3 configuration-after-loader"({ on, loader, key }) {
    const { box } = await on({
      html: `<script>_smartsupp = { key: "${key}" };</script><script src="${loader}"></script><script>_smartsupp.color = "#8a1c5b";</script>`,
    });
    await box.launcher.waitFor();
    const colour = await box.launcher.evaluate((button) =>
      getComputedStyle(button).getPropertyValue("--brand"),
    );
    assert.equal(colour.trim(), "#8a1c5b");
  },

  "1.4 arguments": (world) => opens(world, "smartsupp('chat:open');"),
  "1.4 arrays": (world) => opens(world, "smartsupp._.push(['chat:open']);"),
  "1.4 other-entries": (world) =>
    opens(
      world,
      "smartsupp._.push(null, 7, 'chat:close', {}, [], [3], { length: 1 }); smartsupp('chat:open');",
    ),
  "1.4 own-try": (world) =>
    opens(
      world,
      "smartsupp('on', 'render', function () { throw new Error('of the page'); }); smartsupp('variables', { get bad() { throw 1; } }); smartsupp('chat:open');",
    ),
  async "1.4 push-same-array"({ launched }) {
    const { page, box } = await launched({ queue: "kept = smartsupp._; stub = smartsupp;" });
    await page.evaluate(() => window.kept.push(["chat:open"]));
    await box.field.waitFor();
    await page.evaluate(() => window.stub("chat:close"));
    await box.dialog.waitFor({ state: "hidden" });
  },
  async "1.4 removed"({ launched, loader }) {
    const { page, box } = await launched({ queue: "smartsupp('chat:message', 'once');" });
    assert.equal(await page.evaluate(() => window.smartsupp._.length), 0);
    await box.open();
    await box.field.fill("changed");
    await page.addScriptTag({ url: loader });
    assert.equal(await box.field.inputValue(), "changed");
  },
  async "1.4 falsy"({ launched }) {
    // An empty text clears, `false` is no missing argument, and a missing one is not `false`.
    const { page, box, warnings } = await launched({
      queue:
        "smartsupp('chat:message', 'x'); smartsupp('chat:message', ''); smartsupp('recording:disable', false); smartsupp('analyticsConsent', false);",
    });
    await box.open();
    assert.equal(await box.field.inputValue(), "");
    assert.deepEqual(warnings, []);
    await page.evaluate(() => window.smartsupp("analyticsConsent"));
    await becomes(() => warnings.length, 1, "a missing argument is warned about");
  },
};

async function opens({ on }, queue) {
  const { box } = await on({ queue });
  await box.field.waitFor();
}

async function creates({ on }, method) {
  const { page, box } = await on({ head: "<script>SMARTSUPP_AUTOCREATE = false;</script>" });
  await page.waitForFunction((name) => typeof window.smartsupp[name] === "function", method);
  await page.evaluate(async (name) => {
    window.made = await window.smartsupp[name]("chat", window._smartsupp, []);
  }, method);
  assert.equal(await box.application.count(), 0, "it does not render by itself");
  await page.evaluate(() => window.made.render());
  await box.launcher.waitFor();
}

async function gets({ launched }, method) {
  const { page } = await launched();
  const kinds = await page.evaluate(
    (name) => ["chat", "default", undefined].map((id) => typeof window.smartsupp[name](id).render),
    method,
  );
  assert.deepEqual(kinds, ["function", "function", "function"]);
}
