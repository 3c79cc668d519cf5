/** Sections 2 and 3: contact form, greeting, rating, transcript, and the older keys. */
import assert from "node:assert/strict";
import { becomes, unique } from "../run.mjs";

/** The fields of the contact form, each by its name. */
const FIELDS = { name: /^name/i, email: /e-mail/i, phone: /phone/i, group: /^who should answer/i };

/** The opened box of a page with this configuration, and the contact form in it if there is one. */
async function form({ on }, config, options = {}) {
  const visitor = await on({ ...options, config });
  await visitor.box.launcher.click();
  await visitor.box.dialog.waitFor();
  const field = (which) =>
    visitor.box.dialog.getByRole(which === "group" ? "combobox" : "textbox", { name: FIELDS[which] });
  return {
    ...visitor,
    field,
    /** Hands the form in, with the first message in it. */
    async submit(message) {
      await visitor.box.dialog.getByRole("textbox", { name: /^(message|your question)/i }).fill(message);
      await visitor.box.dialog.getByRole("button", { name: /^(send the message|start the conv)/i }).click();
    },
    shown: async () => {
      const all = await Promise.all(
        Object.keys(FIELDS).map(async (which) => [which, (await field(which).count()) > 0]),
      );
      return all.filter(([, isThere]) => isThere).map(([which]) => which);
    },
  };
}

const REQUIRED = "_smartsupp.requireLogin = true;";
const NONE =
  "_smartsupp.nameControl = false; _smartsupp.emailControl = false; _smartsupp.numberControl = false;";

/** With everything else off, the key shows exactly its field. */
const controls = (key, which) =>
  async function control(world) {
    const { shown } = await form(world, `${REQUIRED} ${NONE} _smartsupp.${key} = true;`);
    await becomes(shown, [which], `${key} shows ${which}`);
  };

/** A conversation that the visitor has ended. */
async function ended(world, config) {
  const visitor = await world.launched({ config });
  const { box } = visitor;
  await box.open();
  const text = unique("Rate this");
  await box.say(text);
  await box.sent(text);
  await box.menu("End conversation");
  await box.dialog.getByRole("alertdialog").getByRole("button", { name: "End conversation" }).click();
  await box.log.getByText("You ended the conversation.").waitFor();
  return { ...visitor, text };
}

const rating = ({ box }) =>
  box.dialog.getByRole("radio").or(box.dialog.getByRole("button", { name: /^(good|bad|normal|ok)/i }));

/** Whether the menu offers the conversation by e-mail. */
async function offersTranscript({ launched }, config) {
  const { box } = await launched({ config });
  await box.open();
  const text = unique("By e-mail");
  await box.say(text);
  await box.sent(text);
  await box.dialog.getByRole("button", { name: "Menu" }).click();
  return (await box.dialog.getByRole("menuitem", { name: /e-mail/i }).count()) > 0;
}

/** Asks for something more and, by a select named `group`, for who answers. */
const further = (key, group) => `_smartsupp.${key} = [
  { xtype: 'textinput', name: 'orderNumber', label: 'Order number', required: true },
  { xtype: 'select', name: 'group', label: 'Subject', items: { '${group}': 'Repairs' } },
];`;

/** A group of the demo's site. */
const newGroup = ({ owner, site }) =>
  owner.call("POST", `sites/${site.id}/groups`, { name: unique("Repairs"), agent_ids: [] });

/** What was put into an extra field is seen by the agent, and the chosen group answers. */
async function extraFields(world, key) {
  const group = await newGroup(world);
  const { box, field, submit } = await form(world, `${REQUIRED} ${further(key, group.id)}`);
  const order = box.dialog.getByRole("textbox", { name: /Order number/ });
  await field("name").fill("Extra");
  await field("email").fill("extra@person.example");
  await box.dialog.getByRole("combobox", { name: /Subject/ }).selectOption("Repairs");
  const text = unique("With an order number");
  await submit(text);
  await box.dialog.getByText("This is needed to go on.").waitFor();
  await order.fill("A-17");
  await submit(text);
  const { visitor, group_id } = await world.conversation(text);
  const kept = visitor.variables.find(({ id }) => id === "orderNumber");
  assert.deepEqual([kept?.label, kept?.value, group_id], ["Order number", "A-17", group.id]);
}

/** Above the launcher, in words. */
const greeting = ({ box }) => box.application.getByRole("button", { name: /What can we do for you/ });

