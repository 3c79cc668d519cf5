/** Section 6: every published code is taken, in every spelling. */
import assert from "node:assert/strict";
import { LANGUAGES } from "../rows.mjs";
import { becomes } from "../run.mjs";

/** What the server is told of the language: the code that was understood. */
async function told({ launched }, said) {
  const { page, box, warnings } = await launched({
    queue: `smartsupp('language', '${said}'); smartsupp('on', 'message', function (model) { lang = model.get('lang'); });`,
  });
  await box.launcher.click();
  await box.dialog.locator("textarea").first().fill("Which language");
  await box.dialog.locator("textarea").first().press("Enter");
  await page.waitForFunction(() => window.lang);
  assert.deepEqual(warnings, [], said);
  return page.evaluate(() => window.lang);
}

const codes = Object.fromEntries(
  LANGUAGES.map((code) => [`6 ${code}`, async (world) => assert.equal(await told(world, code), code)]),
);

export default {
  ...codes,
  async "6 iso-forms"(world) {
    for (const [said, code] of [
      ["en-GB", "en"],
      ["PT-br", "br"],
      ["zh-CN", "cn"],
      ["zh_TW", "tw"],
      ["nb", "no"],
      ["FR", "fr"],
    ])
      assert.equal(await told(world, said), code, said);
  },
  async "6 unknown"(world) {
    const { box, call, warnings } = await world.launched();
    await call("language", "tlh");
    await becomes(() => box.launcher.getAttribute("lang"), "en", "English");
    assert.deepEqual(warnings, []);
  },
};
