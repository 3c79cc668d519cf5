/**
 * The question of consent and the cookie policy with the keyboard alone and for axe, from left to right and from right
 * to left. The direction is set on the place itself, so that it is proven whatever languages have words.
 */
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { barriers, withAxe } from "../stand/accessible.mjs";
import { ownerOf } from "../stand/owner.mjs";
import { setStage } from "../stand/stage.mjs";

const WIDTHS = [360, 1280];
/** A phone, a desk, and 1280 by 800 at a zoom of 200 %. */
const SCREENS = [
  [360, 740],
  [1440, 900],
  [640, 400],
];

let stage;
before(async () => {
  stage = await setStage();
  const owner = await ownerOf(stage.server);
  const { id } = await owner.site();
  const privacy = { statistics: true, marketing: true, recording: false, shows_bar: true, gpc: "strict" };
  await owner.changeSite(id, { privacy });
});
afterEach(() => stage.clear());
after(() => stage.stop());

/** What has the focus, through open shadow trees. */
function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const label = element?.getAttribute("aria-labelledby");
    const named = label && element.getRootNode().getElementById(label);
    return `${(named ?? element)?.getAttribute("aria-label") ?? (named ?? element)?.textContent?.trim() ?? ""}`;
  });
}

/** Presses Tab until the focus is where the name says. */
async function tabTo(page, name, key = "Tab") {
  const way = [];
  for (let count = 0; count < 25; count += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (now === name) return;
    way.push(now);
  }
  throw new Error(`"${name}" was not reached by ${key}: ${way.join(" | ")}`);
}

/** How much of the screen the bar covers, and the buttons that are not whole on it without scrolling. */
function cover(bar) {
  return bar.evaluate((element) => {
    const { width, height } = element.getBoundingClientRect();
    const isCut = (button) => {
      const { x, y, width, height } = button.getBoundingClientRect();
      const seen = button.getRootNode().elementFromPoint(x + width / 2, y + height - 2);
      return seen !== button || y < 0;
    };
    const buttons = [...element.querySelectorAll(".answers button")];
    return {
      share: (width * height) / (innerWidth * innerHeight),
      buttons: buttons.length,
      cut: buttons.filter(isCut).map((button) => button.textContent),
    };
  });
}

for (const language of ["en", "de", "fr", "ar"]) {
  test(`${language}: the question leaves half of the page free, and its answers are in sight on every screen`, async () => {
    const { page } = await stage.visitor();
    await page.evaluate((code) => window.smartsupp("language", code), language);
    const bar = page.locator(`[lang=${language}] > .bar`);
    await bar.waitFor();
    for (const [width, height] of SCREENS) {
      await page.setViewportSize({ width, height });
      const { share, buttons, cut } = await cover(bar);
      assert.ok(share <= 0.5, `${width} × ${height}: ${share}`);
      assert.deepEqual([buttons, cut], [3, []], `${width} × ${height}`);
    }
  });
}

/** What sticks out of the screen at the sides, or lies on something that can be pressed. */
function outside(place) {
  return place.evaluate((element) =>
    [element, ...element.querySelectorAll("*")]
      .filter((one) => {
        const { left, right, width } = one.getBoundingClientRect();
        return width > 0 && (left < -1 || right > innerWidth + 1);
      })
      .map((one) => `${one.tagName} ${one.className}`),
  );
}

async function expectFits(page, place, what) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    assert.deepEqual(await outside(place), [], `${what}, ${width} px`);
    assert.deepEqual(await barriers(page), [], `${what}, ${width} px`);
    // 24 by 24 px are the least that a finger or an unsteady hand can meet.
    const small = await place
      .getByRole("button")
      .or(place.getByRole("switch"))
      .evaluateAll((all) =>
        all
          .filter((one) => one.offsetWidth > 0 && (one.offsetWidth < 24 || one.offsetHeight < 24))
          .map((one) => `${one.textContent} ${one.offsetWidth} × ${one.offsetHeight}`),
      );
    assert.deepEqual(small, [], `${what}, ${width} px`);
  }
}

