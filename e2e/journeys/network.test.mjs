/** Networks that go away, sockets that are blocked, a server that dies: nothing is lost, nothing is doubled. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { eventually } from "../stand/eventually.mjs";
import { startServer } from "../stand/server.mjs";
import { shows } from "../stand/shows.mjs";
import { setStage } from "../stand/stage.mjs";

let stage;
before(async () => {
  stage = await setStage({ wires: true });
});
afterEach(() => {
  stage.visitorWire.mend();
  stage.agentWire.mend();
  return stage.clear();
});
after(() => stage.stop());

test("messages written offline go out once and in order when the network is back", async () => {
  const agent = await stage.agent();
  const { context, box } = await stage.visitor();
  await box.open();
  await box.say("Before the tunnel");
  await box.sent("Before the tunnel");
  await agent.desk.openConversation("Before the tunnel");

  await stage.visitorWire.goOffline(context);
  await box.dialog.getByText("No connection. Your messages will go out by themselves.").waitFor();
  for (const text of ["In the tunnel, one", "In the tunnel, two", "In the tunnel, three"])
    await box.say(text);
  await box.message("In the tunnel, three").getByText("Waiting for a connection").waitFor();
  await agent.desk.reply("While you were away");

  await stage.visitorWire.goOnline(context);
  for (const text of ["In the tunnel, one", "In the tunnel, two", "In the tunnel, three"])
    await box.sent(text);
  await box.message("While you were away").waitFor();
  const own = ["Before the tunnel", "In the tunnel, one", "In the tunnel, two", "In the tunnel, three"];
  await agent.desk.message("In the tunnel, three").waitFor();
  const atDesk = await agent.desk.transcript();
  assert.deepEqual(
    atDesk.filter((text) => text !== "While you were away"),
    own,
  );
  await shows(box, atDesk);
});

test("a message written offline survives a reload", async () => {
  const agent = await stage.agent();
  const { context, page, box } = await stage.visitor();
  await box.open();
  await box.say("Then the lights went out");
  await box.sent("Then the lights went out");
  await stage.visitorWire.goOffline(context);
  await box.say("Written in the dark");
  await box.message("Written in the dark").getByText("Waiting").waitFor();
  // The website is there again before our server is: loader and box come out of the browser's cache.
  await context.setOffline(false);
  await page.goto(`${stage.host.url}/second`);
  await box.message("Written in the dark").getByText("Waiting").waitFor();
  await stage.visitorWire.goOnline(context);
  await box.sent("Written in the dark");
  await agent.desk.openConversation("Written in the dark");
  await shows(agent.desk, ["Then the lights went out", "Written in the dark"]);
});

test("an agent who loses the network sends what was written meanwhile", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Is the desk in a tunnel?");
  await box.sent("Is the desk in a tunnel?");
  await agent.desk.openConversation("Is the desk in a tunnel?");
  await stage.agentWire.goOffline(agent.context);
  await agent.page.getByText("No connection. Your messages will go out by themselves.").waitFor();
  await agent.desk.reply("It was.");
  await agent.desk.message("It was.").getByText("Waiting for a connection").waitFor();
  await box.say("Hello?");
  await box.sent("Hello?");
  await stage.agentWire.goOnline(agent.context);
  await box.message("It was.").waitFor();
  await agent.desk.message("Hello?").waitFor();
  await eventually(
    async () => (await agent.desk.transcript()).length === 3 && (await box.transcript()).length === 3,
    "both have three messages",
  );
  await shows(agent.desk, await box.transcript());
});

test("what an agent writes shows although the thread itself could not be loaded", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Before the thread has come");
  await box.sent("Before the thread has come");
  const isThread = /\/api\/agent\/conversations\/con_[^/?]+$/;
  await agent.page.route(isThread, (route) => route.abort());
  await agent.desk.openConversation("Before the thread has come");
  await agent.page.getByText("No answer from the server").waitFor();
  await stage.agentWire.goOffline(agent.context);
  await agent.page.getByText("No connection. Your messages will go out by themselves.").waitFor();
  await agent.desk.reply("Written blindly");
  await agent.desk.message("Written blindly").getByText("Waiting for a connection").waitFor();
  await agent.page.unroute(isThread);
  await stage.agentWire.goOnline(agent.context);
  await box.message("Written blindly").waitFor();
  await agent.desk.message("Before the thread has come").waitFor();
});

test("connections that break again and again lose and double nothing", async () => {
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Message 0");
  await box.sent("Message 0");
  await agent.desk.openConversation("Message 0");
  const said = ["Message 0"];
  for (let number = 1; number <= 8; number += 1) {
    await box.say(`Message ${number}`);
    said.push(`Message ${number}`);
    (number % 2 ? stage.visitorWire : stage.agentWire).blink();
  }
  await box.sent("Message 8");
  await agent.desk.message("Message 8").waitFor();
  await shows(box, said);
  await shows(agent.desk, said);
});

test("where sockets are blocked, both directions go over plain requests", async () => {
  const agent = await stage.agent();
  const person = await stage.person();
  await person.context.routeWebSocket(/\/ws\/visitor/, (socket) => socket.close({ code: 1006 }));
  const { page, box } = await stage.visitorOn(person);
  await page.goto(`${stage.host.url}/official`);
  await box.open();
  await box.say("Without a socket");
  await box.sent("Without a socket");
  await agent.desk.openConversation("Without a socket");
  await agent.desk.reply("And an answer");
  await box.message("And an answer").waitFor();
  await box.say("It works");
  await agent.desk.message("It works").waitFor();
  await shows(box, ["Without a socket", "And an answer", "It works"]);
});

test("a server that is killed and comes back has every acknowledged message once", async () => {
  const { server } = stage;
  const address = new URL(server.url).host;
  const agent = await stage.agent();
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Before the crash");
  await box.sent("Before the crash");
  await agent.desk.openConversation("Before the crash");

  await server.kill();
  await box.say("While it was down");
  await box.message("While it was down").getByText("Waiting for a connection").waitFor();
  await agent.desk.reply("Also while it was down");
  stage.server = await startServer({ listen: address, dataDir: server.dataDir, settings: stage.settings });

  await box.sent("While it was down");
  await box.message("Also while it was down").waitFor();
  await agent.desk.message("While it was down").waitFor();
  await eventually(async () => (await agent.desk.transcript()).length === 3, "the desk has three messages");
  const said = await box.transcript();
  assert.deepEqual([...said].sort(), ["Also while it was down", "Before the crash", "While it was down"]);
  assert.equal(said[0], "Before the crash");
  await shows(agent.desk, said);
});
