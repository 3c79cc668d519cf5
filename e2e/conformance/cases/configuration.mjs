/** Section 2: the page's values `_smartsupp.*`, as far as they do something today. */
import assert from "node:assert/strict";
import { becomes } from "../run.mjs";

const PHONE = {
  viewport: { width: 390, height: 800 },
  hasTouch: true,
  isMobile: true,
  userAgent: "X Mobile Safari",
};
const edges = ({ application }) =>
  application.evaluate((element) => {
    const { left, right, bottom } = element.getBoundingClientRect();
    return { left, right: innerWidth - right, bottom: innerHeight - bottom };
  });

/** The code with this line of configuration: the launcher's distance from the edges. */
async function placed(world, config) {
  const { box, warnings } = await world.launched({ config });
  return { ...(await edges(box)), warnings };
}

/** Accepted without a word, and nothing else changes. */
const accepted = (config) => async (world) => {
  const { warnings, right, bottom } = await placed(world, config);
  assert.deepEqual([warnings, right, bottom], [[], 20, 20]);
};

const shown = (world, config, person) => async () => {
  const { box, page } = await world.on({ config, person });
  await page.waitForLoadState("networkidle");
  return box.launcher.isVisible();
};

export default {
  async "2.1 key"({ launched, key }) {
    const visitor = await launched();
    assert.ok(visitor.requests.some((url) => url.endsWith(`/api/sites/${key}/settings`)));
  },
  async "2.1 cookieDomain"({ launched, stage }) {
    const { box, context } = await launched({ config: "_smartsupp.cookieDomain = '.shop.localhost';" });
    await box.open();
    await becomes(
      async () => (await context.cookies(stage.host.url)).map(({ name, domain }) => `${name} ${domain}`),
      ["ssupp.vid .shop.localhost"],
      "one cookie for every sub-domain",
    );
  },
  async "2.1 cookiePath"({ launched, stage }) {
    const { box, context } = await launched({ config: "_smartsupp.cookiePath = '/case';" });
    await box.open();
    // Not readable from this page's own path it is kept in its alternate, and never at another path.
    await becomes(
      async () => (await context.cookies(`${stage.host.url}/case`)).map(({ path }) => path),
      ["/case"],
      "the cookie's path",
    );
  },
  async "2.1 cookiePrefix"({ launched }) {
    const visitor = await launched({ config: "_smartsupp.cookiePrefix = 'my_';" });
    await visitor.box.open();
    await becomes(
      async () => (await visitor.context.cookies()).map(({ name }) => name),
      ["my_ssupp.vid"],
      "the prefix",
    );
  },
  async "2.1 hideWidget"({ on }) {
    const { page, box, call } = await on({ config: "_smartsupp.hideWidget = true;" });
    await page.waitForLoadState("networkidle");
    assert.equal(await box.launcher.isVisible(), false);
    await call("chat:show");
    await box.launcher.waitFor();
  },
  async "2.1 hideMobileWidget"(world) {
    assert.equal(await shown(world, "_smartsupp.hideMobileWidget = true;", PHONE)(), false);
    assert.equal(await shown(world, "_smartsupp.hideMobileWidget = true;")(), true);
    assert.equal(await shown(world, "", PHONE)(), true);
  },
  async "2.1 hideOfflineChat"(world) {
    // Nobody is at the desk in these runs.
    assert.equal(await shown(world, "_smartsupp.hideOfflineChat = true;")(), false);
    assert.equal(await shown(world, "_smartsupp.hideOfflineChat = false;")(), true);
  },
  async "2.1 privacyNoticeEnabled"({ launched }) {
    for (const [value, isShown] of [
      [false, false],
      [true, true],
    ]) {
      const { box } = await launched({ config: `_smartsupp.privacyNoticeEnabled = ${value};` });
      await box.open();
      assert.equal(await box.dialog.getByText("You are writing to").isVisible(), isShown, `${value}`);
    }
  },
  async "2.1 privacyNoticeUrl"({ launched }) {
    const open = async (url) => {
      const { box } = await launched({ config: `_smartsupp.privacyNoticeUrl = ${JSON.stringify(url)};` });
      await box.open();
      const link = box.dialog.getByRole("link", { name: /rights/ });
      return (await link.count()) ? link.getAttribute("href") : undefined;
    };
    assert.equal(await open("https://shop.example/privacy"), "https://shop.example/privacy");
    assert.notEqual(await open("javascript:alert(1)"), "javascript:alert(1)");
  },
  async "2.1 orientation"(world) {
    assert.equal((await placed(world, "_smartsupp.orientation = 'left';")).left, 20);
    assert.equal((await placed(world, "_smartsupp.orientation = 'right';")).right, 20);
  },
  async "2.1 offsetX"(world) {
    assert.equal((await placed(world, "_smartsupp.offsetX = 77;")).right, 77);
  },
  async "2.1 offsetY"(world) {
    assert.equal((await placed(world, "_smartsupp.offsetY = 88;")).bottom, 88);
  },
  async "2.1 color"({ launched }) {
    const { box } = await launched({ config: "_smartsupp.color = '#8a1c5b';" });
    assert.equal(
      await box.launcher.evaluate((button) => getComputedStyle(button).getPropertyValue("--brand")),
      "#8a1c5b",
    );
  },
  async "2.1 lang"({ launched }) {
    const { box } = await launched({ config: "_smartsupp.lang = 'fr';" });
    assert.equal(await box.launcher.getAttribute("lang"), "fr");
  },
  async "2.1 zIndex"({ launched }) {
    const { page } = await launched({ config: "_smartsupp.zIndex = 4242;" });
    const index = (id) => page.locator(id).evaluate((element) => element.style.zIndex);
    assert.deepEqual(
      [await index("#chat-application"), await index("#chat-application-iframe")],
      ["4242", "4243"],
    );
  },
  async "2.1 renderTo"({ launched }) {
    const { page } = await launched({
      head: '<body><div id="here"></div>',
      config: "_smartsupp.renderTo = document.getElementById('here');",
    });
    assert.equal(await page.locator("#here > #chat-application").count(), 1);
    assert.deepEqual(
      await page.locator("#chat-application").evaluate((element) => {
        const { position, zIndex } = getComputedStyle(element);
        return [position, zIndex];
      }),
      ["relative", "auto"],
    );
  },
  async "2.1 position"({ launched }) {
    for (const position of ["relative", "fixed"]) {
      const { page } = await launched({ config: `_smartsupp.position = '${position}';` });
      assert.equal(
        await page.locator("#chat-application").evaluate((element) => getComputedStyle(element).position),
        position,
      );
    }
  },
  async "2.1 onStartup"({ on }) {
    const { box } = await on({ config: "_smartsupp.onStartup = function (api) { api('chat:open'); };" });
    await box.field.waitFor();
  },
  "2.1 recordingDisable": accepted("_smartsupp.recordingDisable = true;"),
  "2.1 recordingOff": accepted("_smartsupp.recordingOff = true;"),
  "2.1 others": accepted(
    "Object.assign(_smartsupp, { autoInlineMode: false, smartlook: {}, internalAnalyticsEnabled: true, widgetTrackerEnabled: 1, bootstrapUrl: 'https://x.invalid/', filesUrl: 'x', widgetV2Url: 'x', widgetVersion: 3 });",
  ),
  async "2.1 text-booleans"(world) {
    for (const value of ["'true'", "1", "'1'"]) {
      const { box, page, warnings } = await world.on({ config: `_smartsupp.hideWidget = ${value};` });
      await page.waitForLoadState("networkidle");
      assert.deepEqual([await box.launcher.isVisible(), warnings], [false, []], value);
    }
    for (const value of ["'false'", "0"])
      await world.launched({ config: `_smartsupp.hideWidget = ${value};` });
  },
  async "2.1 numeric-strings"(world) {
    const { right, bottom, warnings } = await placed(
      world,
      "_smartsupp.offsetX = '31'; _smartsupp.offsetY = '32px';",
    );
    assert.deepEqual([right, bottom, warnings], [31, 32, []]);
  },
  "2.1 null-is-unset": accepted(
    "_smartsupp.offsetX = null; _smartsupp.color = undefined; _smartsupp.orientation = null;",
  ),

  "2.2 ratingType": accepted("_smartsupp.ratingType = 'advanced';"),
  async "2.2 alignX"(world) {
    assert.equal((await placed(world, "_smartsupp.alignX = 'left';")).left, 20);
  },
  "2.2 alignY": accepted("_smartsupp.alignY = 'side';"),
  async "2.2 offsets"(world) {
    const { right, warnings } = await placed(world, "_smartsupp.alignX = 'right'; _smartsupp.offsetX = 10;");
    assert.deepEqual([right, warnings], [10, []]);
  },
};
