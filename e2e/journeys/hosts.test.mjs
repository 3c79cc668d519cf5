/** Websites as they are: every way to include the chat, strict policies, hostile styles, servers that do not answer. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { eventually } from "../stand/eventually.mjs";
import { officialSnippet } from "../stand/host.mjs";
import { shows } from "../stand/shows.mjs";
import { setStage } from "../stand/stage.mjs";

let stage;
before(async () => {
  stage = await setStage();
});
afterEach(() => stage.clear());
after(() => stage.stop());

/** A visitor says something and reads the answer. */
async function talk(box, agent, words) {
  await box.say(words);
  await box.sent(words);
  await agent.desk.openConversation(words);
  await agent.desk.reply(`Answer to ${words}`);
  await box.message(`Answer to ${words}`).waitFor();
}

test("the official snippet works, and the page's calls before and after it", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor("/named?name=Nadia%20Benali");
  await page.evaluate(() => {
    window.events = [];
    window.smartsupp("email", "nadia@benali.example");
    window.smartsupp("variables", { order: { label: "Order", value: "20418" }, vip: true });
    window.smartsupp("on", "message_sent", (message) => window.events.push(`sent ${message.content.text}`));
    window.smartsupp("on", "message_received", (message) =>
      window.events.push(`received ${message.content.text}`),
    );
    window.smartsupp("on", "messenger_close", () => window.events.push("closed"));
    window.smartsupp("chat:open");
  });
  await box.field.waitFor();
  await talk(box, agent, "By the official snippet");
  const panel = agent.page.getByRole("complementary", { name: "About the visitor" });
  await panel.getByRole("heading", { name: "Nadia Benali" }).waitFor();
  for (const known of ["nadia@benali.example", "Order", "20418"])
    await panel.getByText(known).first().waitFor();
  await page.evaluate(() => window.smartsupp("chat:send", "From the page's script"));
  await agent.desk.message("From the page's script").waitFor();
  await page.evaluate(() => window.smartsupp("chat:close"));
  await box.dialog.waitFor({ state: "hidden" });
  await eventually(
    async () => (await page.evaluate(() => window.events)).includes("closed"),
    "the page hears of the closing",
  );
  assert.deepEqual(await page.evaluate(() => window.events), [
    "sent By the official snippet",
    "received Answer to By the official snippet",
    "sent From the page's script",
    "closed",
  ]);
  assert.match(await page.evaluate(() => window.smartsupp.vid), /^\S+$/);
});

test("chat:hide, chat:show and theme:color do what they say", async () => {
  const { page, box } = await stage.visitor();
  await box.launcher.waitFor();
  await page.evaluate(() => window.smartsupp("chat:hide"));
  await box.launcher.waitFor({ state: "hidden" });
  const size = await box.application.evaluate((element) => element.getBoundingClientRect().width);
  assert.equal(size, 0, "a hidden widget measures nothing");
  await page.evaluate(() => window.smartsupp("chat:show"));
  await box.launcher.waitFor();
  await page.evaluate(() => window.smartsupp("chat:message", "prefilled"));
  await box.open();
  assert.equal(await box.field.inputValue(), "prefilled");
  const sendColour = () =>
    box.dialog
      .getByRole("button", { name: "Send" })
      .evaluate((button) => getComputedStyle(button).backgroundColor);
  const before = await sendColour();
  await page.evaluate(() => window.smartsupp("theme:color", "#8a1c5b"));
  await eventually(async () => (await sendColour()) !== before, "the colour changes");
});

test("the npm package smartsupp-widget works unchanged", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor("/package");
  await box.launcher.waitFor();
  const left = await box.application.evaluate((element) => element.getBoundingClientRect().left);
  assert.ok(left < 100, "its option `orientation` is followed");
  await page.evaluate(() => window.sdk.chatOpen());
  await box.field.waitFor();
  await talk(box, agent, "By the npm package");
  const panel = agent.page.getByRole("complementary", { name: "About the visitor" });
  await panel.getByRole("heading", { name: "Package Person" }).waitFor();
  for (const known of ["package@person.example", "gold"]) await panel.getByText(known).first().waitFor();
  await page.evaluate(() => window.sdk.chatClose());
  await box.dialog.waitFor({ state: "hidden" });
});

test("a page with a strict policy and Trusted Types shows and uses the whole box", async () => {
  const agent = await stage.agent();
  const visitor = await stage.visitorOn(await stage.person());
  const { page, box } = visitor;
  await page.addInitScript(() => {
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) =>
      window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  await page.goto(`${stage.host.url}/strict`);
  await box.open();
  await talk(box, agent, "Under a strict policy");
  await box.dialog.getByRole("button", { name: "Emoji" }).click();
  await box.dialog.getByRole("button", { name: "Emoji" }).click();
  await agent.desk.reply("See https://example.org/care");
  await box.log.getByRole("link", { name: /example\.org/ }).waitFor();
  const launcher = await box.application.boundingBox();
  assert.ok(launcher.width > 300, "the box is styled");
  assert.deepEqual(await page.evaluate(() => window.violations), []);
});

test("hostile styles and changed prototypes do not reach the box", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor("/hostile");
  await box.launcher.waitFor();
  const launcher = await box.launcher.evaluate((element) => {
    const { width, height } = element.getBoundingClientRect();
    return { width, height, opacity: getComputedStyle(element).opacity };
  });
  assert.deepEqual(launcher, { width: 60, height: 60, opacity: "1" });
  const corner = await box.application.evaluate((element) => {
    const { right, bottom } = element.getBoundingClientRect();
    return { right: innerWidth - right, bottom: innerHeight - bottom };
  });
  assert.deepEqual(corner, { right: 20, bottom: 20 });
  await box.launcher.evaluate((element) => element.click());
  await box.field.waitFor();
  await talk(box, agent, "On a hostile page");
  const field = await box.field.evaluate((element) => {
    const style = getComputedStyle(element);
    return {
      size: style.fontSize,
      style: style.fontStyle,
      transform: style.textTransform,
      spacing: style.letterSpacing,
    };
  });
  assert.deepEqual(field, { size: "15px", style: "normal", transform: "none", spacing: "normal" });
  const dialog = await box.dialog.evaluate((element) => ({
    width: element.getBoundingClientRect().width,
    opacity: getComputedStyle(element.getRootNode().host).opacity,
  }));
  assert.equal(dialog.width, 376);
  assert.equal(await page.evaluate(() => typeof window.name), "string");
});

