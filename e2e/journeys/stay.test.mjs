/** What survives: reloads, page changes, several tabs, and a server that comes back. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { boxIn } from "../stand/box.mjs";
import { eventually } from "../stand/eventually.mjs";
import { shows } from "../stand/shows.mjs";
import { setStage } from "../stand/stage.mjs";

let stage;
before(async () => {
  stage = await setStage();
});
afterEach(() => stage.clear());
after(() => stage.stop());

test("a reload keeps the conversation, the draft and the open box", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  await box.open();
  await box.say("Before the reload");
  await box.sent("Before the reload");
  await agent.desk.openConversation("Before the reload");
  await agent.desk.reply("Answer before the reload");
  await box.message("Answer before the reload").waitFor();
  await box.field.pressSequentially("half a sen");

  await page.reload();
  await box.field.waitFor();
  await box.message("Answer before the reload").waitFor();
  assert.equal(await box.field.inputValue(), "half a sen");
  await box.field.pressSequentially("tence");
  await box.field.press("Enter");
  await agent.desk.message("half a sentence").waitFor();
  const said = ["Before the reload", "Answer before the reload", "half a sentence"];
  await shows(box, said);
  await shows(agent.desk, said);
});

test("a closed box stays closed after a reload, and counts what came meanwhile", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  await box.open();
  await box.say("I close the box now");
  await box.sent("I close the box now");
  await box.minimise();
  await page.reload();
  await box.launcher.waitFor();
  await agent.desk.openConversation("I close the box now");
  await agent.desk.reply("Are you still there?");
  await eventually(
    async () => /1 unread message/.test(await box.launcher.getAttribute("aria-label")),
    "the launcher counts one",
  );
  assert.equal(await box.dialog.isVisible(), false);
  await box.open();
  await box.message("Are you still there?").waitFor();
  await eventually(
    async () => !/unread/.test(await box.launcher.getAttribute("aria-label")),
    "the count is gone",
  );
});

test("the conversation goes along to another page, and the agent sees which one", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor("/official");
  await box.open();
  await box.say("On the first page");
  await box.sent("On the first page");
  await agent.desk.openConversation("On the first page");
  await page.goto(`${stage.host.url}/second`);
  await box.message("On the first page").waitFor();
  await box.say("On the second page");
  await agent.desk.message("On the second page").waitFor();
  const panel = agent.page.getByRole("complementary", { name: "About the visitor" });
  await panel.getByText("/second").waitFor();
});

test("a navigation inside a single-page site leaves the box alone", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  await box.open();
  await box.say("Single page");
  await box.sent("Single page");
  await agent.desk.openConversation("Single page");
  await page.evaluate(() => history.pushState(null, "", "/official?step=2"));
  await box.say("After the step");
  await agent.desk.message("After the step").waitFor();
  await shows(box, ["Single page", "After the step"]);
});

test("two tabs of a visitor stay in step over one socket", async () => {
  const agent = await stage.agent();
  const visitor = await stage.visitor();
  const { box } = visitor;
  await box.open();
  await box.say("From the first tab");
  await box.sent("From the first tab");
  const secondPage = await visitor.newPage();
  await secondPage.goto(`${stage.host.url}/second`);
  const second = boxIn(secondPage);
  await second.message("From the first tab").waitFor();

  await second.say("From the second tab");
  await second.sent("From the second tab");
  await box.message("From the second tab").waitFor();
  await agent.desk.openConversation("From the second tab");
  await agent.desk.reply("To both tabs");
  await Promise.all([box.message("To both tabs").waitFor(), second.message("To both tabs").waitFor()]);
  assert.equal(visitor.sockets.length, 1, "one tab holds the connection for both");

  // The tab that holds the connection goes; the other one takes over.
  await visitor.page.close();
  await agent.desk.reply("To the tab that is left");
  await second.message("To the tab that is left").waitFor();
  await second.say("Still here");
  await agent.desk.message("Still here").waitFor();
  const said = [
    "From the first tab",
    "From the second tab",
    "To both tabs",
    "To the tab that is left",
    "Still here",
  ];
  await shows(second, said);
});

test("a draft written in one tab is in the other one too", async () => {
  const visitor = await stage.visitor();
  await visitor.box.open();
  const secondPage = await visitor.newPage();
  await secondPage.goto(`${stage.host.url}/second`);
  const second = boxIn(secondPage);
  await second.field.waitFor();
  await second.field.pressSequentially("A shared draft");
  await visitor.page.bringToFront();
  await eventually(
    async () => (await visitor.box.field.inputValue()) === "A shared draft",
    "the draft crosses tabs",
  );
});

test("ending the conversation in one tab ends it in the other", async () => {
  const visitor = await stage.visitor();
  await visitor.box.open();
  await visitor.box.say("Two tabs and an end");
  await visitor.box.sent("Two tabs and an end");
  const secondPage = await visitor.newPage();
  await secondPage.goto(`${stage.host.url}/second`);
  const second = boxIn(secondPage);
  await second.message("Two tabs and an end").waitFor();
  await second.menu("End conversation");
  await second.dialog.getByRole("alertdialog").getByRole("button", { name: "End conversation" }).click();
  await visitor.box.log.getByText("You ended the conversation.").waitFor();
});

test("an agent's draft and place survive a reload", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Please take your time");
  await box.sent("Please take your time");
  await agent.desk.openConversation("Please take your time");
  await agent.desk.field.fill("Let me look that");
  await agent.desk.composer.getByText("Draft saved").waitFor();
  await agent.page.reload();
  await agent.desk.message("Please take your time").waitFor();
  assert.equal(await agent.desk.field.inputValue(), "Let me look that");
  await agent.desk.reply("Let me look that up");
  await box.message("Let me look that up").waitFor();
});
