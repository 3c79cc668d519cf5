/** Section 8: the page's consent calls. */
import assert from "node:assert/strict";
import { becomes, unique } from "../run.mjs";

const USES = { statistics: true, marketing: true, recording: false, shows_bar: false, gpc: "strict" };

async function visitor({ newSite, launched }, queue = "") {
  const site = await newSite({ privacy: USES });
  const found = await launched({ chatKey: site.chat_key, queue });
  // The module that keeps to the answers is there once it has listened.
  await found.page.waitForLoadState("networkidle");
  return {
    ...found,
    key: site.chat_key,
    stored: () =>
      found.page.evaluate(() => ({
        statistics: Object.keys(sessionStorage).some((name) => name.endsWith("presence")),
        marketing: document.cookie.includes("ssupp.visits="),
      })),
  };
}

const both = (statistics, marketing) => ({ statistics, marketing });

export default {
  async "8 analytics-true"(world) {
    const { call, stored } = await visitor(world);
    await call("analyticsConsent", true);
    assert.deepEqual(await stored(), both(true, false));
  },
  async "8 analytics-false"(world) {
    const { call, stored } = await visitor(world, "smartsupp('analyticsConsent', true);");
    assert.deepEqual(await stored(), both(true, false));
    await call("analyticsConsent", false);
    assert.deepEqual(await stored(), both(false, false));
    await call("analyticsConsent", true);
    assert.deepEqual(await stored(), both(true, false));
  },
  async "8 marketing-true"(world) {
    const { call, stored } = await visitor(world);
    await call("marketingConsent", true);
    assert.deepEqual(await stored(), both(false, true));
  },
  async "8 marketing-false"(world) {
    const { call, stored } = await visitor(world, "smartsupp('marketingConsent', true);");
    assert.deepEqual(await stored(), both(false, true));
    await call("marketingConsent", false);
    assert.deepEqual(await stored(), both(false, false));
  },
  async "8 unset"(world) {
    const { page, stored } = await visitor(world);
    assert.deepEqual(await stored(), both(false, false));
    // An older counter is not counted up; and what nobody agreed to here goes (docs/decisions/0005).
    const value = `3.${Math.floor(Date.now() / 60_000) - 999}.${Math.floor(Date.now() / 60_000) - 999}`;
    await page.evaluate((old) => {
      document.cookie = `ssupp.visits=${old};Max-Age=9999;Path=/;SameSite=Strict`;
    }, value);
    await page.goto(page.url());
    await becomes(() => page.evaluate(() => document.cookie), "", "the counter is gone");
  },
  async "8 persists"(world) {
    const { page, call, stored, key } = await visitor(world);
    await call("analyticsConsent", true);
    await call("marketingConsent", true);
    // Another page of the site says nothing.
    await page.goto(`${page.url()}?second`);
    await page.waitForLoadState("networkidle");
    await becomes(stored, both(true, true), "the answer counts on the next page");
    const kept = await page.evaluate(
      (name) => JSON.parse(localStorage.getItem(name)).v.answers,
      `ssupp_${key}`,
    );
    assert.deepEqual(kept, both(true, true));
  },
  async "8 page-wins"(world) {
    const { page, stored, key } = await visitor(world, "smartsupp('marketingConsent', false);");
    await page.evaluate((name) => {
      const answer = JSON.parse(localStorage.getItem(name));
      answer.v.answers.marketing = true;
      answer.v.by.marketing = "own";
      localStorage.setItem(name, JSON.stringify(answer));
    }, `ssupp_${key}`);
    await page.reload();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(await stored(), both(false, false));
  },
  async "8 before-loader"(world) {
    const { stored } = await visitor(
      world,
      "smartsupp('analyticsConsent', false); smartsupp('marketingConsent', true); smartsupp('analyticsConsent', true);",
    );
    await becomes(stored, both(true, true), "the last call counts");
  },
  async "8 non-boolean"(world) {
    const { call, stored, warnings } = await visitor(world, "smartsupp('marketingConsent', true);");
    await call("marketingConsent", "false");
    await call("analyticsConsent", 1);
    await becomes(() => warnings.length, 2, "both are warned about");
    assert.deepEqual(await stored(), both(false, true));
  },
  async "8 no-op"(world) {
    const { call, page } = await visitor(world);
    const told = [];
    page.on("request", (request) => {
      if (request.url().endsWith("/consent")) told.push(request.postData());
    });
    await call("marketingConsent", true);
    for (let count = 0; count < 5; count++) await call("marketingConsent", true);
    await page.waitForLoadState("networkidle");
    assert.equal(told.length, 1);
  },
  async "8 chat-needs-none"(world) {
    const { box } = await visitor(world, "smartsupp('consent', { statistics: false, marketing: false });");
    await box.open();
    const text = unique("Without any consent");
    await box.say(text);
    await box.sent(text);
  },
};
