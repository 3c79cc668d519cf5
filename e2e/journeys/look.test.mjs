/** What shows what it promises: previews like the real box, pages and boxes that fit where they stand. */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { boxIn, FRENCH } from "../stand/box.mjs";
import { officialSnippet } from "../stand/host.mjs";
import { ownerOf } from "../stand/owner.mjs";
import { setStage } from "../stand/stage.mjs";

let stage;
let owner;
let site;
before(async () => {
  stage = await setStage();
  owner = await ownerOf(stage.server);
  site = await owner.site();
  await owner.call("POST", `sites/${site.id}/groups`, { name: "Commandes", key: "commandes", agent_ids: [] });
});
afterEach(() => stage.clear());
after(() => stage.stop());

/** The demo site with these forms, in French. */
const change = (chatBox) =>
  owner.changeSite(site.id, { language: "fr", chat_box: { ...site.chat_box, ...chatBox } });

/** What an element says from top to bottom; of a select only what is chosen. */
function said(locator) {
  return locator.evaluate((root) => {
    const pieces = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, nodeValue } = walker.currentNode;
      const isOther = parentElement.matches("option") && !parentElement.selected;
      if (!isOther && nodeValue.trim()) pieces.push(nodeValue.trim());
    }
    return pieces.join(" ");
  });
}

/** The preview of the forms in one of its scenes, as an English owner sees it. */
async function preview(scene) {
  const { page } = await stage.agent();
  await page.goto(`${stage.server.url}/app/settings/sites/${site.id}/forms`);
  await page.getByRole("button", { name: scene, exact: true }).click();
  return page.locator(".preview-stage");
}

test("the preview of the contact form says word for word what the real one says", async () => {
  await change({
    contact_form: { when: "always", name: true, email: true, phone: true, group: true },
    notice_tick_required: true,
  });
  const { box } = await stage.visitor();
  await box.launcher.click();
  const pane = box.dialog.locator(".pane");
  await pane.getByRole("checkbox").waitFor();
  const real = await said(pane);
  assert.match(real, /Adresse e-mail .* Qui doit répondre/);
  const picture = await preview("Nobody there");
  await picture.getByText("Envoyer le message").waitFor();
  assert.equal(await said(picture.locator(".preview-thread")), real);
});

test("the preview of the end says word for word what the real one says", async () => {
  await change({ contact_form: { ...site.chat_box.contact_form, when: "never" } });
  const { page } = await stage.visitor();
  const box = boxIn(page, FRENCH);
  await box.open();
  await box.say("Bonjour");
  await box.sent("Bonjour");
  await box.menu("Terminer la discussion");
  await page.getByRole("alertdialog").getByRole("button", { name: "Terminer la discussion" }).click();
  const foot = box.dialog.locator(".foot.ended");
  await foot.getByText(/^(Bien|Satisfait)$/).click();
  await foot.getByRole("textbox").waitFor();
  const real = await said(foot);
  const picture = await preview("At the end");
  await picture.locator(".preview-rating").waitFor();
  assert.equal(await said(picture.locator(".preview-foot")), real);
});

test("on a phone the whole cookie list stands on the screen, in cards", async () => {
  const { newPage } = await stage.person({ viewport: { width: 360, height: 740 } });
  const page = await newPage();
  await page.goto(`${stage.server.url}/privacy/${stage.chatKey}/cookies?lang=fr`);
  const cells = await page.locator("tbody td").evaluateAll((all) =>
    all.map((cell) => {
      const { left, right } = cell.getBoundingClientRect();
      const label = getComputedStyle(cell, "::before").content;
      return { fits: left >= 0 && right <= innerWidth && cell.scrollWidth <= cell.clientWidth, label };
    }),
  );
  assert.ok(cells.length > 0 && cells.every(({ fits }) => fits));
  assert.equal(cells[1].label, '"Objectif"');
  // On a desk it is a table.
  await page.setViewportSize({ width: 1440, height: 900 });
  assert.equal(
    await page
      .locator("tbody td")
      .first()
      .evaluate((cell) => getComputedStyle(cell, "::before").content),
    "none",
  );
});

test("a box in an element of the page is no larger than that element", async () => {
  const element = '<body><div id="here" style="width:340px;height:500px"></div>';
  const config = "_smartsupp.renderTo = document.getElementById('here');";
  stage.host.put(
    "/inside",
    element + officialSnippet(stage.chatKey, `${stage.server.url}/loader.js`, config),
  );
  const { page, box } = await stage.visitor("/inside");
  await box.launcher.click();
  await box.dialog.waitFor();
  const size = () =>
    page.evaluate(() => {
      const here = document.getElementById("here");
      const dialog = document
        .querySelector("#chat-application-iframe")
        .shadowRoot.querySelector("[role=dialog]");
      const [outer, inner] = [here.getBoundingClientRect(), dialog.getBoundingClientRect()];
      const fits = inner.bottom <= outer.bottom + 0.5 && inner.right <= outer.right + 0.5;
      return { fits, height: Math.round(inner.height) };
    });
  const first = await size();
  assert.ok(first.fits && first.height > 400, JSON.stringify(first));
  await page.evaluate(() => {
    document.getElementById("here").style.height = "420px";
  });
  await page.waitForFunction(
    (before) =>
      document
        .querySelector("#chat-application-iframe")
        .shadowRoot.querySelector("[role=dialog]")
        .getBoundingClientRect().height < before,
    first.height,
  );
  assert.ok((await size()).fits);
});

test("a field that is wrong comes into sight with its label", async () => {
  await change({ contact_form: { when: "always", name: true, email: true, phone: true, group: true } });
  const { box } = await stage.visitor("/official", { viewport: { width: 1024, height: 420 } });
  await box.launcher.click();
  const pane = box.dialog.locator(".pane");
  const email = pane.getByLabel("Adresse e-mail");
  await pane.getByLabel("Nom").fill("Nadia");
  // Where a field is in sight in part, a browser scrolls by no more than what is missing of it.
  await email.evaluate((field) => {
    const place = field.closest(".pane");
    place.scrollTop += field.getBoundingClientRect().top - place.getBoundingClientRect().top + 10;
    field.form.requestSubmit();
  });
  await email.and(pane.locator(":focus")).waitFor();
  const seen = await pane.evaluate((place) => {
    const label = place.querySelector("label[for=field-email]").getBoundingClientRect();
    return label.top >= place.getBoundingClientRect().top;
  });
  assert.ok(seen, "the label stands below the header");
});