for (const direction of ["ltr", "rtl"]) {
  test(`${direction}: the question is answered, opened again and changed with the keyboard alone`, async () => {
    const visitor = await stage.visitorOn(await stage.person());
    const { page, box } = visitor;
    await withAxe(visitor.context);
    await page.goto(`${stage.host.url}/official`);
    const bar = page.getByRole("region", { name: "Your choices" });
    await bar.waitFor();
    const turn = (place) =>
      place.evaluate((element, dir) => {
        element.parentElement.dir = dir;
      }, direction);
    await turn(bar);
    assert.equal(await bar.evaluate((element) => getComputedStyle(element).direction), direction);
    await expectFits(page, bar, "the bar");
    // Refusing and accepting stand side by side in the order of reading, and look alike.
    const [refuse, accept] = await Promise.all(
      ["Refuse all", "Accept all"].map((name) => bar.getByRole("button", { name }).boundingBox()),
    );
    assert.deepEqual([refuse.width, refuse.height, refuse.y], [accept.width, accept.height, accept.y]);
    assert.equal(refuse.x < accept.x, direction === "ltr");

    await tabTo(page, "Statistics");
    await page.keyboard.press("Space");
    await expectFits(page, bar, "the switches");
    await tabTo(page, "Save my choices");
    await page.keyboard.press("Enter");
    await bar.waitFor({ state: "detached" });
    assert.ok(await page.evaluate(() => document.activeElement !== document.body), "the focus is not lost");

    // Again at any time from the menu of the box; Esc leaves everything as it was and gives the focus back.
    await box.open();
    await tabTo(page, "Menu", "Shift+Tab");
    await page.keyboard.press("Enter");
    await goToItem(page);
    await page.keyboard.press("Enter");
    const chooser = page.getByRole("dialog", { name: "Your choices" });
    await chooser.waitFor();
    await turn(chooser);
    await expectFits(page, chooser, "the chooser");
    const state = (name) => chooser.getByRole("switch", { name }).getAttribute("aria-checked");
    assert.deepEqual([await state("Statistics"), await state("Personalised messages")], ["true", "false"]);
    await page.keyboard.press("Escape");
    await chooser.waitFor({ state: "detached" });
  });

  test(`${direction}: the cookie policy is read and scrolled with the keyboard alone`, async () => {
    const visitor = await stage.visitorOn(await stage.person());
    const { page } = visitor;
    await withAxe(visitor.context);
    await page.goto(`${stage.server.url}/privacy/${stage.chatKey}/cookies?lang=en`);
    await page.evaluate((dir) => {
      document.documentElement.dir = dir;
    }, direction);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 700 });
      assert.deepEqual(await barriers(page), [], `${width} px`);
      const { scrollWidth, clientWidth } = await page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        return { scrollWidth, clientWidth };
      });
      assert.equal(scrollWidth, clientWidth, `${width} px: nothing is wider than the screen`);
    }
    // Every table that scrolls by itself can be reached, and the first heading begins the page.
    const unreachable = await page.evaluate(() =>
      [...document.querySelectorAll("*")]
        .filter(
          (one) =>
            one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX),
        )
        .filter((one) => one.tabIndex < 0 && !one.querySelector("a, button"))
        .map((one) => one.tagName),
    );
    assert.deepEqual(unreachable, []);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
    await page.keyboard.press("End");
    await page.waitForFunction(() => scrollY > 0);
  });
}

/** Goes down in the open menu to the choices. */
async function goToItem(page) {
  await page.getByRole("menuitem", { name: "Your choices" }).waitFor();
  for (let count = 0; count < 6 && !/Your choices/.test(await focused(page)); count += 1)
    await page.keyboard.press("ArrowDown");
}
