/** Section 3: the commands, as far as they do something today. */
import assert from "node:assert/strict";
import { becomes, unique } from "../run.mjs";

/** Says something after these commands, and gives the visitor as an agent sees it. */
async function visitorAfter({ launched, conversation }, ...commands) {
  const visitor = await launched();
  for (const command of commands) await visitor.call(...command);
  await visitor.box.open();
  const text = unique("Who am I");
  await visitor.box.say(text);
  const found = await conversation(text);
  return { ...found.visitor, warnings: visitor.warnings, found };
}

/** A command of the dashboard's preview: accepted, and nothing happens. */
const noOp = (...command) =>
  async function quiet({ launched }) {
    const { page, box, warnings, call } = await launched();
    const before = await page.locator("#chat-application").evaluate((element) => element.outerHTML);
    await call(...command);
    assert.equal(await page.locator("#chat-application").evaluate((element) => element.outerHTML), before);
    assert.ok(await box.launcher.isVisible());
    assert.deepEqual(warnings, []);
  };

const isStored = (page, name) =>
  page.evaluate(
    (wanted) =>
      `${document.cookie} ${Object.keys(localStorage)} ${Object.keys(sessionStorage)}`.includes(wanted),
    name,
  );

export default {
  async "3.1 name"(world) {
    assert.equal((await visitorAfter(world, ["name", "Nadia Benali"])).name, "Nadia Benali");
  },
  async "3.1 email"(world) {
    assert.equal(
      (await visitorAfter(world, ["email", "nadia@benali.example"])).email,
      "nadia@benali.example",
    );
  },
  async "3.1 phone"(world) {
    assert.equal((await visitorAfter(world, ["phone", "+33 6 12"])).phone, "+33 6 12");
  },
  async "3.1 variables"(world) {
    const { variables, warnings } = await visitorAfter(
      world,
      [
        "variables",
        {
          plan: "gold",
          order: { label: "Order", value: 20418 },
          vip: true,
          cart: { items: [1, 2] },
          none: null,
        },
      ],
      ["variables", { spent: "128.20 €", plan: "silver" }],
    );
    assert.deepEqual(Object.fromEntries(variables.map(({ id, value }) => [id, `${value}`])), {
      plan: "silver",
      order: "20418",
      vip: "true",
      cart: '{"items":[1,2]}',
      spent: "128.20 €",
    });
    assert.equal(variables.find(({ id }) => id === "order").label, "Order");
    assert.deepEqual(warnings, []);
  },
  async "3.1 group"(world) {
    const name = unique("Sales");
    const { id, key } = await world.owner.call("POST", `sites/${world.site.id}/groups`, {
      name,
      agent_ids: [],
    });
    assert.equal((await visitorAfter(world, ["group", key])).found.group_id, id);
    const unknown = await visitorAfter(world, ["group", "nobody-knows-it"]);
    assert.deepEqual([unknown.found.group_id, unknown.warnings], [undefined, []]);
  },
  async "3.1 language"({ launched }) {
    const visitor = await launched();
    await visitor.call("language", "fr");
    await becomes(() => visitor.box.launcher.getAttribute("lang"), "fr", "French");
    await visitor.box.launcher.click();
    await visitor.box.dialog.getByPlaceholder("Écrivez").or(visitor.box.field).first().waitFor();
    await visitor.call("language", "klingon");
    await becomes(() => visitor.box.launcher.getAttribute("lang"), "en", "an unknown one is English");
  },
  async "3.1 chat:open"({ on }) {
    const { box, page } = await on({
      config: "_smartsupp.hideWidget = true;",
      queue: "smartsupp('chat:open');",
    });
    await box.field.waitFor();
    await page.evaluate(() => window.smartsupp("chat:close"));
    await box.dialog.waitFor({ state: "hidden" });
    assert.equal(await box.launcher.isVisible(), false, "a page that hid the widget has it hidden again");
  },
  async "3.1 chat:close"({ launched }) {
    const { box, call } = await launched();
    await box.open();
    await call("chat:close");
    await box.launcher.waitFor();
  },
  async "3.1 chat:show"({ on }) {
    const { box } = await on({
      config: "_smartsupp.hideWidget = true;",
      queue: "smartsupp('chat:open'); smartsupp('chat:show'); smartsupp('chat:close');",
    });
    await box.launcher.waitFor();
  },
  async "3.1 chat:hide"({ launched }) {
    const { box, call } = await launched();
    await box.open();
    await call("chat:hide");
    await box.dialog.waitFor({ state: "hidden" });
    assert.equal(await box.launcher.isVisible(), false);
  },
  async "3.1 chat:message"({ launched }) {
    const { box, call } = await launched();
    await call("chat:message", "prefilled");
    await box.open();
    assert.equal(await box.field.inputValue(), "prefilled");
    await call("chat:message", "");
    assert.equal(await box.field.inputValue(), "");
    assert.equal(await box.log.locator(".m.me").count(), 0, "it is not sent");
  },
  async "3.1 chat:send"({ launched, conversation }) {
    const { call } = await launched();
    await call("chat:send", "");
    const text = unique("By the page");
    await call("chat:send", text);
    assert.equal((await conversation(text)).last_seq, 1);
  },
  async "3.1 theme:color"({ launched }) {
    const { box, call, warnings } = await launched();
    const colour = () =>
      box.launcher.evaluate((button) => getComputedStyle(button).getPropertyValue("--brand"));
    await call("theme:color", "#8a1c5b");
    assert.equal(await colour(), "#8a1c5b");
    await call("theme:color", "#fff");
    assert.deepEqual([await colour(), warnings], ["#8a1c5b", []]);
  },
  async "3.1 recording:disable"({ launched }) {
    const { page, warnings } = await launched();
    await page.evaluate(() => {
      window.smartsupp("recording:disable");
      window.smartsupp("recording:disable", true);
      window.smartsupp("recording:disable", false);
    });
    assert.deepEqual(warnings, []);
    assert.equal(await isStored(page, "SL_C_"), false);
  },
  async "3.1 recording:off"({ launched }) {
    const { page, warnings } = await launched({ queue: "smartsupp('recording:off');" });
    assert.deepEqual([warnings, await isStored(page, "SL_C_")], [[], false]);
  },
  async "3.1 html:apply"({ launched }) {
    const { page, box, call, warnings } = await launched();
    await page.evaluate(() => {
      const host = document.body.appendChild(document.createElement("div"));
      const root = host.attachShadow({ mode: "open" });
      const button = document.createElement("button");
      Object.assign(button.dataset, { api: "smartsupp", operation: "open" });
      root.append(document.createElement("div"));
      root.firstChild.append(button);
      for (let count = 0; count < 3; count++) window.smartsupp("html:apply", root.firstChild);
      button.click();
    });
    await box.field.waitFor();
    await call("html:apply", 7);
    await becomes(() => warnings.length, 1, "a wrong type");
  },
  async "3.1 analyticsConsent"({ launched }) {
    const visitor = await launched({ queue: "smartsupp('analyticsConsent', true);" });
    await visitor.call("analyticsConsent", false);
    assert.deepEqual(visitor.warnings, []);
  },
  async "3.1 marketingConsent"({ launched }) {
    const { call, warnings } = await launched({ queue: "smartsupp('marketingConsent', true);" });
    await call("marketingConsent", false);
    assert.deepEqual(warnings, []);
  },
  async "3.1 on"({ launched }) {
    const { page, warnings, call } = await launched();
    await page.evaluate(() => window.smartsupp("on", "messenger_close", () => {}));
    await call("on", "messenger_close", 7);
    await becomes(() => warnings.length, 1, "a handler that is none");
  },
  async "3.1 empty-text"(world) {
    const { name, email, warnings } = await visitorAfter(
      world,
      ["name", "Nadia"],
      ["name", ""],
      ["email", ""],
    );
    assert.deepEqual([name, email, warnings], ["Nadia", undefined, []]);
  },
  async "3.1 repeated"({ launched }) {
    const { box, call, sockets } = await launched();
    for (let count = 0; count < 3; count++) await call("chat:open");
    await box.field.waitFor();
    for (let count = 0; count < 3; count++) await call("chat:close");
    await box.launcher.waitFor();
    await becomes(() => sockets.length, 1, "one connection");
  },

  "3.2 widgetStatus": noOp("widgetStatus", "online"),
  "3.2 translations": noOp("translations", {}),
  "3.2 authFormFields": noOp("authFormFields", []),
  "3.2 buttonStyle": noOp("buttonStyle", "bubble"),
  "3.2 previewTranslate": noOp("previewTranslate", {}),
  "3.2 disableConnectionStatus": noOp("disableConnectionStatus", true),
  "3.2 banner:set": noOp("banner:set", "arrow", { src: "https://shop.example/a.png" }),
  "3.2 theme:options": noOp("theme:options", { widgetWidth: 300 }),
  async "3.2 logout"({ launched }) {
    const { page, box, call } = await launched();
    await call("name", "Somebody");
    await box.open();
    const text = unique("Before the logout");
    await box.say(text);
    await box.sent(text);
    const before = await page.evaluate(() => window.smartsupp.vid);
    await call("logout");
    await box.message(text).waitFor({ state: "detached" });
    await box.say(unique("After"));
    await page.waitForFunction((old) => window.smartsupp.vid && window.smartsupp.vid !== old, before);
  },
  async "3.2 theme:colors"({ launched }) {
    const { box, call } = await launched();
    await call("theme:colors", { primary: "#8a1c5b", banner: "#ffffff" });
    assert.equal(
      await box.launcher.evaluate((button) => getComputedStyle(button).getPropertyValue("--brand")),
      "#8a1c5b",
    );
  },
  async "3.2 widget:hide"({ launched }) {
    const { box, call } = await launched();
    await call("widget:hide");
    await box.launcher.waitFor({ state: "hidden" });
  },
};
