/** Sections 2 and 3: contact form, rating, transcript, and the older keys; for the parts that are being built. */
import assert from "node:assert/strict";
import { becomes, unique } from "../run.mjs";

/** The fields of the contact form, each by its name. */
const FIELDS = { name: /^name/i, email: /e-mail/i, phone: /phone/i, group: /department|group|team/i };

/** A site that asks these things, in the page's words. */
async function form({ on, ...world }, config, options = {}) {
  const visitor = await on({ ...world, ...options, config });
  await visitor.box.launcher.click();
  await visitor.box.dialog.waitFor();
  const field = (which) =>
    visitor.box.dialog.getByRole(which === "group" ? "combobox" : "textbox", { name: FIELDS[which] });
  return {
    ...visitor,
    field,
    submit: () => visitor.box.dialog.locator("form button[type=submit]").first().click(),
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

/** With an extra field, what was put into it is seen by the agent. */
const extra = (key) =>
  async function extraField(world) {
    const fields = "[{ xtype: 'textinput', name: 'orderNumber', label: 'Order number', required: true }]";
    const { box, field, submit } = await form(world, `${REQUIRED} _smartsupp.${key} = ${fields};`);
    await field("name").fill("Extra");
    await field("email").fill("extra@person.example");
    await box.dialog.getByRole("textbox", { name: /Order number/ }).fill("A-17");
    await submit();
    const text = unique("With an order number");
    await box.say(text);
    const { visitor } = await world.conversation(text);
    assert.ok(visitor.variables.some(({ id, value }) => id === "orderNumber" && value === "A-17"));
  };

export default {
  async "2.1 requireLogin"(world) {
    const { box, field, submit } = await form(world, REQUIRED);
    await field("name").fill("Nadia");
    await field("email").fill("nadia@benali.example");
    await submit();
    const text = unique("After the form");
    await box.say(text);
    const { visitor } = await world.conversation(text);
    assert.deepEqual([visitor.name, visitor.email], ["Nadia", "nadia@benali.example"]);
    const free = await form(world, `_smartsupp.requireLogin = false; ${NONE}`);
    await becomes(free.shown, [], "nothing is asked");
  },
  "2.1 emailControl": controls("emailControl", "email"),
  "2.1 nameControl": controls("nameControl", "name"),
  "2.1 numberControl": controls("numberControl", "phone"),
  async "2.1 groupSelectEnabled"(world) {
    await world.owner.call("POST", `sites/${world.site.id}/groups`, {
      name: unique("Repairs"),
      agent_ids: [],
    });
    const { shown } = await form(world, `${REQUIRED} ${NONE} _smartsupp.groupSelectEnabled = true;`);
    await becomes(shown, ["group"], "the groups can be chosen");
  },
  async "2.1 privacyNoticeCheckRequired"(world) {
    const { box, conversation } = {
      ...(await form(world, "_smartsupp.privacyNoticeCheckRequired = true; _smartsupp.requireLogin = true;")),
      ...world,
    };
    const tick = box.dialog.getByRole("checkbox");
    await tick.waitFor();
    assert.equal(await tick.isChecked(), false, "never ticked beforehand");
    await tick.check();
    await box.dialog.getByRole("textbox", { name: FIELDS.name }).fill("Ticked");
    await box.dialog.getByRole("textbox", { name: FIELDS.email }).fill("ticked@person.example");
    await box.dialog.locator("form button[type=submit]").first().click();
    const text = unique("Agreed");
    await box.say(text);
    const { visitor } = await conversation(text);
    const kept = visitor.variables.find(({ id }) => id === "personalDataProcessingConsent");
    assert.equal(`${kept?.value}`, "true");
  },
  async "2.1 buttonStyle"({ launched }) {
    const width = async (style) =>
      (
        await (
          await launched({ config: `_smartsupp.buttonStyle = '${style}';` })
        ).box.application.boundingBox()
      ).width;
    assert.equal(await width("bubble"), 60);
    assert.ok((await width("greeting")) > 100, "the greeting has words");
  },
  async "2.2 widget"({ launched }) {
    const width = async (style) =>
      (await (await launched({ config: `_smartsupp.widget = '${style}';` })).box.application.boundingBox())
        .width;
    assert.ok((await width("widget")) > (await width("button")));
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
  async "2.1 sitePlatform"({ launched, owner, conversation }) {
    const { box } = await launched({ config: "_smartsupp.sitePlatform = 'WP 6.8';" });
    await box.open();
    const text = unique("From a platform");
    await box.say(text);
    const { id } = await conversation(text);
    assert.match(JSON.stringify(await owner.call("GET", `conversations/${id}`)), /WP 6\.8/);
  },
  async "2.2 loginNameControl"(world) {
    const { shown } = await form(world, `${REQUIRED} _smartsupp.loginNameControl = false;`);
    await becomes(async () => (await shown()).includes("name"), false, "the name is not asked");
  },
  async "2.2 loginEmailControl"(world) {
    const { shown } = await form(world, `${REQUIRED} _smartsupp.loginEmailControl = false;`);
    await becomes(async () => (await shown()).includes("email"), false, "the address is not asked");
  },
  async "2.2 offlineNameControl"(world) {
    // Nobody is at the desk in these runs.
    const { shown } = await form(world, "_smartsupp.offlineNameControl = false;");
    await becomes(
      async () => (await shown()).includes("name"),
      false,
      "the name is not asked while nobody is there",
    );
  },
  "2.2 loginControls": extra("loginControls"),
  "2.2 offlineControls": extra("offlineControls"),
  async "2.2 hideBanner"({ launched }) {
    const { page } = await launched({
      config: "_smartsupp.hideBanner = true; _smartsupp.buttonStyle = 'greeting';",
    });
    assert.equal((await page.locator("#chat-application").boundingBox()).width, 60, "no bubble of words");
  },
  async "2.2 hideOfflineBanner"({ launched }) {
    const { page } = await launched({
      config: "_smartsupp.hideOfflineBanner = false; _smartsupp.buttonStyle = 'greeting';",
    });
    assert.ok(
      (await page.locator("#chat-application").boundingBox()).width > 100,
      "the bubble also while offline",
    );
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