test("a loader that is refused leaves the page as it is", async () => {
  const { page, box, failedLoads } = await stage.visitor("/refused");
  await page.waitForLoadState("load");
  assert.equal(await box.application.count(), 0);
  assert.ok(failedLoads.length > 0, "the browser itself reports the request");
  await page.getByRole("button", { name: "A button of the page" }).click();
  await page.evaluate(() => window.smartsupp("chat:open"));
});

test("a loader that never answers does not keep the page from being read and used", async () => {
  const visitor = await stage.visitorOn(await stage.person());
  const { page } = visitor;
  await page.goto(`${stage.host.url}/silent`, { waitUntil: "domcontentloaded" });
  await page.getByRole("button", { name: "A button of the page" }).click();
  assert.equal(await page.evaluate(() => document.readyState), "interactive");
  await page.evaluate(() => window.smartsupp("name", "Nobody"));
});

test("a server that answers the loader and then dies delays nothing: the page's load event does not wait", async () => {
  const visitor = await stage.visitorOn(await stage.person());
  const { context, page, box } = visitor;
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await context.route(/\/api\/sites\//, async (route) => {
    await held;
    await route.abort();
  });
  const asked = page.waitForRequest(/\/api\/sites\//);
  await page.goto(`${stage.host.url}/official`, { waitUntil: "load" });
  await asked;
  assert.equal(await page.evaluate(() => document.readyState), "complete");
  assert.equal(await box.application.count(), 0);
  const warned = page.waitForEvent("console", (message) => message.type() === "warning");
  release();
  assert.match((await warned).text(), /^\[Smartsupp\]/);
  assert.equal(await box.launcher.count(), 0);
});

test("an unknown chat key is one warning and no launcher", async () => {
  stage.host.put("/unknown", officialSnippet("0".repeat(40), `${stage.server.url}/loader.js`));
  const { page, box } = await stage.visitorOn(await stage.person());
  const warned = page.waitForEvent("console", (message) => message.type() === "warning");
  await page.goto(`${stage.host.url}/unknown`);
  assert.match((await warned).text(), /^\[Smartsupp\]/);
  assert.equal(await box.launcher.count(), 0);
});

test("the snippet pasted twice makes one box with one connection", async () => {
  const visitor = await stage.visitor("/twice");
  const { page, box } = visitor;
  await box.open();
  await box.say("Only once");
  await box.sent("Only once");
  assert.equal(await page.locator("#chat-application").count(), 1);
  assert.equal(visitor.sockets.length, 1);
});

test("plain arrays in the queue and a key that is set late are taken", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor("/arrays");
  await box.field.waitFor();
  await talk(box, agent, "From an array");
  const panel = agent.page.getByRole("complementary", { name: "About the visitor" });
  await panel.getByRole("heading", { name: "Array Entry" }).waitFor();
});

test("without automatic creation the page makes, renders and destroys its widget", async () => {
  const { page, box } = await stage.visitor("/manual");
  await page.waitForFunction(() => typeof window.smartsupp === "function");
  assert.equal(await box.application.count(), 0);
  await page.evaluate(async () => {
    const widget = await window.smartsupp.createWidget("chat", window._smartsupp, []);
    widget.render();
    widget.render();
  });
  await box.launcher.waitFor();
  assert.equal(await page.locator("#chat-application").count(), 1);
  await page.evaluate(() => window.smartsupp.getWidget("chat").destroy());
  await box.application.waitFor({ state: "detached" });
  await page.evaluate(() => window.smartsupp.getWidget("chat")?.render());
  await box.launcher.waitFor();
});

test("the install code that the dashboard shows works as it stands", async () => {
  const agent = await stage.agent();
  await agent.page.goto(`${stage.server.url}/app/settings/sites`);
  await agent.page
    .getByRole("link", { name: /Atelier Brume/ })
    .first()
    .click();
  await agent.page.getByRole("link", { name: "Install" }).click();
  const code = await agent.page.locator("section.code pre").innerText();
  stage.host.put("/installed", code);
  const visitor = await stage.visitor("/installed");
  await visitor.box.open();
  await visitor.box.say("By the install code");
  await visitor.box.sent("By the install code");
});

test("the words of the page stay words: nothing a visitor or agent types becomes markup", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  const hostile = `<img src=x onerror="window.evil=1"><b>bold</b> javascript:alert(1) ‮abc`;
  await box.open();
  await box.say(hostile);
  await box.sent("<b>bold</b>");
  await agent.desk.openConversation("<b>bold</b>");
  await agent.desk.reply(hostile);
  await shows(box, [hostile, hostile]);
  await shows(agent.desk, [hostile, hostile]);
  assert.equal(await page.evaluate(() => window.evil), undefined);
  assert.equal(await agent.page.evaluate(() => window.evil), undefined);
  assert.equal(await box.log.locator(".bub b, .bub img").count(), 0);
  assert.equal(await agent.desk.log.locator(".bubble b, .bubble img").count(), 0);
});
