/** Sections 1.5 to 1.9: tolerance, several widgets, the place in the page, errors, known packages. */
import assert from "node:assert/strict";
import { becomes, unique } from "../run.mjs";

const MANUAL = "<script>SMARTSUPP_AUTOCREATE = false;</script>";

export default {
  async "1.5 stub-missing"({ on, loader, key }) {
    const { page, box } = await on({
      html: `<script>_smartsupp = { key: "${key}" };</script><script src="${loader}"></script>
<script>smartsupp("on", "status", (status) => { heard = status; });</script>`,
    });
    await box.launcher.waitFor();
    await page.waitForFunction(() => /^(online|away|offline)$/.test(window.heard));
  },
  async "1.5 late-key"({ on, loader, key }) {
    const { box } = await on({
      html: `<script>_smartsupp = {};</script><script async src="${loader}" onload="_smartsupp.key = '${key}'"></script>`,
    });
    await box.launcher.waitFor();
  },
  async "1.5 warns-once"({ on, loader, key }) {
    const { page, box, warnings } = await on({
      html: `<script>_smartsupp = {};</script><script async src="${loader}"></script>`,
      prepare: ({ page }) => page.clock.install(),
    });
    await page.waitForLoadState("load");
    await page.clock.runFor(20_000);
    await becomes(() => warnings.length, 1, "one warning");
    assert.match(warnings[0], /Missing option key/);
    await page.evaluate((chatKey) => {
      window._smartsupp.key = chatKey;
    }, key);
    await page.clock.runFor(2_000);
    await box.launcher.waitFor();
    assert.equal(warnings.length, 1);
  },
  async "1.5 config-replaced"({ on, loader, key }) {
    const { box } = await on({
      html: `<script>_smartsupp = { color: "#111111" };</script><script async src="${loader}"></script>
<script>_smartsupp = { key: "${key}", orientation: "left" };</script>`,
    });
    await box.launcher.waitFor();
    assert.ok((await box.application.boundingBox()).x < 100);
  },
  async "1.5 double-mount"({ launched, loader }) {
    const { page, box, sockets } = await launched();
    await page.evaluate((src) => {
      // The stub made anew by a second snippet; the old one is thrown away.
      window.smartsupp = Object.assign((...args) => window.smartsupp._.push(args), { _: [["chat:open"]] });
      document.body.append(Object.assign(document.createElement("script"), { src }));
    }, loader);
    await box.field.waitFor();
    assert.equal(await page.locator("#chat-application").count(), 1);
    await becomes(() => sockets.length, 1, "one connection");
  },
  async "1.5 other-key"({ launched, newSite, loader }) {
    const other = await newSite({});
    const { page, box, requests } = await launched();
    await page.evaluate(
      ([src, chatKey]) => {
        window._smartsupp.key = chatKey;
        document.body.append(Object.assign(document.createElement("script"), { src }));
      },
      [loader, other.chat_key],
    );
    await becomes(
      () => requests.some((url) => url.includes(`/${other.chat_key}/settings`)),
      true,
      "the other site",
    );
    await box.launcher.waitFor();
    assert.equal(await page.locator("#chat-application").count(), 1);
  },
  async "1.5 destroy-and-reload"({ launched, loader, key }) {
    const { page, box } = await launched();
    await box.open();
    await page.evaluate(
      ([src, chatKey]) => {
        delete window.smartsupp;
        window.smartsupp = undefined;
        window._smartsupp = { key: chatKey, orientation: "left" };
        document.querySelector("#chat-application").remove();
        document.body.append(Object.assign(document.createElement("script"), { src }));
      },
      [loader, key],
    );
    await becomes(
      async () =>
        (await page.locator("#chat-application").count()) === 1 &&
        (await box.application.boundingBox())?.x < 100,
      true,
      "a fresh box with the new configuration",
    );
  },
  async "1.5 foreign-loader"({ on }) {
    const { page, box } = await on({ head: "<script>SMARTSUPP_LOADED = true;</script>" });
    await page.waitForLoadState("networkidle");
    assert.equal(await box.application.count(), 0);
  },
  async "1.5 container-removed"({ launched }) {
    const { page, box } = await launched();
    await box.open();
    await page.evaluate(() => document.querySelector("#chat-application").remove());
    await becomes(
      () => page.evaluate(() => window.smartsupp.vid === undefined),
      true,
      "the connection is gone",
    );
    await page.evaluate(() => window.smartsupp.getWidget("chat").render());
    await box.launcher.or(box.dialog).first().waitFor({ state: "attached" });
  },
  async "1.5 storage-blocked"({ on }) {
    const { box } = await on({
      prepare: ({ context }) =>
        context.addInitScript(() => {
          const refuse = () => {
            throw new DOMException("The operation is insecure.", "SecurityError");
          };
          for (const name of ["localStorage", "sessionStorage"])
            Object.defineProperty(window, name, { get: refuse });
          Object.defineProperty(Document.prototype, "cookie", { get: refuse, set: refuse });
        }),
    });
    await box.open();
    const text = unique("Without storage");
    await box.say(text);
    await box.sent(text);
  },

  async "1.6 render-idempotent"({ launched }) {
    const { page } = await launched();
    await page.evaluate(() => {
      for (let count = 0; count < 5; count++) window.smartsupp.getWidget("chat").render();
    });
    assert.equal(await page.locator("#chat-application").count(), 1);
  },
  async "1.6 render-before-created"({ on }) {
    const { page, box } = await on({ head: MANUAL });
    await page.waitForFunction(() => typeof window.smartsupp.getWidget === "function");
    await page.evaluate(() => {
      const made = window.smartsupp.createWidget("chat", window._smartsupp, []);
      window.smartsupp.getWidget("chat").render();
      return made;
    });
    await box.launcher.waitFor();
  },
  async "1.6 unknown-id"({ launched }) {
    const { page } = await launched();
    assert.equal(await page.evaluate(() => window.smartsupp.getWidget("nobody")), undefined);
  },
  async "1.6 existing-id"({ launched }) {
    const { page } = await launched();
    assert.ok(
      await page.evaluate(
        async () => (await window.smartsupp.createWidget("chat")) === window.smartsupp.getWidget("chat"),
      ),
    );
  },
  async "1.6 own-destroy"({ launched }) {
    const { page, box } = await launched();
    await page.evaluate(() => window.smartsupp.getWidget("chat").destroy());
    await box.application.waitFor({ state: "detached" });
  },
  async "1.6 several"({ on }) {
    const { page } = await on({ head: MANUAL });
    await page.waitForFunction(() => typeof window.smartsupp.createWidget === "function");
    await page.evaluate(async () => {
      for (const id of ["chat", "second"])
        (await window.smartsupp.createWidget(id, window._smartsupp, [])).render();
    });
    for (const id of ["chat", "second"]) await page.locator(`#${id}-application button.launcher`).waitFor();
  },

  async "1.7 ids"({ launched }) {
    const { page } = await launched();
    assert.equal(await page.locator("#chat-application #chat-application-iframe").count(), 1);
    assert.equal(await page.locator("iframe").count(), 0);
  },
  async "1.7 title"({ launched }) {
    const { page } = await launched();
    assert.ok(await page.locator("#chat-application-iframe").getAttribute("title"));
  },
  async "1.7 measurable"({ launched }) {
    const { page, box, call } = await launched();
    const size = () =>
      page.evaluate(() => {
        const { width, height } = document.querySelector("#chat-application").getBoundingClientRect();
        return [width, height];
      });
    assert.deepEqual(await size(), [60, 60]);
    await box.open();
    assert.ok((await size())[0] > 300);
    await call("chat:hide");
    await becomes(size, [0, 0], "hidden");
  },
  async "1.7 foreign-style"({ launched }) {
    const { page, box } = await launched();
    await page.evaluate(() => {
      const { classList, style } = document.querySelector("#chat-application");
      classList.add("of-the-page");
      style.setProperty("bottom", "90px");
      style.setProperty("display", "none");
    });
    await box.launcher.waitFor({ state: "hidden" });
    await page.evaluate(() => document.querySelector("#chat-application").style.removeProperty("display"));
    await box.launcher.waitFor();
    const kept = await box.application.evaluate((element) => [
      element.className,
      innerHeight - element.getBoundingClientRect().bottom,
    ]);
    assert.deepEqual(kept, ["of-the-page", 90]);
  },

  async "1.8 start-failure"({ on }) {
    const { warnings, box } = await on({ chatKey: "f".repeat(40) });
    await becomes(() => warnings.length, 1, "one warning");
    assert.match(warnings[0], /^\[Smartsupp\]/);
    assert.equal(await box.launcher.count(), 0);
  },
  async "1.8 wrong-type"({ launched }) {
    const { call, warnings } = await launched();
    await call("name", 7);
    await becomes(() => warnings.length, 1, "one warning");
    assert.match(warnings[0], /^\[Smartsupp\] name: expected string/);
  },
  async "1.8 unknown-silent"({ launched }) {
    const { page, call, warnings } = await launched({ config: "_smartsupp.nothingOfTheKind = { a: 1 };" });
    await call("nothing:of:the:kind", 1);
    await page.evaluate(() => window.smartsupp("on", "nothing", () => {}));
    assert.deepEqual(warnings, []);
  },
  async "1.8 throwing-handler"({ launched }) {
    const { page, warnings } = await launched({
      queue:
        "smartsupp('on', 'rendered', function () { throw new Error('of the page'); }); smartsupp('on', 'rendered', function () { second = true; });",
    });
    assert.ok(await page.evaluate(() => window.second));
    await becomes(() => warnings.length, 1, "it is reported");
  },

  async "1.9 smartsupp-widget"({ stage, conversation }) {
    const { page, box } = await stage.visitor("/package");
    await box.launcher.waitFor();
    const text = unique("By the package");
    await page.evaluate((message) => {
      const { sdk } = window;
      sdk.setLanguage("fr");
      sdk.setPhone("+33 1 23");
      sdk.setGroup("nobody");
      sdk.chatHide();
      sdk.chatShow();
      sdk.chatOpen();
      sdk.chatMessage(message);
    }, text);
    await box.field.waitFor();
    await becomes(() => box.field.inputValue(), text, "the prefilled text");
    await box.field.press("Enter");
    const { visitor } = await conversation(text);
    assert.deepEqual(
      [visitor.name, visitor.email, visitor.phone],
      ["Package Person", "package@person.example", "+33 1 23"],
    );
    assert.deepEqual(
      visitor.variables.map(({ id, value }) => [id, `${value}`]),
      [
        ["plan", "gold"],
        ["seats", "3"],
      ],
    );
    await page.evaluate(() => window.sdk.chatClose());
    await box.dialog.waitFor({ state: "hidden" });
  },
  async "1.9 php-generator"({ on, conversation, key, loader }) {
    const { page, box, warnings } = await on({ html: generated(key, loader, "") });
    await box.launcher.waitFor();
    assert.deepEqual(warnings, []);
    assert.ok((await box.application.boundingBox()).x < 100, "alignX");
    const text = unique("From the generator");
    await page.evaluate((message) => {
      window.smartsupp("chat:open");
      window.smartsupp("chat:send", message);
    }, text);
    const { visitor } = await conversation(text);
    assert.deepEqual([visitor.name, visitor.email], ["O'Neil", "oneil@shop.example"]);
    assert.deepEqual(
      visitor.variables.map(({ id, label, value }) => [id, label, `${value}`]),
      [["orderTotal", "Order total", "128.20 €"]],
    );
  },
  async "1.9 wordpress"({ on, conversation, key, loader }) {
    const free = "<script>smartsupp('group', 'none'); smartsupp('language', 'fr');</script>";
    const { page, box } = await on({
      html: "<title>WordPress</title>",
      body: generated(key, loader, "WP 6.8") + free,
    });
    await box.launcher.waitFor();
    const text = unique("From the plugin");
    await page.evaluate((message) => {
      window.smartsupp("chat:open");
      window.smartsupp("chat:send", message);
    }, text);
    const { visitor } = await conversation(text);
    assert.deepEqual([visitor.name, visitor.language], ["O'Neil", "fr"]);
  },
  async "1.9 tarteaucitron"({ on, stage, key, loader }) {
    // The ready-made service, with only the address of the loader ours.
    for (const [path, file] of [
      ["/tac9/tarteaucitron.js", "tarteaucitron.js"],
      ["/tac9/tarteaucitron.services.js", "tarteaucitron.services.js"],
      ["/tac9/advertising.js", "advertising.js"],
      ["/tac9/lang/tarteaucitron.en.js", "lang/tarteaucitron.en.js"],
      ["/tac9/css/tarteaucitron.css", "css/tarteaucitron.css"],
    ])
      stage.host.putFile(path, `tarteaucitronjs/${file}`);
    const { page, box } = await on({
      html: `<script>tarteaucitronForceLanguage = "en";</script><script src="/tac9/tarteaucitron.js"></script>
<script>tarteaucitron.user.smartsuppKey = "${key}"; tarteaucitron.init({ highPrivacy: true, useExternalCss: true });
(tarteaucitron.job = tarteaucitron.job || []).push("smartsupp");</script>`,
      prepare: ({ context }) =>
        context.route(/smartsuppchat\.com\/loader\.js/, async (route) =>
          route.fulfill({
            contentType: "text/javascript",
            body: `document.head.append(Object.assign(document.createElement("script"), { src: "${loader}" }));`,
          }),
        ),
    });
    await page.locator("#smartsuppAllowed").waitFor({ state: "attached" });
    assert.equal(await box.application.count(), 0, "nothing before the answer");
    await page.locator("#smartsuppAllowed").evaluate((button) => button.click());
    await box.launcher.waitFor();
  },
};

