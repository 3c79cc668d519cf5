/** The code of the install page: one request before anybody uses the chat, and only for pages that may have the settings. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ownerOf } from "../stand/owner.mjs";
import { setStage } from "../stand/stage.mjs";

let stage;
let owner;
before(async () => {
  stage = await setStage();
  owner = await ownerOf(stage.server);
});
after(() => stage.stop());

const loaderOf = ({ chat_key }) => `${stage.server.url}/loader.js?key=${chat_key}`;

/** The loader as a page of the origin gets it. */
async function loader(url, origin) {
  const answer = await fetch(url, { headers: origin ? { origin } : {} });
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.match(answer.headers.get("vary"), /accept-encoding/);
  return { code: await answer.text(), etag: answer.headers.get("etag") };
}

test("the page asks for the loader and for nothing else, and a message arrives", async () => {
  const site = await owner.newSite("Once", {});
  assert.match(site.install_code, /crossorigin/);
  stage.host.put("/once", site.install_code);
  const visitor = await stage.visitorOn(await stage.person());
  const asked = [];
  visitor.page.on("request", (request) => {
    if (request.url().startsWith(stage.server.url)) asked.push(request.url());
  });
  await visitor.page.goto(`${stage.host.url}/once`);
  await visitor.box.launcher.waitFor();
  assert.deepEqual(asked, [loaderOf(site)]);
  // What came along is good for one widget; the page's own `fetch` is as it was.
  const own = await visitor.page.evaluate(
    async (url) => (await fetch(url)).status,
    `${stage.host.url}/plain`,
  );
  assert.equal(own, 200);
  await visitor.box.open();
  await visitor.box.say("Asked once");
  await visitor.box.sent("Asked once");
});

test("a page that is not among the allowed ones gets the loader alone, and the reason in its console", async () => {
  const site = await owner.newSite("Closed shop", { allowed_domains: ["https://shop.example"] });
  const alone = await loader(`${stage.server.url}/loader.js`);
  const allowed = await loader(loaderOf(site), "https://shop.example");
  assert.match(allowed.code, /Closed shop/);
  for (const origin of [undefined, "null", "https://evil.example", "https://shop.example.evil.example"]) {
    assert.equal((await loader(loaderOf(site), origin)).code, alone.code, `${origin}`);
  }
  stage.host.put("/closed", site.install_code);
  const { page, box } = await stage.visitorOn(await stage.person());
  const warned = page.waitForEvent("console", (message) => message.type() === "warning");
  await page.goto(`${stage.host.url}/closed`);
  assert.match((await warned).text(), /^\[Smartsupp\] .*allowed/i);
  assert.equal(await box.launcher.count(), 0);
});

test("a key that no site has, and what is none, give the loader alone", async () => {
  const alone = await loader(`${stage.server.url}/loader.js`);
  const base = `${stage.server.url}/loader.js`;
  for (const query of [
    "",
    "?",
    "?key=",
    `?key=${"0".repeat(40)}`,
    "?key=%00",
    "?key=%ff",
    `?key=${stage.chatKey}&key=${stage.chatKey}`,
    '?key="}alert(1)',
  ]) {
    assert.equal((await loader(`${base}${query}`, "https://shop.example")).code, alone.code, query);
  }
});

test("a browser that has it is told so, until the settings change", async () => {
  const site = await owner.newSite("Changing", {});
  const origin = "https://shop.example";
  const first = await loader(loaderOf(site), origin);
  const again = () => fetch(loaderOf(site), { headers: { origin, "if-none-match": first.etag } });
  assert.equal((await again()).status, 304);
  await owner.changeSite(site.id, { name: "Changed" });
  const changed = await again();
  assert.equal(changed.status, 200);
  assert.match(await changed.text(), /Changed/);
});

test("hostile names in the settings stay text", async () => {
  const name = '</script>"});window.owned=1;({"\u2028';
  const site = await owner.newSite("Hostile", { name, allowed_domains: [] });
  stage.host.put("/hostile-settings", site.install_code);
  const { page, box } = await stage.visitor("/hostile-settings");
  await box.open();
  assert.equal(await page.evaluate(() => window.owned), undefined);
});
