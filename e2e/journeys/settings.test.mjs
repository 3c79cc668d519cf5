/** What an owner changes in the dashboard, seen by visitors. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { eventually } from "../stand/eventually.mjs";
import { setStage } from "../stand/stage.mjs";

let stage;
before(async () => {
  stage = await setStage();
});
afterEach(() => stage.clear());
after(() => stage.stop());

/** The owner, on a page of the demo site's settings. */
async function atSite(part) {
  const owner = await stage.agent();
  await owner.page.goto(`${stage.server.url}/app/settings/sites`);
  await owner.page
    .getByRole("link", { name: /Atelier Brume/ })
    .first()
    .click();
  if (part) await owner.page.getByRole("link", { name: part }).click();
  return owner.page;
}

async function save(page) {
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved", { exact: false }).first().waitFor();
}

test("colour, side and a text of one's own reach the visitors", async () => {
  const page = await atSite("Chat box");
  await page.getByRole("textbox", { name: "Colour", exact: true }).fill("#1d3a6e");
  await page.getByRole("radio", { name: "Left" }).check();
  await page.getByRole("textbox", { name: "Title" }).first().fill("Ask us about clay");
  await save(page);
  const { box } = await stage.visitor();
  await box.launcher.waitFor();
  const look = await box.launcher.evaluate((button) => ({
    colour: getComputedStyle(button).backgroundColor,
    left: button.getBoundingClientRect().left,
  }));
  assert.deepEqual(look, { colour: "rgb(29, 58, 110)", left: 20 });
  await box.open();
  await box.log.getByText("Ask us about clay").waitFor();
});

test("only the allowed domains show the box", async () => {
  const page = await atSite();
  await page.getByRole("textbox", { name: "Address", exact: true }).fill("https://shop.example");
  await page.getByRole("button", { name: "Add" }).click();
  await save(page);
  const { page: foreign, box } = await stage.visitorOn(await stage.person());
  const warned = foreign.waitForEvent("console", (message) => message.type() === "warning");
  await foreign.goto(`${stage.host.url}/official`);
  assert.match((await warned).text(), /^\[Smartsupp\]/);
  assert.equal(await box.launcher.count(), 0);

  await page.getByRole("button", { name: /Remove .*shop\.example/ }).click();
  await page.getByRole("textbox", { name: "Address", exact: true }).fill(stage.host.url);
  await page.getByRole("button", { name: "Add" }).click();
  await save(page);
  const allowed = await stage.visitor();
  await allowed.box.open();
  await allowed.box.say("From an allowed domain");
  await allowed.box.sent("From an allowed domain");
});

test("the test of the snippet sees the page that loads it", async () => {
  const page = await atSite("Installation");
  await page
    .getByRole("textbox", { name: "Address of a page with the code" })
    .fill(`${stage.host.url}/official`);
  const [opened] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Open and test" }).click(),
  ]);
  await opened.waitForLoadState();
  await page.getByText(/It works\./).waitFor();
});

test("a nickname of one's own is what visitors see", async () => {
  const owner = await stage.agent();
  await owner.page.goto(`${stage.server.url}/app/settings/profile`);
  await owner.page.getByRole("textbox", { name: "Name shown to visitors" }).fill("Cami");
  await save(owner.page);
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Who answers?");
  await box.sent("Who answers?");
  await owner.page.getByRole("link", { name: /^Inbox/ }).click();
  await owner.desk.openConversation("Who answers?");
  await owner.desk.reply("I do.");
  await box.log.getByText("Cami (a person) has joined.").waitFor();
  await eventually(
    async () => (await box.dialog.getByRole("heading").first().innerText()) === "Cami",
    "the head names her",
  );
});

test("a deactivated agent is signed out at once and cannot sign in again", async () => {
  const luc = await stage.agent(1);
  const owner = await stage.agent(0);
  await owner.page.goto(`${stage.server.url}/app/settings/agents`);
  await owner.page.getByRole("button", { name: "Actions for Luc Martin" }).click();
  await owner.page.getByRole("menuitem", { name: "Deactivate" }).click();
  await owner.page.getByRole("button", { name: "Deactivate" }).last().click();
  await luc.page
    .getByText("You are signed out")
    .or(luc.page.getByRole("heading", { name: "Sign in" }))
    .first()
    .waitFor();
  await luc.page.goto(`${stage.server.url}/app/login`);
  const { email, password } = stage.server.agents[1];
  await luc.page.getByLabel("E-mail").fill(email);
  await luc.page.getByLabel("Password", { exact: true }).fill(password);
  await luc.page.getByRole("button", { name: "Sign in" }).click();
  await luc.page.getByRole("alert").waitFor();
});