/** Whether the page greets while nobody is there, which it does when it says so. */
async function greets({ launched }, config) {
  const visitor = await launched({ config: `_smartsupp.hideOfflineBanner = false; ${config}` });
  await visitor.page.waitForLoadState("networkidle");
  return greeting(visitor).isVisible();
}

export default {
  async "2.1 requireLogin"(world) {
    const { field, submit } = await form(world, REQUIRED);
    await field("name").fill("Nadia");
    await field("email").fill("nadia@benali.example");
    const text = unique("In the form");
    await submit(text);
    const { visitor } = await world.conversation(text);
    assert.deepEqual([visitor.name, visitor.email], ["Nadia", "nadia@benali.example"]);
    await world.attended(async () => {
      const { chat_key: chatKey } = await world.newSite({ chat_box: { contact_form: { when: "always" } } });
      const asked = await form(world, "", { chatKey });
      await becomes(asked.shown, ["name", "email"], "the owner's choice");
      const free = await form(world, "_smartsupp.requireLogin = false;", { chatKey });
      const atOnce = unique("Without a form");
      await free.box.say(atOnce);
      await world.conversation(atOnce);
    });
  },
  "2.1 emailControl": controls("emailControl", "email"),
  "2.1 nameControl": controls("nameControl", "name"),
  "2.1 numberControl": controls("numberControl", "phone"),
  async "2.1 groupSelectEnabled"(world) {
    const group = await newGroup(world);
    const asked = await form(world, `${REQUIRED} ${NONE} _smartsupp.groupSelectEnabled = true;`);
    await becomes(asked.shown, ["group"], "the groups can be chosen");
    await asked.field("group").selectOption(group.key);
    const text = unique("To the group");
    await asked.submit(text);
    assert.equal((await world.conversation(text)).group_id, group.id);
    const free = await form(world, `${REQUIRED} _smartsupp.groupSelectEnabled = false;`);
    await becomes(free.shown, ["name", "email"], "the group is not asked");
  },
  async "2.1 privacyNoticeCheckRequired"(world) {
    const { box, field, submit } = await form(
      world,
      `${REQUIRED} _smartsupp.privacyNoticeCheckRequired = true;`,
    );
    const tick = box.dialog.getByRole("checkbox");
    await tick.waitFor();
    assert.equal(await tick.isChecked(), false, "never ticked beforehand");
    await field("name").fill("Ticked");
    await field("email").fill("ticked@person.example");
    const text = unique("Agreed");
    await submit(text);
    await box.dialog.getByText("Tick this box to go on.").waitFor();
    assert.equal(await box.log.locator(".m.me").count(), 0, "not sent without it");
    await tick.check();
    await submit(text);
    const { visitor } = await world.conversation(text);
    const kept = visitor.variables.find(({ id }) => id === "personalDataProcessingConsent");
    assert.equal(`${kept?.value}`, "true");
  },
  async "2.1 buttonStyle"(world) {
    assert.equal(await greets(world, "_smartsupp.buttonStyle = 'greeting';"), true);
    assert.equal(await greets(world, "_smartsupp.buttonStyle = 'bubble';"), false);
  },
  async "2.2 widget"(world) {
    assert.equal(await greets(world, "_smartsupp.widget = 'widget';"), true);
    assert.equal(await greets(world, "_smartsupp.widget = 'button';"), false);
  },
  async "2.1 ratingEnabled"(world) {
    await rating(await ended(world, "_smartsupp.ratingEnabled = true;"))
      .first()
      .waitFor();
    const off = await ended(world, "_smartsupp.ratingEnabled = false;");
    assert.equal(await rating(off).count(), 0);
  },
  async "2.2 ratingEnabled"(world) {
    await rating(await ended(world, "_smartsupp.ratingEnabled = 'true';"))
      .first()
      .waitFor();
  },
  async "2.2 ratingComment"(world) {
    const visitor = await ended(world, "_smartsupp.ratingEnabled = true; _smartsupp.ratingComment = true;");
    await rating(visitor).first().click();
    await visitor.box.dialog.getByRole("textbox").filter({ visible: true }).last().waitFor();
  },
  async "2.1 transcriptEnabled"(world) {
    assert.equal(await offersTranscript(world, "_smartsupp.transcriptEnabled = true;"), true);
    assert.equal(await offersTranscript(world, "_smartsupp.transcriptEnabled = false;"), false);
  },
  async "2.2 sendEmailTanscript"(world) {
    assert.equal(await offersTranscript(world, "_smartsupp.sendEmailTanscript = false;"), false);
  },
  async "2.1 translates"({ launched }) {
    const { box } = await launched({
      config:
        "_smartsupp.translates = { online: { textareaPlaceholder: 'Say it here' }, offline: { title: 'Nobody' } };",
    });
    await box.open();
    await box.dialog.getByPlaceholder("Say it here").waitFor();
  },
  async "2.1 sitePlatform"(world) {
    const { box } = await world.launched({ config: "_smartsupp.sitePlatform = 'WP 6.8';" });
    await box.open();
    const text = unique("From a platform");
    await box.say(text);
    const { visitor } = await world.conversation(text);
    assert.equal(visitor.site_platform, "WP 6.8");
    await world.attended(async ({ page, desk }) => {
      await desk.openConversation(text);
      await page.getByRole("definition").filter({ hasText: "WP 6.8" }).waitFor();
    });
  },
  async "2.2 loginNameControl"(world) {
    const { shown } = await form(world, `${REQUIRED} _smartsupp.loginNameControl = false;`);
    await becomes(shown, ["email"], "the name is not asked");
  },
  async "2.2 loginEmailControl"(world) {
    const { shown } = await form(world, `${REQUIRED} _smartsupp.loginEmailControl = false;`);
    await becomes(shown, ["name"], "the address is not asked");
  },
  async "2.2 offlineNameControl"(world) {
    const { chat_key: chatKey } = await world.newSite({ chat_box: { contact_form: { when: "offline" } } });
    const asked = await form(world, "", { chatKey });
    await becomes(asked.shown, ["name", "email"], "the owner's choice");
    const { shown } = await form(world, "_smartsupp.offlineNameControl = false;", { chatKey });
    await becomes(shown, ["email"], "the name is not asked while nobody is there");
  },
  "2.2 loginControls": (world) => extraFields(world, "loginControls"),
  async "2.2 offlineControls"(world) {
    await extraFields(world, "offlineControls");
    await world.attended(async () => {
      const { box, field } = await form(world, `${REQUIRED} ${further("offlineControls", "")}`);
      await field("email").waitFor();
      const order = box.dialog.getByRole("textbox", { name: /Order number/ });
      assert.equal(await order.count(), 0, "not while somebody is there");
    });
  },
  async "2.2 hideBanner"(world) {
    const style = "_smartsupp.buttonStyle = 'greeting';";
    assert.equal(await greets(world, `${style} _smartsupp.hideBanner = true;`), false);
    assert.equal(await greets(world, `${style} _smartsupp.hideBanner = false;`), true);
  },
  async "2.2 hideOfflineBanner"(world) {
    const page = async (config) => {
      const visitor = await world.launched({ config: `_smartsupp.buttonStyle = 'greeting'; ${config}` });
      await visitor.page.waitForLoadState("networkidle");
      return greeting(visitor).isVisible();
    };
    assert.equal(await page(""), false, "nobody is there to greet");
    assert.equal(await page("_smartsupp.hideOfflineBanner = false;"), true);
    await world.attended(async () => assert.equal(await page(""), true));
  },
  async "2.2 smallDeviceMinWidth"({ on }) {
    const hidden = async (width) => {
      const { box, page } = await on({
        config: `_smartsupp.hideMobileWidget = true; _smartsupp.smallDeviceMinWidth = ${width};`,
      });
      await page.waitForLoadState("networkidle");
      return !(await box.launcher.isVisible());
    };
    // The window is 1280 px wide.
    assert.deepEqual([await hidden(2000), await hidden(600)], [true, false]);
  },
  async "2.2 writable"({ launched }) {
    const { box } = await launched({ config: "_smartsupp.writable = false;" });
    await box.launcher.click();
    await box.dialog.waitFor();
    assert.equal(await box.field.count(), 0);
  },
  async "2.2 triggerable"({ launched }) {
    const { warnings } = await launched({ config: "_smartsupp.triggerable = false;" });
    assert.deepEqual(warnings, []);
  },
  async "2.2 soundMuted"({ launched }) {
    const { box } = await launched({ config: "_smartsupp.soundMuted = true;" });
    await box.open();
    await box.dialog.getByRole("button", { name: "Menu" }).click();
    const sound = box.dialog.getByRole("menuitemcheckbox", { name: "Sound" });
    assert.equal(await sound.getAttribute("aria-checked"), "false");
  },
};
