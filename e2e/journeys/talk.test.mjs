/** A visitor and an agent talk. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { boxIn, FRENCH } from "../stand/box.mjs";
import { eventually } from "../stand/eventually.mjs";
import { shows } from "../stand/shows.mjs";
import { setStage } from "../stand/stage.mjs";

let stage;
before(async () => {
  stage = await setStage();
});
afterEach(() => stage.clear());
after(() => stage.stop());

test("a visitor on a foreign site and an agent at the desk talk both ways", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Is the Lune bowl dishwasher safe?");
  await box.sent("Is the Lune bowl dishwasher safe?");

  await agent.desk.openConversation("Is the Lune bowl dishwasher safe?", "unassigned");
  await agent.desk.message("Is the Lune bowl dishwasher safe?").waitFor();
  await agent.desk.reply("Yes, the glaze is fine up to 60 °C.");
  await box.message("Yes, the glaze is fine up to 60 °C.").waitFor();

  await box.say("Lovely, thank you");
  await agent.desk.message("Lovely, thank you").waitFor();
  const said = [
    "Is the Lune bowl dishwasher safe?",
    "Yes, the glaze is fine up to 60 °C.",
    "Lovely, thank you",
  ];
  await shows(box, said);
  await shows(agent.desk, said);
});

test("the demo shop's visitor and an agent talk, and the agent sees the cart", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor(`${stage.server.url}/demo/bowls/lune/?cart=lune-16.2`);
  await page.getByRole("button", { name: "Ask us about it" }).click();
  await box.field.waitFor();
  assert.equal(await box.field.inputValue(), "Hello, I have a question about the Bol Lune.");
  await box.field.press("Enter");
  await box.sent("a question about the Bol Lune");

  await agent.desk.openConversation("a question about the Bol Lune");
  const panel = agent.page.getByRole("complementary", { name: "About the visitor" });
  await panel.getByText("2 × Bol Lune, 16 cm").waitFor();
  await agent.desk.reply("Ask away.");
  await box.message("Ask away.").waitFor();
});

test("each side sees the other one write, and that it was read", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Typing and reading");
  await box.sent("Typing and reading");
  await agent.desk.openConversation("Typing and reading");
  await eventually(
    async () => (await box.message("Typing and reading").innerText()).includes("Read"),
    "the visitor sees Read",
  );

  await agent.desk.field.pressSequentially("An answer");
  await box.log.getByText("Camille is writing").waitFor({ state: "attached" });
  await agent.desk.field.press("Enter");
  await box.message("An answer").waitFor();
  await box.log.getByText("Camille is writing").waitFor({ state: "detached" });
  await eventually(
    async () => (await agent.desk.message("An answer").innerText()).includes("Read"),
    "the agent sees Read",
  );

  await box.field.pressSequentially("And now me");
  await agent.desk.log.getByText("is writing").waitFor();
  await box.field.press("Enter");
  await agent.desk.message("And now me").waitFor();
  await agent.desk.log.getByText("is writing").waitFor({ state: "detached" });
});

test("a second agent joins and everybody sees it", async () => {
  const [first, second] = [await stage.agent(0), await stage.agent(1)];
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Who is there?");
  await box.sent("Who is there?");
  await first.desk.openConversation("Who is there?");
  await first.desk.reply("Camille here.");
  await box.log.getByText("Camille (a person) has joined.").waitFor();

  await second.desk.openConversation("Camille here.");
  await first.page.getByRole("img", { name: "Luc is reading" }).waitFor();
  await second.page.getByRole("button", { name: "Join" }).first().click();
  await box.log.getByText("Luc (a person) has joined.").waitFor();
  await first.desk.log.getByText("Luc (a person) has joined.").waitFor();
  await box.dialog.getByRole("heading", { name: "Camille and Luc" }).waitFor();
  await second.desk.reply("And Luc.");
  await box.message("And Luc.").waitFor();
  await first.desk.message("And Luc.").waitFor();
});

test("a closed conversation ends for both, and the next message opens a new one", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("A short question");
  await box.sent("A short question");
  await agent.desk.openConversation("A short question");
  await agent.desk.reply("A short answer");
  await box.message("A short answer").waitFor();
  await agent.page.getByRole("button", { name: "Close" }).first().click();
  await box.log.getByText("Camille closed the conversation.").waitFor();

  await box.dialog.getByRole("button", { name: "Start a new conversation" }).click();
  await box.say("One more thing");
  await box.sent("One more thing");
  await agent.desk.openConversation("One more thing", "unassigned");
  await agent.desk.message("One more thing").waitFor();
  await shows(agent.desk, ["One more thing"]);
  const panel = agent.page.getByRole("complementary", { name: "About the visitor" });
  await panel.getByText("Other conversations").waitFor();
  await panel
    .getByRole("link")
    .filter({ hasText: /A short/ })
    .first()
    .waitFor();
});

test("the visitor ends the conversation from the menu", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("I will end this");
  await box.sent("I will end this");
  await agent.desk.openConversation("I will end this");
  await box.menu("End conversation");
  await box.dialog.getByRole("alertdialog").getByRole("button", { name: "End conversation" }).click();
  await box.log.getByText("You ended the conversation.").waitFor();
  await agent.desk.log.getByText("The visitor ended the conversation.").waitFor();
});

test("a note is for agents only", async () => {
  const [first, second] = [await stage.agent(0), await stage.agent(1)];
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Is somebody taking notes?");
  await box.sent("Is somebody taking notes?");
  await first.desk.openConversation("taking notes");
  await second.desk.openConversation("taking notes");
  await first.desk.composer.getByRole("button", { name: "Note" }).click();
  await first.desk.reply("A secret among colleagues");
  await second.desk.message("A secret among colleagues").waitFor();
  await first.desk.composer.getByRole("button", { name: "Reply" }).click();
  await first.desk.reply("No, never.");
  await box.message("No, never.").waitFor();
  await shows(box, ["Is somebody taking notes?", "No, never."]);
});

test("a visitor of the French shop is spoken to in French, and the agent knows", async () => {
  const agent = await stage.agent();
  const { page } = await stage.visitor(`${stage.server.url}/demo/fr/`, { locale: "fr-FR" });
  const box = boxIn(page, FRENCH);
  await box.open();
  await box.dialog.getByText("Que pouvons-nous faire pour vous").waitFor();
  assert.equal(await box.field.getAttribute("placeholder"), "Écrire un message");
  await box.say("Le bol Écume va-t-il au four ?");
  await box.sent("Le bol Écume");
  await agent.desk.openConversation("Le bol Écume");
  const panel = agent.page.getByRole("complementary", { name: "About the visitor" });
  await panel.getByText("French").waitFor();
  await agent.desk.reply("Oui, jusqu’à 240 °C.");
  await box.log.getByText("Camille (une personne) a rejoint la discussion.").waitFor();
  await box.message("Oui, jusqu’à 240 °C.").waitFor();
});

test("the box says at once when nobody accepts chats any more, and when somebody does again", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  const alone = box.dialog.getByText("Nobody is here right now.");
  await alone.waitFor({ state: "detached" });
  const accepting = agent.page.getByRole("switch", { name: "Accepting chats" });
  await accepting.click();
  await alone.waitFor();
  await accepting.click();
  await alone.waitFor({ state: "detached" });
});

test("words of messages and notes are found by the search", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Do you engrave hippopotamuses?");
  await box.sent("hippopotamuses");
  await agent.page.getByRole("button", { name: "Search" }).click();
  await agent.page.getByRole("searchbox").fill("HIPPOPOTAM");
  await agent.page.getByRole("link").filter({ hasText: "hippopotamuses" }).first().click();
  await agent.desk.message("Do you engrave hippopotamuses?").waitFor();
});
