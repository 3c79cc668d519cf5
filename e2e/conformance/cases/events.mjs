/** Sections 4 and 5: events and the HTML API. */
import assert from "node:assert/strict";
import { becomes, unique } from "../run.mjs";

/** A page that notes what its handlers hear: `heard` has `[event, …arguments]`. */
async function hearing({ launched, on }, events, options = {}) {
  const queue = `heard = []; ${events
    .map(
      (event) =>
        `smartsupp('on', '${event}', function () { heard.push(['${event}'].concat([].slice.call(arguments))); });`,
    )
    .join("\n")} ${options.queue ?? ""}`;
  const visitor = await (options.isHidden ? on : launched)({ ...options, queue });
  const heard = () => visitor.page.evaluate(() => JSON.parse(JSON.stringify(window.heard)));
  return { ...visitor, heard, names: async () => (await heard()).map(([name]) => name) };
}

/** A conversation with an answer in it. */
async function answered(world, events) {
  const visitor = await hearing(world, events);
  await visitor.box.open();
  const text = unique("A question");
  await visitor.box.say(text);
  await visitor.box.sent(text);
  const conversation = await world.conversation(text);
  await world.answer(conversation, `Answer to ${text}`);
  await visitor.box.message(`Answer to ${text}`).waitFor();
  return { ...visitor, text, conversation };
}

export default {
  async "4 message_sent"(world) {
    const { heard, text, conversation, page } = await answered(world, ["message_sent"]);
    await becomes(async () => (await heard()).length, 1, "one event for one message");
    const [[, message]] = await heard();
    const { id, chatId, visitorId, subType, content, type, createdAt } = message;
    assert.ok(id);
    assert.deepEqual(
      [chatId, subType, type, content],
      [conversation.id, "contact", "message", { type: "text", text, data: null }],
    );
    assert.equal(visitorId, await page.evaluate(() => window.smartsupp.vid));
    assert.ok(Date.parse(createdAt));
  },
  async "4 message_received"(world) {
    const { heard, text } = await answered(world, ["message_received"]);
    await becomes(async () => (await heard()).length, 1, "one event for one message");
    const [[, message]] = await heard();
    assert.deepEqual([message.subType, message.content.text], ["agent", `Answer to ${text}`]);
  },
  async "4 messenger_close"(world) {
    const { box, heard } = await hearing(world, ["messenger_close"]);
    await box.open();
    await box.minimise();
    assert.deepEqual(await heard(), [["messenger_close"]]);
  },
  async "4 hide-in-close"({ launched }) {
    const { page, box } = await launched({
      queue:
        "count = 0; smartsupp('on', 'messenger_close', function () { count++; smartsupp('chat:hide'); });",
    });
    await box.open();
    await box.minimise();
    await box.launcher.waitFor({ state: "hidden" });
    assert.equal(await page.evaluate(() => window.count), 1);
  },
  async "4 startup"(world) {
    await becomes((await hearing(world, ["startup"])).heard, [["startup"]], "once");
  },
  async "4 render"(world) {
    await becomes((await hearing(world, ["render"])).heard, [["render"]], "once");
  },
  async "4 rendered"(world) {
    await becomes((await hearing(world, ["render", "rendered"])).names, ["render", "rendered"], "in order");
  },
  async "4 status"(world) {
    await becomes((await hearing(world, ["status"])).heard, [["status", "offline"]], "the state at load");
  },
  async "4 late-status"({ launched }) {
    const { page } = await launched();
    const [atOnce, later] = await page.evaluate(async () => {
      const heard = [];
      window.smartsupp("on", "status", (status) => heard.push(status));
      const before = heard.length;
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
      return [before, heard];
    });
    assert.deepEqual([atOnce, later], [0, ["offline"]]);
  },
  async "4 message"(world) {
    const { heard, text } = await answered(world, ["message"]);
    await becomes(
      async () => (await heard()).map(([, , { type, content }]) => [type, content]),
      [
        ["visitor", text],
        ["agent", `Answer to ${text}`],
      ],
      "both directions, model first",
    );
  },
  async "4 sent"(world) {
    const { heard } = await answered(world, ["sent"]);
    await becomes(async () => (await heard()).length, 1, "the visitor's own only");
  },
  async "4 model.get"(world) {
    const { box, page } = await world.launched({
      queue:
        "smartsupp('language', 'fr'); smartsupp('on', 'message', function (model) { lang = model.get('lang'); });",
    });
    await box.launcher.click();
    await box.say(unique("Which language"));
    await page.waitForFunction(() => window.lang === "fr");
  },
  async "4 ready"(world) {
    await becomes((await hearing(world, ["ready"])).names, ["ready"], "the older name of startup");
  },
  async "4 chat:closed"(world) {
    const { box, names } = await hearing(world, ["chat:closed"]);
    await box.open();
    await box.minimise();
    assert.deepEqual(await names(), ["chat:closed"]);
  },
  async "4 many-handlers"(world) {
    const { names } = await hearing(world, ["rendered", "rendered"]);
    await becomes(names, ["rendered", "rendered"], "each of them");
  },

  async "5 open"(world) {
    const { page, box } = await world.launched({
      body: '<button data-api="smartsupp" data-operation="open">Ask</button>',
    });
    await page.getByRole("button", { name: "Ask" }).click();
    await box.field.waitFor();
  },
  async "5 open-text"(world) {
    const { page, box } = await world.launched({
      body: '<a data-api="smartsupp" data-operation="open" data-text="About an order"><b>Ask</b></a>',
    });
    await page.getByText("Ask").click();
    await becomes(() => box.field.inputValue(), "About an order", "the text is there");
    assert.equal(await box.log.locator(".m.me").count(), 0, "it is not sent");
  },
  async "5 send"(world) {
    const text = unique("Sent by a button");
    const { page } = await world.launched({
      body: `<button data-api="smartsupp" data-operation="send" data-text="${text}">Ask</button>`,
    });
    await page.getByRole("button", { name: "Ask" }).click();
    await world.conversation(text);
  },
  async "5 send-without-text"(world) {
    const { page, box } = await world.launched({
      body: '<button data-api="smartsupp" data-operation="send">Ask</button>',
    });
    await page.getByRole("button", { name: "Ask" }).click();
    assert.equal(await box.dialog.isVisible(), false);
  },
  async "5 added-later"({ launched }) {
    const { page, box } = await launched();
    await page.evaluate(() => {
      const later = Object.assign(document.createElement("p"), { textContent: "Later" });
      Object.assign(later.dataset, { api: "smartsupp", operation: "open" });
      document.body.append(later);
    });
    await page.getByText("Later").click();
    await box.field.waitFor();
  },
};
