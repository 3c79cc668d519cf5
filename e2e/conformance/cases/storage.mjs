/** Section 7: names, lives and attributes of what is stored. What is stored when is in journeys/matrix. */
import assert from "node:assert/strict";
import { onDevice } from "../../stand/device.mjs";
import { becomes, unique } from "../run.mjs";

const DAY_MS = 86_400_000;
const HALF_YEAR_MS = 182 * DAY_MS;
const USES = { statistics: true, marketing: true, recording: false, shows_bar: false, gpc: "strict" };

/** A visitor who used everything that stores something, on a site that uses all purposes. */
async function user({ newSite, launched }, options = {}) {
  const site = await newSite({ privacy: USES });
  const visitor = await launched({
    ...options,
    chatKey: site.chat_key,
    queue: `smartsupp('consent', { statistics: true, marketing: true }); ${options.queue ?? ""}`,
  });
  const { box } = visitor;
  await box.open();
  await box.field.pressSequentially("A draft");
  await box.dialog.getByRole("button", { name: "Menu" }).click();
  await box.dialog.getByRole("menuitemcheckbox", { name: "Sound" }).click();
  const names = async () =>
    (await onDevice(visitor.page)).map(({ name }) => name.replace(site.chat_key, "KEY"));
  return { ...visitor, names, key: site.chat_key };
}

const cookie = async ({ page }, name) => (await onDevice(page)).find((one) => one.name === name);

async function livesHalfAYear(visitor, name) {
  await becomes(async () => Boolean(await cookie(visitor, name)), true, name);
  const { endsAt } = await cookie(visitor, name);
  assert.ok(
    Math.abs(endsAt - Date.now() - HALF_YEAR_MS) < 2 * 60_000,
    `${name} ends in ${endsAt - Date.now()} ms`,
  );
}

/** The value in local storage, with the end of its life in days from now. */
function kept({ page, key }, name) {
  return page.evaluate(
    (full) => {
      const { v, exp } = JSON.parse(localStorage.getItem(full) ?? "{}");
      return [v, Math.round((exp - Date.now()) / 86_400_000)];
    },
    name.replace("KEY", key),
  );
}

const noCookies = ({ context }) =>
  context.addInitScript(() => {
    Object.defineProperty(Document.prototype, "cookie", { get: () => "", set: () => {} });
  });

export default {
  "7 ssupp.vid": async (world) => livesHalfAYear(await user(world), "ssupp.vid"),
  "7 ssupp.visits": async (world) => livesHalfAYear(await user(world), "ssupp.visits"),
  async "7 attributes"(world) {
    const visitor = await user(world);
    for (const name of ["ssupp.vid", "ssupp.visits"]) {
      const { path, sameSite, secure, httpOnly, domain } = await cookie(visitor, name);
      assert.deepEqual(
        { path, sameSite, secure, httpOnly, domain },
        { path: "/", sameSite: "Strict", secure: false, httpOnly: false, domain: "shop.localhost" },
        name,
      );
    }
  },
  async "7 cookiePrefix"(world) {
    const { names } = await user(world, { config: "_smartsupp.cookiePrefix = 'my_';" });
    const all = await names();
    assert.deepEqual(all.filter((name) => name.includes("ssupp.")).sort(), [
      "my_ssupp.vid",
      "my_ssupp.visits",
    ]);
  },
  async "7 AWSALB"(world) {
    const { names } = await user(world);
    assert.deepEqual(
      (await names()).filter((name) => name.startsWith("AWS")),
      [],
    );
  },
  async "7 v1-cookies"(world) {
    const { names } = await user(world);
    const old = ["barclicked", "chatid", "group", "message", "opened", "unread", "visit"].map(
      (name) => `ssupp.${name}`,
    );
    assert.deepEqual(
      (await names()).filter((name) => old.includes(name)),
      [],
    );
  },
  async "7 _ss.enableSounds"(world) {
    const visitor = await user(world);
    await becomes(() => kept(visitor, "_ss.enableSounds"), [false, 182], "the sound");
  },
  async "7 ssupp_KEY"(world) {
    const visitor = await user(world);
    const [value, days] = await kept(visitor, "ssupp_KEY");
    assert.deepEqual([value.answers, days], [{ statistics: true, marketing: true }, 182]);
  },
  async "7 ssupp_KEYvid"(world) {
    const visitor = await user(world, { prepare: noCookies });
    const [value, days] = await kept(visitor, "ssupp_KEYvid");
    assert.ok(/^\S{20,}$/.test(value));
    assert.equal(days, 182);
  },
  async "7 ssupp_KEYvisits"(world) {
    const visitor = await user(world, { prepare: noCookies });
    const [value, days] = await kept(visitor, "ssupp_KEYvisits");
    assert.match(`${value}`, /^1\./);
    assert.equal(days, 182);
  },
  async "7 ssupp_KEYmessage"(world) {
    const visitor = await user(world);
    await becomes(async () => (await kept(visitor, "ssupp_KEYmessage"))[1], 1, "the draft lives for a day");
    await visitor.page.reload();
    await becomes(() => visitor.box.field.inputValue(), "A draft", "it is restored");
    const text = unique("Sent");
    await visitor.box.say(text);
    await becomes(
      async () => (await visitor.names()).includes("ssupp_KEYmessage"),
      false,
      "it goes when it is sent",
    );
  },
  async "7 ssupp_KEYopened"(world) {
    const visitor = await user(world);
    assert.deepEqual(await kept(visitor, "ssupp_KEYopened"), [true, 1]);
    await visitor.page.reload();
    await visitor.box.field.waitFor();
  },
  async "7 widget-prefix"(world) {
    const { names } = await user(world, {
      head: "<script>SMARTSUPP_AUTOCREATE = false;</script>",
      // Whatever waits in the queue belongs to this one.
      config:
        "addEventListener('load', function () { smartsupp.createWidget('chat').then(function (made) { made.render(); }); });",
    });
    const all = await names();
    assert.ok(all.includes("chat_ssupp_KEYopened"), `${all}`);
    assert.deepEqual(
      all.filter((name) => name.startsWith("ssupp_")),
      [],
    );
  },
};
