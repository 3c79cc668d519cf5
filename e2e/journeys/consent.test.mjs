/** What needs consent: nothing happens without it, refusing is as easy as accepting, and a withdrawal holds at once. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { barriers, withAxe } from "../stand/accessible.mjs";
import { eventually } from "../stand/eventually.mjs";
import { setStage } from "../stand/stage.mjs";
import { declaredNames, stored, undeclared } from "../stand/storage.mjs";

let stage;
let declared;
before(async () => {
  stage = await setStage();
  declared = await declaredNames(stage.chatKey);
  const owner = await stage.agent();
  const status = await owner.page.evaluate(async () => {
    const { sites } = await (await fetch("/api/agent/sites")).json();
    const privacy = { statistics: true, marketing: true, recording: false, shows_bar: true, gpc: "strict" };
    const answer = await fetch(`/api/agent/sites/${sites[0].id}`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ privacy }),
    });
    return answer.status;
  });
  assert.equal(status, 200);
});
afterEach(() => stage.clear());
after(() => stage.stop());

const answered = () => `localStorage ssupp_${stage.chatKey}`;
const gated = () => ["cookie ssupp.visits", `sessionStorage ssupp_${stage.chatKey}presence`];

/** A visitor who is asked; `gatedCalls` gathers the calls that need a scope token. */
async function asked(options, prepare) {
  const visitor = await stage.visitorOn(await stage.person(options));
  await withAxe(visitor.context);
  await prepare?.(visitor.context);
  const gatedCalls = [];
  visitor.context.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (/\/(visits|pages)$/.test(pathname)) gatedCalls.push(request);
  });
  await visitor.page.goto(`${stage.host.url}/official`);
  await visitor.box.launcher.waitFor();
  const bar = visitor.page.getByRole("region", { name: "Your choices" });
  return { ...visitor, bar, gatedCalls };
}

async function expectStored(page, names, what) {
  const wanted = [...names].sort().join();
  await eventually(async () => (await stored(page)).join() === wanted, what, { withinMs: 5_000 }).catch(
    async () => assert.deepEqual(await stored(page), [...names].sort(), what),
  );
  assert.deepEqual(undeclared(await stored(page), declared), [], what);
}

test("whoever ignores the question is asked again and has stored nothing", async () => {
  const { page, bar, sockets, gatedCalls } = await asked();
  await bar.waitFor();
  assert.deepEqual(await barriers(page), []);
  await page.mouse.wheel(0, 500);
  await page.reload();
  await bar.waitFor();
  assert.deepEqual(await stored(page), []);
  assert.deepEqual([sockets.length, gatedCalls.length], [0, 0]);
});

test("refusing is one press like accepting, is remembered, and takes nothing from the chat", async () => {
  const { page, bar, box, gatedCalls } = await asked();
  const [refuse, accept] = ["Refuse all", "Accept all"].map((name) => bar.getByRole("button", { name }));
  const look = (button) =>
    button.evaluate((element) => {
      const { color, backgroundColor, border, fontSize, fontWeight } = getComputedStyle(element);
      return [color, backgroundColor, border, fontSize, fontWeight, element.offsetHeight].join();
    });
  assert.equal(await look(refuse), await look(accept));
  const lines = bar.getByText("Personalised messages", { exact: true });
  assert.ok(
    (await lines.evaluate((element) => element.offsetHeight)) < 40,
    "a purpose's name stands in one line",
  );
  await refuse.press("Enter");
  await bar.waitFor({ state: "detached" });
  await expectStored(page, [answered()], "only the answer is kept");
  await page.reload();
  await box.launcher.waitFor();
  await box.open();
  await box.say("Without any of it");
  await box.sent("Without any of it");
  assert.equal(await bar.count(), 0);
  assert.equal(gatedCalls.length, 0);
});

