/** Sections 3, 4, 6 and 9: older commands and events, right-to-left words, events for Google Analytics. */
import assert from "node:assert/strict";
import { becomes, unique } from "../run.mjs";

const USES = { statistics: true, marketing: false, recording: false, shows_bar: false, gpc: "strict" };

/** A page with GA4 on it, as its tag leaves it, and a consent to statistics unless `isRefused`. */
async function measured({ newSite, launched }, { isRefused = false, config = "" } = {}) {
  const site = await newSite({ privacy: USES });
  const visitor = await launched({
    chatKey: site.chat_key,
    config,
    head: `<script>dataLayer = []; function gtag() { dataLayer.push(arguments); } gtag("js", new Date()); gtag("config", "G-SHOP1"); gtag("config", "G-OTHER");</script>`,
    queue: `smartsupp('consent', { statistics: ${!isRefused} }); heard = []; smartsupp('on', 'event', function () { heard.push([].slice.call(arguments)); });`,
  });
  await visitor.page.waitForLoadState("networkidle");
  return {
    ...visitor,
    site,
    /** What Analytics got of ours: the events' names. */
    told: () =>
      visitor.page.evaluate(() =>
        window.dataLayer
          .map((entry) => [].slice.call(entry))
          .filter(([kind, , more]) => kind === "event" && JSON.stringify(more ?? {}).includes("Smartsupp_v3"))
          .map(([, name]) => name),
      ),
    sentTo: () =>
      visitor.page.evaluate(() => JSON.stringify(window.dataLayer.map((entry) => [].slice.call(entry)))),
  };
}

/** A visitor writes, an agent answers. */
async function talk(world, options) {
  const visitor = await measured(world, options);
  await visitor.box.open();
  const text = unique("For the figures");
  await visitor.box.say(text);
  await visitor.box.sent(text);
  const conversation = await world.conversation(text);
  await world.answer(conversation, `Answer to ${text}`);
  await visitor.box.message(`Answer to ${text}`).waitFor();
  return { ...visitor, conversation };
}

async function contains({ told }, name) {
  await becomes(async () => (await told()).includes(name), true, name);
}

/** A visitor who has talked opens the rating and chooses the best answer. */
async function rateAsGood(world) {
  const visitor = await talk(world);
  await visitor.call("openRateForm");
  const { dialog } = visitor.box;
  await dialog
    .getByRole("radio")
    .or(dialog.getByRole("button", { name: /^good/i }))
    .last()
    .click();
  return visitor;
}

/** The contact form, filled in. */
async function fillForm({ box }) {
  await box.dialog.getByRole("textbox", { name: /^name/i }).fill("Filled");
  await box.dialog.getByRole("textbox", { name: /e-mail/i }).fill("filled@person.example");
  await box.dialog.locator("form button[type=submit]").first().click();
}

