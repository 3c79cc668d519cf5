/** How people get into the dashboard: set-up, sign-in, invitations, passwords, second factors. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { deskIn } from "../stand/desk.mjs";
import { startServer } from "../stand/server.mjs";
import { setStage } from "../stand/stage.mjs";
import { totp } from "../stand/totp.mjs";

let stage;
before(async () => {
  stage = await setStage();
});
afterEach(() => stage.clear());
after(() => stage.stop());

const SECRET_WORDS = "four quiet bowls on a table";

/** The link of a mail, whose lines may be wrapped and encoded. */
function linkIn(mail, path) {
  const text = mail.replace(/=\r?\n/g, "").replace(/=3D/g, "=");
  const link = new RegExp(`http://\\S*/app/${path}\\?token=[\\w-]+`).exec(text)?.[0];
  assert.ok(link, `the mail holds a link to ${path}:\n${text}`);
  return link;
}

/** A page of somebody who is not signed in. */
async function stranger() {
  const person = await stage.person();
  const page = await person.newPage();
  return { ...person, page, desk: deskIn(page, stage.server) };
}

async function inbox(page) {
  await page.getByRole("navigation", { name: "Views" }).waitFor();
}

test("a wrong password says so, keeps the address, and the right one opens the inbox", async () => {
  const { page } = await stranger();
  const [{ email, password }] = stage.server.agents;
  await page.goto(`${stage.server.url}/app/`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  const wrong = await page.getByRole("alert").innerText();
  assert.equal(await page.getByLabel("E-mail").inputValue(), email);

  // Nobody learns which addresses have an account.
  await page.getByLabel("E-mail").fill("nobody@demo.example");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").filter({ hasText: wrong }).waitFor();

  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("Password", { exact: true }).press("Enter");
  await inbox(page);
});

test("a place that needs a sign-in is shown after it, and signing out ends it", async () => {
  const { page, desk } = await stranger();
  await page.goto(`${stage.server.url}/app/settings/security`);
  const [{ email, password }] = stage.server.agents;
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Security", level: 1 }).waitFor();
  await page
    .getByRole("button", { name: /Camille/ })
    .last()
    .click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.goto(`${stage.server.url}/app/inbox`);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  const status = await page.evaluate(async () => (await fetch("/api/agent/me")).status);
  assert.equal(status, 401);
  assert.equal(await desk.row("").count(), 0);
});

test("a new installation is set up by its printed link, once", async () => {
  const fresh = await startServer({ demo: false });
  try {
    assert.match(fresh.setupLink, /\/app\/setup\?token=/);
    const { page } = await stranger();
    await page.goto(`${fresh.url}/app/`);
    await page.getByText("This server has no account yet.").waitFor();
    await page.goto(fresh.setupLink);
    await page.getByLabel("Company or organisation").fill("Atelier Brume");
    await page.getByLabel("Name of your first site").fill("The shop");
    await page.getByLabel("Full name").fill("Camille Durand");
    await page.getByLabel("E-mail").fill("camille@brume.example");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await page.getByRole("button", { name: "Create the account" }).click();
    await page.getByText("This is too short. Use at least 10 characters.").waitFor();
    await page.getByLabel("Password", { exact: true }).fill(SECRET_WORDS);
    await page.getByRole("button", { name: "Create the account" }).click();
    await inbox(page);

    const second = await stranger();
    await second.page.goto(fresh.setupLink);
    await second.page.getByRole("heading", { name: "Already set up" }).waitFor();
    const again = await second.page.evaluate(async (token) => {
      const body = {
        token,
        account_name: "x",
        site_name: "x",
        name: "x",
        email: "x@x.example",
        password: "x".repeat(20),
        language: "en",
      };
      const answer = await fetch("/api/agent/setup", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return answer.status;
    }, new URL(fresh.setupLink).searchParams.get("token"));
    assert.ok(again >= 400 && again < 500, `the link is dead (${again})`);
  } finally {
    await fresh.stop();
  }
});

test("an invitation arrives as a mail and makes a colleague, once", async () => {
  const owner = await stage.agent();
  await owner.page.goto(`${stage.server.url}/app/settings/agents`);
  await owner.page.getByText("This server has no mail settings").waitFor();
  await owner.page.getByRole("button", { name: "Invite an agent" }).click();
  const dialog = owner.page.getByRole("dialog");
  await dialog.getByLabel("Full name").fill("Anna Keller");
  await dialog.getByLabel("E-mail").fill("anna@brume.example");
  await dialog.getByRole("button", { name: "Send the invitation" }).click();
  await owner.page.getByText("Anna Keller").first().waitFor();

  const link = linkIn(await stage.server.mailTo("anna@brume.example"), "invitation");
  const [{ page }, late] = [await stranger(), await stranger()];
  for (const one of [page, late.page]) {
    await one.goto(link);
    await one.getByText("anna@brume.example").waitFor();
    assert.equal(await one.getByLabel("Full name").inputValue(), "Anna Keller");
  }
  await page.getByLabel("New password").fill(SECRET_WORDS);
  await page.getByRole("button", { name: "Join" }).click();
  await inbox(page);

  const deadLink = late.page.getByRole("heading", { name: "This link no longer works" });
  await late.page.getByLabel("Full name").fill("Somebody Else");
  await late.page.getByLabel("New password").fill(SECRET_WORDS);
  await late.page.getByRole("button", { name: "Join" }).click();
  await deadLink.waitFor();
  await late.page.goto(link);
  await deadLink.waitFor();

  // An agent does not see what only owners and admins may change.
  await page.goto(`${stage.server.url}/app/settings/agents`);
  assert.equal(await page.getByRole("button", { name: "Invite an agent" }).count(), 0);
});

test("a forgotten password is replaced by the link of a mail", async () => {
  const { page } = await stranger();
  const { email, password } = stage.server.agents[1];
  await page.goto(`${stage.server.url}/app/login`);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Ask for the link" }).click();
  await page.getByRole("heading", { name: "Link asked for" }).waitFor();
  const link = linkIn(await stage.server.mailTo(email), "reset");
  await page.goto(link);
  await page.getByLabel("New password").fill(SECRET_WORDS);
  await page.getByRole("button", { name: "Save the password" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();

  const second = await stranger();
  await second.page.goto(link);
  await second.page.getByRole("heading", { name: "This link no longer works" }).waitFor();
  assert.equal(await second.page.getByLabel("New password").count(), 0);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(SECRET_WORDS);
  await page.getByRole("button", { name: "Sign in" }).click();
  await inbox(page);
});

test("a second factor is set up, asked for, and a recovery code stands in for it", async () => {
  const { page, desk } = await stranger();
  const [agent] = stage.server.agents;
  await desk.signIn(agent);
  await page.goto(`${stage.server.url}/app/settings/security`);
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog");
  const secret = (await dialog.locator("code.secret").innerText()).replace(/\s/g, "");
  await dialog.getByLabel("Six-digit code").fill("000000");
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await dialog.getByText(/This code is not right/).waitFor();
  await dialog.getByLabel("Six-digit code").fill(totp(secret));
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await dialog.locator(".codes code").first().waitFor();
  const codes = await dialog.locator(".codes code").allInnerTexts();
  assert.ok(codes.length >= 8);
  await dialog.getByRole("button").last().click();
  await page.getByText(/recovery codes left/).waitFor();

  const second = await stranger();
  await second.page.goto(`${stage.server.url}/app/login`);
  await second.page.getByLabel("E-mail").fill(agent.email);
  await second.page.getByLabel("Password", { exact: true }).fill(agent.password);
  await second.page.getByRole("button", { name: "Sign in" }).click();
  await second.page.getByRole("heading", { name: "Second step" }).waitFor();
  await second.page.getByLabel("Six-digit code").fill("123456");
  await second.page.getByRole("button", { name: "Continue" }).click();
  await second.page.getByRole("alert").waitFor();
  await second.page.getByRole("button", { name: "Use a recovery code" }).click();
  await second.page.getByLabel("Recovery code").fill(codes[0]);
  await second.page.getByRole("button", { name: "Continue" }).click();
  await inbox(second.page);

  // The next step's code: the one that turned it on was used up.
  const third = await stranger();
  await third.page.goto(`${stage.server.url}/app/login`);
  await third.page.getByLabel("E-mail").fill(agent.email);
  await third.page.getByLabel("Password", { exact: true }).fill(agent.password);
  await third.page.getByRole("button", { name: "Sign in" }).click();
  await third.page.getByLabel("Six-digit code").fill(totp(secret, Math.floor(Date.now() / 30_000) + 1));
  await third.page.getByRole("button", { name: "Continue" }).click();
  await inbox(third.page);

  // Turned off again, for the journeys that follow.
  await page.getByRole("button", { name: "Turn off" }).click();
  const off = page.getByRole("dialog");
  await off.getByRole("textbox").fill(codes[1]);
  await off.getByRole("button", { name: "Turn off" }).click();
  await page.getByText("Second factor turned off").waitFor();
});

test("a session that is ended elsewhere ends at once", async () => {
  const here = await stage.agent();
  const there = await stage.agent();
  await here.page.goto(`${stage.server.url}/app/settings/security`);
  await here.page.getByRole("button", { name: /everywhere else|all other/i }).click();
  const confirm = here.page.getByRole("alertdialog").or(here.page.getByRole("dialog"));
  if (await confirm.count()) await confirm.getByRole("button").last().click();
  await there.page
    .getByText("You are signed out")
    .or(there.page.getByRole("heading", { name: "Sign in" }))
    .first()
    .waitFor();
});