test("what was accepted is stored, and gone in the same task when the page takes it back", async () => {
  const { page, bar, gatedCalls } = await asked();
  await bar.getByRole("button", { name: "Accept all" }).click();
  await expectStored(page, [answered(), ...gated()], "both purposes are in use");
  await eventually(() => gatedCalls.length === 2, "a visit and a page were told");
  for (const request of gatedCalls) assert.equal((await request.response()).status(), 204);
  const token = await gatedCalls.find((call) => call.url().endsWith("/visits")).headerValue("authorization");
  const left = await page.evaluate(() => {
    window.smartsupp("marketingConsent", false);
    window.smartsupp("analyticsConsent", false);
    return [document.cookie, ...Object.keys(sessionStorage)];
  });
  assert.deepEqual(left, [""], "nothing of it is left when the call returns");
  // The token of before opens nothing any more, for whoever kept it.
  const late = async () => {
    const answer = await fetch(`${stage.server.url}/api/sites/${stage.chatKey}/visits`, {
      method: "POST",
      headers: { authorization: token, "content-type": "application/json" },
      body: JSON.stringify({ count: 7 }),
    });
    return answer.status;
  };
  await eventually(async () => (await late()) === 403, "late calls are refused");
  await expectStored(page, [answered()], "only the answer is kept");
});

test("choices can be changed in the menu of the box, one purpose at a time", async () => {
  const { page, bar, box } = await asked();
  await bar.getByRole("button", { name: "Refuse all" }).click();
  await box.open();
  await box.dialog.getByRole("button", { name: "Menu" }).click();
  await box.dialog.getByRole("menuitem", { name: "Your choices" }).click();
  const chooser = page.getByRole("dialog", { name: "Your choices" });
  const [over, under] = await Promise.all([chooser.boundingBox(), box.dialog.first().boundingBox()]);
  assert.deepEqual([over.x, over.width], [under.x, under.width], "it stands where the box stands");
  assert.equal(await chooser.evaluate((element) => getComputedStyle(element).outlineStyle), "none");
  await chooser.getByText(/^Last answer: .+\(your own choice\)/).waitFor();
  const saved = page.waitForEvent("download");
  await chooser.getByRole("button", { name: "Download receipt" }).click();
  const receipt = await readFile(await (await saved).path(), "utf8");
  const told = JSON.parse(Buffer.from(receipt.split(".")[1], "base64url").toString());
  assert.deepEqual(
    told.purposes.map(({ purpose, decision }) => `${purpose} ${decision}`),
    ["statistics refused", "recording refused", "marketing refused"],
  );
  await chooser.getByRole("switch", { name: "Personalised messages" }).click();
  assert.deepEqual(await barriers(page), []);
  await chooser.getByRole("button", { name: "Save my choices" }).click();
  await eventually(async () => {
    const names = await stored(page);
    return names.includes(gated()[0]) && !names.includes(gated()[1]);
  }, "only the visits are counted");
});

test("a browser's signal refuses for everything, whatever the page says", async () => {
  const { page, bar, box, gatedCalls } = await asked({ extraHTTPHeaders: { "sec-gpc": "1" } }, (context) =>
    context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { get: () => true });
    }),
  );
  await page.evaluate(() => window.smartsupp("consent", { statistics: true, marketing: true }));
  await box.open();
  await box.say("Nobody counts me");
  await box.sent("Nobody counts me");
  assert.equal(await bar.count(), 0);
  const names = await stored(page);
  for (const name of gated()) assert.ok(!names.includes(name), name);
  assert.equal(gatedCalls.length, 0);
});

test("the site's cookie policy lists what this configuration can store, in both languages", async () => {
  const { page } = await asked();
  for (const [language, heading] of [
    ["en", /cookies/i],
    ["fr", /cookies/i],
  ]) {
    await page.goto(`${stage.server.url}/privacy/${stage.chatKey}/cookies?lang=${language}`);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
    for (const name of ["ssupp.vid", "ssupp.visits", `ssupp_${stage.chatKey}presence`])
      assert.ok(await page.getByText(name, { exact: true }).first().isVisible(), name);
    assert.deepEqual(await barriers(page), []);
  }
});
