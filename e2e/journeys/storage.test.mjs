/** What is stored on a visitor's device, and when: nothing before the box is opened, then only what is declared. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { eventually } from "../stand/eventually.mjs";
import { shows } from "../stand/shows.mjs";
import { setStage } from "../stand/stage.mjs";
import { declaredNames, stored, undeclared } from "../stand/storage.mjs";

let stage;
let declared;
before(async () => {
  stage = await setStage();
  declared = await declaredNames(stage.chatKey);
});
afterEach(() => stage.clear());
after(() => stage.stop());

test("before the box is opened nothing is stored, no socket opened, and only loader and settings are asked for", async () => {
  const visitor = await stage.visitorOn(await stage.person());
  const { page, box } = visitor;
  await page.clock.install();
  await page.goto(`${stage.host.url}/official`);
  await box.launcher.waitFor();
  await page.mouse.wheel(0, 600);
  await page.mouse.move(200, 300);
  await page.clock.runFor(30_000);
  assert.deepEqual(await stored(page), []);
  assert.deepEqual(visitor.sockets, []);
  assert.equal(page.frames().length, 1);
  const ours = visitor.requests.filter((url) => url.startsWith(stage.server.url));
  assert.deepEqual(ours, [
    `${stage.server.url}/loader.js?`,
    `${stage.server.url}/api/sites/${stage.chatKey}/settings`,
  ]);
  // The same look finds something once the box is open.
  await box.open();
  await eventually(
    async () => (await stored(page)).length > 0 && visitor.sockets.length > 0,
    "opening stores and connects",
  );
});

test("the first requests carry nothing about the visitor", async () => {
  const { context, page, box } = await stage.visitorOn(await stage.person());
  const asked = [];
  context.on("request", (request) => {
    if (request.url().startsWith(stage.server.url)) asked.push(request);
  });
  await page.goto(`${stage.host.url}/official?customer=42`);
  await box.launcher.waitFor();
  assert.equal(asked.length, 2);
  for (const request of asked) {
    const headers = await request.allHeaders();
    assert.equal(headers.cookie, undefined);
    assert.ok(!JSON.stringify(headers).includes("customer"), "the page's address stays in the page");
  }
});

test("after each step, what is stored is declared and belongs to that step", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  const key = stage.chatKey;
  const expectStored = async (step, names) => {
    await eventually(
      async () => (await stored(page)).join() === [...names].sort().join(),
      `${step}: ${names.join(", ")}`,
      {
        withinMs: 5_000,
      },
    ).catch(async () => assert.deepEqual(await stored(page), [...names].sort(), step));
    assert.deepEqual(undeclared(await stored(page), declared), [], step);
  };
  const [token, opened] = ["cookie ssupp.vid", `localStorage ssupp_${key}opened`];
  const [message, sound] = [`localStorage ssupp_${key}message`, "localStorage _ss.enableSounds"];

  await expectStored("page load", []);
  await box.open();
  await expectStored("open", [token, opened]);
  await box.field.pressSequentially("A draft");
  await expectStored("draft", [token, opened, message]);
  await box.field.press("Enter");
  await box.sent("A draft");
  await expectStored("sent", [token, opened]);
  await agent.desk.openConversation("A draft");
  await agent.desk.reply("An answer");
  await box.message("An answer").waitFor();
  await expectStored("answered", [token, opened]);
  await box.dialog.getByRole("button", { name: "Menu" }).click();
  await box.dialog.getByRole("menuitemcheckbox", { name: "Sound" }).click();
  await expectStored("sound", [token, opened, sound]);
  await page.keyboard.press("Escape");
  await box.minimise();
  await expectStored("minimised", [token, opened, sound]);
  await page.reload();
  await box.launcher.waitFor();
  await expectStored("reload", [token, opened, sound]);
});

test("the look for undeclared names finds one that is planted", async () => {
  const { page, box } = await stage.visitor();
  await box.open();
  await page.evaluate(() => localStorage.setItem("planted", "1"));
  assert.deepEqual(undeclared(await stored(page), declared), ["localStorage planted"]);
});

test("after the page's logout the visitor is forgotten and begins anew", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  await box.open();
  await box.say("Before the logout");
  await box.sent("Before the logout");
  const before = await page.evaluate(() => window.smartsupp.vid);
  assert.ok(before);
  await page.evaluate(() => window.smartsupp("logout"));
  await box.message("Before the logout").waitFor({ state: "detached" });
  await box.say("After the logout");
  await box.sent("After the logout");
  const afterwards = await page.evaluate(() => window.smartsupp.vid);
  assert.notEqual(afterwards, before);
  await shows(box, ["After the logout"]);
  await agent.desk.openConversation("After the logout");
  await shows(agent.desk, ["After the logout"]);
  const panel = agent.page.getByRole("complementary", { name: "About the visitor" });
  await panel.getByText("This is the only one.").waitFor();
});

test("a logout with the box closed removes what an earlier page stored", async () => {
  const { page, box } = await stage.visitor();
  await box.open();
  await box.say("Forget me");
  await box.sent("Forget me");
  await box.minimise();
  await page.goto(`${stage.host.url}/plain`);
  assert.notDeepEqual(await stored(page), []);
  await page.goto(`${stage.host.url}/official`);
  await page.evaluate(() => window.smartsupp("logout"));
  await eventually(async () => (await stored(page)).length === 0, "everything of the chat is removed");
});

test("with storage blocked the chat works for the page's life", async () => {
  const agent = await stage.agent();
  const visitor = await stage.visitorOn(await stage.person());
  const { context, page, box } = visitor;
  await context.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, { get: refuse });
    Object.defineProperty(Document.prototype, "cookie", { get: () => "", set: () => {} });
  });
  await page.goto(`${stage.host.url}/official`);
  await box.open();
  await box.say("Without any storage");
  await box.sent("Without any storage");
  await agent.desk.openConversation("Without any storage");
  await agent.desk.reply("It works all the same");
  await box.message("It works all the same").waitFor();
});

test("in the mode `always` the visitor is known at page load, by exactly one stored name", async () => {
  const owner = await stage.agent();
  const change = (mode) =>
    owner.page.evaluate(async (tracking_mode) => {
      const { sites } = await (await fetch("/api/agent/sites")).json();
      const answer = await fetch(`/api/agent/sites/${sites[0].id}`, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ tracking_mode }),
      });
      return answer.status;
    }, mode);
  assert.equal(await change("always"), 200);
  try {
    const { page, box, sockets } = await stage.visitor();
    await box.launcher.waitFor();
    await eventually(
      async () => (await stored(page)).join() === "cookie ssupp.vid",
      "the visitor's token is stored",
    );
    await eventually(() => sockets.length === 1, "one socket is open");
    assert.equal(await box.dialog.isVisible(), false);
  } finally {
    await change("with_consent");
  }
});
