/** Without a mouse: a visitor asks and reads, an agent signs in, finds the conversation, answers and closes it. */
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

/** What has the focus, through open shadow trees: its role or tag, and its name. */
function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const name = element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? "";
    return `${element?.tagName.toLowerCase()} ${name}`.trim();
  });
}

/** Presses Tab until the focus is where the pattern says; whoever never gets there is told the way. */
async function tabTo(page, pattern, { most = 40, key = "Tab" } = {}) {
  const way = [];
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (pattern.test(now)) return now;
    way.push(now);
  }
  throw new Error(`${pattern} was not reached by ${key}:\n${way.join("\n")}`);
}

test("a visitor opens, writes, reads, uses the menu and closes with the keyboard alone", async () => {
  const agent = await stage.agent();
  const { page, box } = await stage.visitor();
  await box.launcher.waitFor();
  await tabTo(page, /^button (Chat|Leave us a message)/);
  await page.keyboard.press("Enter");
  await box.field.waitFor();
  await eventually(
    async () => /^textarea Message/.test(await focused(page)),
    "opening puts the focus into the composer",
  );
  await page.keyboard.type("By keyboard");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("in two lines");
  await page.keyboard.press("Enter");
  await box.sent("By keyboard");
  await agent.desk.openConversation("By keyboard");
  await agent.desk.reply("Heard");
  await box.message("Heard").waitFor();
  assert.match(await focused(page), /^textarea Message/, "an answer does not take the focus");

  // Forwards through the composer's buttons, backwards to the menu.
  await tabTo(page, /^button Emoji/, { most: 3 });
  await page.keyboard.press("Enter");
  await box.dialog.getByRole("grid", { name: "Emoji" }).waitFor();
  await eventually(async () => /😀/u.test(await focused(page)), "the emoji take the focus");
  await page.keyboard.press("Escape");
  await eventually(
    async () => /^button Emoji/.test(await focused(page)),
    "leaving the emoji gives the focus back",
  );
  await tabTo(page, /^button Menu/, { most: 12, key: "Shift+Tab" });
  await page.keyboard.press("Enter");
  await eventually(async () => /Sound/.test(await focused(page)), "the menu takes the focus");
  for (const item of [/transcript/, /Rate/, /End conversation/]) {
    await page.keyboard.press("ArrowDown");
    assert.match(await focused(page), item);
  }
  await page.keyboard.press("Escape");
  assert.match(await focused(page), /^button Menu/, "leaving the menu gives the focus back");
  await page.keyboard.press("Escape");
  await box.dialog.waitFor({ state: "hidden" });
  assert.match(
    await focused(page),
    /^button (Chat|Leave us a message)/,
    "closing gives the focus to the launcher",
  );
});

test("every stop on the way shows its focus", async () => {
  const { page, box } = await stage.visitor(`${stage.server.url}/demo/bowls/lune/`);
  await box.open();
  await page.keyboard.press("Shift+Tab");
  const invisible = [];
  for (let count = 0; count < 30; count += 1) {
    const { name, isShown } = await page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const shown = (one) => {
        const style = one && getComputedStyle(one);
        return (
          style &&
          ((style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2) ||
            style.boxShadow !== "none")
        );
      };
      // A hidden radio button shows its focus on the label beside it, a field on its frame.
      const isShown = shown(element) || shown(element?.nextElementSibling) || shown(element?.parentElement);
      return {
        name: `${element?.tagName} ${element?.getAttribute("aria-label") ?? element?.textContent ?? ""}`.slice(
          0,
          60,
        ),
        isShown,
      };
    });
    if (!isShown && !name.startsWith("BODY")) invisible.push(name);
    await page.keyboard.press("Tab");
  }
  assert.deepEqual(invisible, []);
});

test("an agent signs in, finds the conversation, answers, notes and closes with the keyboard alone", async () => {
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Only keys today?");
  await box.sent("Only keys today?");

  const person = await stage.person();
  const page = await person.newPage();
  const [{ email, password }] = stage.server.agents;
  await page.goto(`${stage.server.url}/app/login`);
  await page.getByLabel("E-mail").waitFor();
  await tabTo(page, /^input/, { most: 6 });
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Views" }).waitFor();
  await tabTo(page, /^a All/);
  await page.keyboard.press("Enter");
  await page.locator("a.row", { hasText: "Only keys today?" }).waitFor();
  await tabTo(page, /^a .*Only keys today/s);
  await page.keyboard.press("Enter");
  const log = page.getByRole("log", { name: "Messages" });
  await log.getByText("Only keys today?").waitFor();

  await page.keyboard.press("r");
  await eventually(async () => /^textarea Write a message/.test(await focused(page)), "r goes to the reply");
  await page.keyboard.type("Only keys, yes.");
  await page.keyboard.press("Enter");
  await box.message("Only keys, yes.").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await eventually(async () => /^textarea Write a note/.test(await focused(page)), "n goes to the note");
  await page.keyboard.type("A note by keyboard");
  await page.keyboard.press("Enter");
  await log.getByText("A note by keyboard").waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("/");
  await eventually(async () => /^input/.test(await focused(page)), "/ goes to the search");
  await page.keyboard.type("keys today");
  await page.locator(".list-pane mark").first().waitFor();
  await page.keyboard.press("Escape");
  await log.focus();
  await page.keyboard.press("e");
  await box.log.getByText("Camille closed the conversation.").waitFor();
});

test("an agent on a phone of 360 px goes to a conversation, answers, and comes back", async () => {
  const { box } = await stage.visitor("/official", {
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  await box.open();
  const size = await box.dialog.boundingBox();
  assert.deepEqual([size.width, size.height], [360, 640], "the box fills a phone");
  await box.say("From a phone");
  await box.sent("From a phone");
  const agent = await stage.agent(0, {
    viewport: { width: 360, height: 640 },
    hasTouch: true,
    isMobile: true,
  });
  await agent.desk.openConversation("From a phone", "all");
  assert.equal(
    await agent.page.getByRole("navigation", { name: "Views" }).isVisible(),
    false,
    "one pane at a time",
  );
  await agent.desk.field.fill("To a phone");
  await agent.page.getByRole("button", { name: "Send" }).tap();
  await box.message("To a phone").waitFor();
  await agent.page.getByRole("button", { name: /Back to the list/ }).tap();
  await agent.page.getByRole("navigation", { name: "Views" }).waitFor();
  await box.dialog.getByRole("button", { name: "Minimise" }).tap();
  await box.launcher.waitFor();
});

test("an agent has the same keys on a narrow screen, in the list and in a conversation", async () => {
  const { box } = await stage.visitor();
  await box.open();
  await box.say("Keys in a small window?");
  await box.sent("Keys in a small window?");

  const { page } = await stage.agent(0, { viewport: { width: 360, height: 780 } });
  const field = page.getByRole("searchbox");
  await page.locator("a.row").first().waitFor();
  await page.keyboard.press("/");
  await field.waitFor();
  await page.keyboard.type("small window");
  await page.locator("a", { hasText: "Keys in a small window?" }).waitFor();
  // The first leaves the words, the second the search.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "hidden" });

  await page.keyboard.press("j");
  await page.getByRole("log", { name: "Messages" }).waitFor();
  await page.keyboard.press("/");
  await field.waitFor();
  await eventually(async () => /^input/.test(await focused(page)), "the search has the focus");
});
