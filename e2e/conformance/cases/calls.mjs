/** Sections 3, 4, 6 and 9: older commands and events, right-to-left words, events for Google Analytics. */
import assert from "node:assert/strict";
import { becomes, unique } from "../run.mjs";

const USES = { statistics: true, marketing: false, recording: false, shows_bar: false, gpc: "strict" };

const TAG =
  'dataLayer = []; function gtag() { dataLayer.push(arguments); } gtag("js", new Date()); gtag("config", "G-SHOP1"); gtag("config", "G-OTHER");';

/** A page with GA4 on it, as its tag leaves it, and a consent to statistics unless `isRefused`. */
async function measured({ newSite, launched }, { isRefused = false, config = "" } = {}) {
  const site = await newSite({ privacy: USES });
  const visitor = await launched({
    chatKey: site.chat_key,
    config,
    head: `<script>${TAG}</script>`,
    queue: `smartsupp('consent', { statistics: ${!isRefused} }); heard = []; smartsupp('on', 'event', function () { heard.push([].slice.call(arguments)); });`,
  });
  await visitor.page.waitForLoadState("networkidle");
  /** What Analytics got of ours: names of events with their values. */
  const sent = () =>
    visitor.page.evaluate(() =>
      window.dataLayer
        .map((entry) => [].slice.call(entry))
        .filter(([kind, , more]) => kind === "event" && JSON.stringify(more ?? {}).includes("Smartsupp_v3"))
        .map(([, name, values]) => [name, values]),
    );
  return { ...visitor, site, sent, told: async () => (await sent()).map(([name]) => name) };
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

/** Passes when Analytics was told of `name` once, with this label. */
async function counts({ sent }, name, label = "not set") {
  await becomes(
    async () => (await sent()).filter(([event]) => event === name).map(([, { event_label }]) => event_label),
    [label],
    name,
  );
}

/** Passes when each of our events went to these properties, and there is one. */
async function goesTo(ids, { sent }) {
  await becomes(async () => (await sent()).length > 0, true, "something is counted");
  for (const [name, { send_to }] of await sent()) assert.deepEqual(send_to, ids, name);
}

/** A visitor who has talked opens the rating and gives the best answer, with words if there are some. */
async function rateAsGood(world, words) {
  const visitor = await talk(world);
  await visitor.call("openRateForm");
  const { dialog } = visitor.box;
  await dialog.getByRole("radio", { name: "Good" }).check();
  if (words) await dialog.getByRole("textbox", { name: /^something to add/i }).fill(words);
  await dialog.getByRole("button", { name: "Send rating" }).click();
  await dialog.getByText("Your rating: Good").waitFor();
  return visitor;
}

/** The contact form, filled in and handed in. */
async function fillForm({ box: { dialog } }) {
  await dialog.getByRole("textbox", { name: /^name/i }).fill("Filled");
  await dialog.getByRole("textbox", { name: /e-mail/i }).fill("filled@person.example");
  await dialog.getByRole("textbox", { name: /^(message|your question)/i }).fill(unique("From the form"));
  await dialog.getByRole("button", { name: /^(send the message|start the conv)/i }).click();
}

/** A picture of the page, as any web server would give it. */
const LOGO = "https://shop.example/logo.svg";
const withLogo = {
  prepare: ({ page }) =>
    page.route(LOGO, (route) =>
      route.fulfill({
        contentType: "image/svg+xml",
        body: '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>',
      }),
    ),
};

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
  async "3.2 status"(world) {
    const frames = [];
    const { box, call, warnings } = await world.launched({
      prepare: ({ page }) =>
        page.on("websocket", (socket) =>
          socket.on("framesent", ({ payload }) => frames.push(JSON.parse(`${payload}`).type)),
        ),
    });
    const isSent = (type, what) => becomes(() => frames.includes(type), true, what);
    await box.open();
    const text = unique("Are you there");
    await box.say(text);
    await box.sent(text);
    const conversation = await world.conversation(text);
    await world.answer(conversation, `First to ${text}`);
    /** How many messages the visitor has not read, as the agent sees it. */
    const unread = async () => {
      const { last_seq, visitor_read_seq } = (
        await world.owner.call("GET", `conversations/${conversation.id}`)
      ).conversation;
      return last_seq - visitor_read_seq;
    };
    await isSent("mark_read", "an active visitor reads what arrives");
    await becomes(unread, 0, "the agent sees it");
    await call("status", "idle");
    frames.length = 0;
    await world.answer(conversation, `Second to ${text}`);
    await box.message(`Second to ${text}`).waitFor();
    // What is sent after the answer is on screen comes after what would be sent because of it.
    await box.field.pressSequentially("a");
    await isSent("set_typing", "the visitor writes");
    assert.ok(!frames.includes("mark_read"), "an idle visitor has not read what is on screen");
    assert.equal(await unread(), 1, "nor does the agent see it as read");
    await call("status", "active");
    await becomes(unread, 0, "the visitor is back");
    assert.deepEqual(warnings, []);
    await call("status", "asleep");
    await becomes(() => warnings.length, 1, "another word");
  },
  async "3.2 chat:avatar"(world) {
    const { call, box } = await world.launched(withLogo);
    const logo = box.dialog.locator(`header img[src="${LOGO}"]`);
    await box.open();
    assert.equal(await logo.count(), 0);
    await call("chat:avatar", LOGO);
    await logo.waitFor({ state: "attached" });
    await becomes(() => logo.evaluate((image) => image.naturalWidth), 8, "the page's picture");
    const text = unique("Who is behind the logo");
    await box.say(text);
    const { id } = await world.conversation(text);
    await world.owner.call("POST", `conversations/${id}/join`, {});
    await logo.waitFor({ state: "detached" });
  },
  async "3.2 banner:update"({ launched }) {
    const { call, box } = await launched({
      config: "_smartsupp.buttonStyle = 'greeting'; _smartsupp.hideOfflineBanner = false;",
    });
    const says = async (text) => {
      const banner = box.application.getByRole("button", { name: text });
      await banner.waitFor();
      return (await banner.innerText()).split("\n").filter((line) => line.trim());
    };
    assert.equal((await says("What can we do for you?")).length, 2, "our own words");
    await call("banner:update", { text: "A greeting of the page" });
    assert.deepEqual(await says("A greeting"), ["A greeting of the page"]);
    await call("banner:update", { title: "A title", desc: "A description" });
    assert.deepEqual(await says("A title"), ["A title", "A description"]);
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
      queue: "heard = []; smartsupp('on', 'login', function (values) { heard.push(values); });",
    });
    await visitor.box.launcher.click();
    await fillForm(visitor);
    await becomes(
      () => visitor.page.evaluate(() => window.heard),
      [{ name: "Filled", email: "filled@person.example" }],
      "the values of the form, once",
    );
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
    const { page, sent } = await talk(world);
    const { agent } = await world.owner.call("GET", "me");
    // Nobody is at the desk: the question was left behind, and the answer came later.
    const wanted = [
      ["Smartsupp_v3", "Offline_message_sent", "not set"],
      ["Smartsupp_v3", "Agent_served_conversation", agent.nickname],
    ];
    await becomes(() => page.evaluate(() => window.heard), wanted, "the page's handler");
    await becomes(
      async () => (await sent()).map(([name, values]) => [values.event_category, name, values.event_label]),
      wanted,
      "the same triple for Analytics",
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

  "9 Visitor_started_conversation": (world) =>
    world.attended(async () => {
      const visitor = await talk(world);
      await counts(visitor, "Visitor_started_conversation");
      assert.ok(!(await visitor.told()).includes("Offline_message_sent"));
    }),
  "9 Agent_served_conversation": async (world) => {
    const { agent } = await world.owner.call("GET", "me");
    await counts(await talk(world), "Agent_served_conversation", agent.nickname);
  },
  "9 Auth_form_filled": (world) =>
    world.attended(async () => {
      const visitor = await measured(world, { config: "_smartsupp.requireLogin = true;" });
      await visitor.box.launcher.click();
      await fillForm(visitor);
      await counts(visitor, "Auth_form_filled");
    }),
  async "9 Offline_message_sent"(world) {
    const visitor = await talk(world);
    await counts(visitor, "Offline_message_sent");
    assert.ok(!(await visitor.told()).includes("Visitor_started_conversation"));
  },
  async "9 Feedback_sent"(world) {
    await counts(await rateAsGood(world), "Feedback_sent", "Good");
  },
  async "9 Feedback_text_sent"(world) {
    const visitor = await rateAsGood(world, "Very kind words");
    // What a person wrote is for the agents: Analytics only learns that there is something.
    await counts(visitor, "Feedback_text_sent");
    assert.doesNotMatch(JSON.stringify(await visitor.sent()), /Very kind words/);
    const without = await rateAsGood(world);
    await counts(without, "Feedback_sent", "Good");
    assert.ok(!(await without.told()).includes("Feedback_text_sent"));
  },
  async "9 without-consent"(world) {
    const { told } = await talk(world, { isRefused: true });
    assert.deepEqual(await told(), []);
  },
  async "9 gaKey"(world) {
    await goesTo(["G-SHOP1", "G-OTHER"], await talk(world));
    await goesTo(["G-SHOP1"], await talk(world, { config: "_smartsupp.gaKey = 'G-SHOP1';" }));
  },
  async "2.1 gaKey"(world) {
    // Also one that the page does not name to its own tag.
    await goesTo(["G-ELSEWHERE"], await talk(world, { config: "_smartsupp.gaKey = 'G-ELSEWHERE';" }));
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