/** What the PHP generator prints, the misspelt key and its way of quoting included. */
function generated(key, loader, platform) {
  return `<script type="text/javascript">
var _smartsupp = _smartsupp || {};
_smartsupp.key = '${key}';
_smartsupp.cookieDomain = '.shop.localhost';
_smartsupp.sendEmailTanscript = false;  // by default true
_smartsupp.ratingEnabled = true;  // by default false
_smartsupp.ratingType = 'advanced';
_smartsupp.ratingComment = true;
_smartsupp.alignX = 'left';
_smartsupp.alignY = 'side';
_smartsupp.widget = 'button';
_smartsupp.offsetX = 10;
_smartsupp.offsetY = 100;
${platform ? `_smartsupp.sitePlatform = '${platform}';` : ""}
_smartsupp.hideWidget = false;
window.smartsupp||(function(d) {
  var s,c,o=smartsupp=function(){ o._.push(arguments)};o._=[];
  s=d.getElementsByTagName('script')[0];c=d.createElement('script');
  c.type='text/javascript';c.charset='utf-8';c.async=true;
  c.src='${loader.replace("http:", "")}';s.parentNode.insertBefore(c,s);
})(document);
smartsupp('email', 'oneil@shop.example');
smartsupp('name', 'O\\x27Neil');
smartsupp('variables', {"orderTotal":{"label":"Order total","value":"128.20 \\u20ac"}});
</script>`;
}
