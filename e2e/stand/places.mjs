/** Every place that a person can see, for looks at all of them: pictures, accessibility, narrow screens. */
import { eventually } from "./eventually.mjs";

/** Waits until a page of the dashboard shows what it has to show. */
async function settled(page) {
  await page.locator("h1").first().waitFor({ state: "attached" });
  await eventually(
    () => page.evaluate(() => !document.querySelector(".skeleton, .full-page-wait, [aria-busy=true]")),
    `${page.url()} has loaded`,
  );
}

function at(path) {
  return async (page, base) => {
    await page.goto(base + path);
    await settled(page);
  };
}

/** Places before the sign-in: name and how to get there. `base` is the dashboard's address. */
export const OUTSIDE = [
  ["login", at("login")],
  [
    "login-wrong",
    async (page, base) => {
      await at("login")(page, base);
      await page.locator("input[type=email]").fill("nobody@demo.example");
      await page.locator("input[autocomplete=current-password]").fill("wrong");
      await page.locator("form button[type=submit]").click();
      await page.getByRole("alert").first().waitFor();
    },
  ],
  ["forgot", at("forgot")],
  [
    "reset",
    async (page, base) => {
      // Links that work come by mail and work once; how the form looks needs none.
      const works = { json: { email: "camille@demo.example" } };
      await page.route("**/api/agent/password/reset/open", (route) => route.fulfill(works), { times: 1 });
      await at("reset?token=aaaa")(page, base);
    },
  ],
  ["reset-dead", at("reset?token=bbbb")],
  ["invitation", at("invitation?token=aaaa")],
  ["setup-closed", at("setup?token=aaaa")],
];

/** Places of the inbox; `names` are the people of the demo's conversations. */
const INBOX = [
  ["inbox-mine", at("inbox")],
  ["inbox-unassigned", at("inbox?view=unassigned")],
  ["inbox-all", at("inbox?view=all")],
  ["inbox-closed", at("inbox?view=closed")],
  ["conversation", (page, base) => openRow(page, base, "all", "Nadia Benali")],
  ["conversation-waiting", (page, base) => openRow(page, base, "unassigned", "Jonas Weber")],
  ["conversation-closed", (page, base) => openRow(page, base, "closed", "Owen Marsh")],
  [
    "conversation-note",
    async (page, base) => {
      await openRow(page, base, "all", "Nadia Benali");
      await page.locator(".composer-modes button").nth(1).click();
    },
  ],
  ["conversation-missing", at("inbox/con_01m82e02w9ggyp8jjqx9y00q72")],
  [
    "search",
    async (page, base) => {
      await at("inbox?view=all")(page, base);
      await page.locator("button.search-open").click();
      await page.getByRole("searchbox").fill("facture");
      await page.locator(".search-pane a, .search-results a, [role=option], mark").first().waitFor();
    },
  ],
  [
    "keys",
    async (page, base) => {
      await at("inbox")(page, base);
      await page.locator(".list-head button[aria-haspopup=menu]").last().click();
      await page.getByRole("menuitem").last().click();
      await page.getByRole("dialog").waitFor();
    },
  ],
];

async function openRow(page, base, view, name) {
  await at(`inbox?view=${view}`)(page, base);
  await page.locator("a.row", { hasText: name }).click();
  await page.getByRole("log").waitFor();
  await settled(page);
}

function dialog(path, button) {
  return async (page, base) => {
    await at(path)(page, base);
    await button(page).click();
    await page.getByRole("dialog").waitFor();
    await settled(page);
  };
}

/** Places of the settings; `siteId` is the demo's site. */
function settings(siteId) {
  return [
    ["profile", at("settings/profile")],
    ["security", at("settings/security")],
    [
      "totp",
      dialog("settings/security", (page) =>
        page.locator(".card button", { has: page.locator("svg.lucide-shield-check") }),
      ),
    ],
    ["agents", at("settings/agents")],
    [
      "invite",
      dialog("settings/agents", (page) =>
        page.locator("button", { has: page.locator("svg.lucide-user-round-plus") }),
      ),
    ],
    ["sites", at("settings/sites")],
    ["site", at(`settings/sites/${siteId}`)],
    ["site-box", at(`settings/sites/${siteId}/chat-box`)],
    ["site-forms", at(`settings/sites/${siteId}/forms`)],
    ["site-privacy", at(`settings/sites/${siteId}/privacy`)],
    ["site-groups", at(`settings/sites/${siteId}/groups`)],
    ["site-install", at(`settings/sites/${siteId}/install`)],
  ];
}

/** Everything after the sign-in. */
export function inside(siteId) {
  return [...INBOX, ...settings(siteId)];
}

/** The demo shop and the box on it; `root` is the shop's address in one language. */
export function shop(root, { bowls, cart, care }) {
  const open = async (page, path) => {
    await page.goto(root + path);
    // A box that was open on the page before is open again, and its launcher is away.
    await page.locator("#chat-application :is(button.launcher, textarea):visible").first().waitFor();
  };
  const openBox = async (page, path) => {
    await open(page, path);
    const field = page.locator("#chat-application textarea");
    const launcher = page.locator("#chat-application button.launcher");
    if (await launcher.isVisible()) await launcher.click();
    await field.waitFor();
    return field;
  };
  return [
    ["shop-home", (page) => open(page, "")],
    ["shop-bowl", (page) => open(page, `${bowls}/ecume/`)],
    ["shop-cart", (page) => open(page, `${cart}/?cart=lune-16.2_service-4.1`)],
    ["shop-cart-empty", (page) => open(page, `${cart}/`)],
    ["shop-care", (page) => open(page, `${care}/`)],
    ["box-empty", (page) => openBox(page, "")],
    [
      "box-talk",
      async (page) => {
        const field = await openBox(page, "");
        const log = page.locator("#chat-application [role=log]");
        if (!(await log.locator(".m.me").count())) {
          await field.fill("Is the Lune bowl dishwasher safe? See https://example.org/care");
          await field.press("Enter");
          await field.fill("And is there a larger one for salads, or for a large family on a Sunday?");
          await field.press("Enter");
        }
        await log.locator(".m.me").nth(1).waitFor();
        await eventually(
          async () => !/Sending|Envoi en cours/.test(await log.innerText()),
          "the messages are sent",
        );
      },
    ],
    [
      "box-menu",
      async (page) => {
        await openBox(page, "");
        await page.locator("#chat-application .menu-place > button").click();
        await page.locator("#chat-application [role=menu]").waitFor();
      },
    ],
    [
      "box-emoji",
      async (page) => {
        await openBox(page, "");
        await page.locator("#chat-application .composer button.ib").nth(1).click();
      },
    ],
    [
      "box-end",
      async (page) => {
        await openBox(page, "");
        await page.locator("#chat-application .menu-place > button").click();
        await page.locator("#chat-application [role=menuitem]").last().click();
        await page.locator("#chat-application [role=alertdialog]").waitFor();
      },
    ],
    [
      "box-ended",
      async (page) => {
        await openBox(page, "");
        await page.locator("#chat-application .menu-place > button").click();
        await page.locator("#chat-application [role=menuitem]").last().click();
        await page.locator("#chat-application [role=alertdialog] button").last().click();
        await page.locator("#chat-application .foot > button").waitFor();
      },
    ],
  ];
}

export const SHOPS = {
  en: { path: "", bowls: "bowls", cart: "cart", care: "care" },
  fr: { path: "fr/", bowls: "bols", cart: "panier", care: "entretien" },
};