export default {
  async "3.2 openRateForm"(world) {
    const { call, box } = await talk(world);
    await call("openRateForm");
    await box.dialog
      .getByRole("radio")
      .or(box.dialog.getByRole("button", { name: /^(good|bad)/i }))
      .first()
      .waitFor();
  },
  async "3.2 openAuthForm"({ launched }) {
    const { call, box } = await launched();
    await box.open();
    await call("openAuthForm");
    await box.dialog.getByRole("textbox", { name: /e-mail/i }).waitFor();
  },
  async "3.2 status"({ launched }) {
    const { call, warnings } = await launched();
    await call("status", "idle");
    await call("status", "active");
    assert.deepEqual(warnings, []);
    await call("status", "asleep");
    await becomes(() => warnings.length, 1, "another word");
  },
  async "3.2 chat:avatar"({ launched }) {
    const { call, box } = await launched({ body: "" });
    await call("chat:avatar", "https://shop.example/logo.png");
    await box.open();
    await box.dialog
      .locator('img[src="https://shop.example/logo.png"]')
      .first()
      .waitFor({ state: "attached" });
  },
  async "3.2 banner:update"({ launched }) {
    const { call, box } = await launched({ config: "_smartsupp.buttonStyle = 'greeting';" });
    await call("banner:update", { text: "A greeting of the page" });
    await box.application.getByText("A greeting of the page").waitFor();
  },
  async "3.2 translate"({ launched }) {
    const { call, box } = await launched();
    await box.open();
    await call("translate", { online: { textareaPlaceholder: "Say it here" }, nothing: { known: "x" } });
    await box.dialog.getByPlaceholder("Say it here").waitFor();
  },

  async "4 login"(world) {
    const visitor = await world.on({
      config: "_smartsupp.requireLogin = true;",
      queue: "smartsupp('on', 'login', function (values) { heard = values; });",
    });
    await visitor.box.launcher.click();
    await fillForm(visitor);
    await visitor.page.waitForFunction(() => window.heard?.email === "filled@person.example");
  },
  async "4 agent.join"(world) {
    const { page, box } = await world.launched({
      queue:
        "smartsupp('on', 'agent.join', function (model, agent) { joined = [typeof model.get, agent.nickname]; });",
    });
    await box.open();
    const text = unique("Join me");
    await box.say(text);
    const { id } = await world.conversation(text);
    await world.owner.call("POST", `conversations/${id}/join`, {});
    await page.waitForFunction(() => window.joined?.[0] === "function" && window.joined[1]);
  },
  async "4 agent.leave"(world) {
    const { page, box } = await world.launched({
      queue: "smartsupp('on', 'agent.leave', function (model, agent) { left = agent.nickname; });",
    });
    await box.open();
    const text = unique("Leave me");
    await box.say(text);
    const { id } = await world.conversation(text);
    await world.owner.call("POST", `conversations/${id}/join`, {});
    await world.owner.call("POST", `conversations/${id}/leave`, {});
    await page.waitForFunction(() => window.left);
  },
  async "4 event"(world) {
    const { page } = await talk(world);
    await page.waitForFunction(() =>
      window.heard.some(
        ([category, action]) => category === "Smartsupp_v3" && action === "Visitor_started_conversation",
      ),
    );
  },

  async "6 right-to-left"({ launched }) {
    for (const code of ["ar", "he", "fa"]) {
      const { box } = await launched({ queue: `smartsupp('language', '${code}');` });
      await box.launcher.click();
      await box.dialog.waitFor();
      const direction = await box.dialog.evaluate((element) => getComputedStyle(element).direction);
      assert.equal(direction, "rtl", code);
    }
  },

  "9 Visitor_started_conversation": async (world) =>
    contains(await talk(world), "Visitor_started_conversation"),
  "9 Agent_served_conversation": async (world) => contains(await talk(world), "Agent_served_conversation"),
  async "9 Auth_form_filled"(world) {
    const visitor = await measured(world, { config: "_smartsupp.requireLogin = true;" });
    await visitor.box.launcher.click();
    await fillForm(visitor);
    await contains(visitor, "Auth_form_filled");
  },
  // Nobody is at the desk in these runs.
  "9 Offline_message_sent": async (world) => contains(await talk(world), "Offline_message_sent"),
  async "9 Feedback_sent"(world) {
    await contains(await rateAsGood(world), "Feedback_sent");
  },
  async "9 Feedback_text_sent"(world) {
    const visitor = await rateAsGood(world);
    await visitor.box.dialog.getByRole("textbox", { name: /comment|words|more/i }).fill("Very kind");
    await visitor.box.dialog.getByRole("button", { name: /^send/i }).last().click();
    await contains(visitor, "Feedback_text_sent");
  },
  async "9 without-consent"(world) {
    const { told } = await talk(world, { isRefused: true });
    assert.deepEqual(await told(), []);
  },
  async "9 gaKey"(world) {
    const { sentTo } = await talk(world, { config: "_smartsupp.gaKey = 'G-SHOP1';" });
    await becomes(
      async () => /Smartsupp_v3[^\]]*"send_to":"G-SHOP1"/.test(await sentTo()),
      true,
      "to this one alone",
    );
    assert.doesNotMatch(await sentTo(), /"send_to":"?\[?"?G-OTHER/);
  },
  async "2.1 gaKey"(world) {
    const { sentTo } = await talk(world, { config: "_smartsupp.gaKey = 'G-OTHER';" });
    await becomes(async () => /"send_to":"G-OTHER"/.test(await sentTo()), true, "to the page's own choice");
  },
  async "2.1 gaName"(world) {
    const { warnings, told } = await talk(world, { config: "_smartsupp.gaName = 'older';" });
    assert.deepEqual(warnings, []);
    assert.ok((await told()).length > 0);
  },
  async "2.1 gaOptions"(world) {
    const { warnings, told } = await talk(world, {
      config: "_smartsupp.gaOptions = { cookieDomain: '.shop.localhost' };",
    });
    assert.deepEqual(warnings, []);
    assert.ok((await told()).length > 0);
  },
};
