/**
 * The three libraries as npm has them, on a page with our module: their own buttons are pressed, and what they mean
 * for us is read in the same task.
 */
import { ManualTime } from "@entrenous/protocol/testing/manual-time.ts";
import klaroCode from "klaro/dist/klaro.js?raw";
import tarteaucitronWords from "tarteaucitronjs/lang/tarteaucitron.en.js?raw";
import tarteaucitronCode from "tarteaucitronjs/tarteaucitron.js?raw";
import tarteaucitronServices from "tarteaucitronjs/tarteaucitron.services.js?raw";
import cookieConsentCode from "vanilla-cookieconsent/dist/cookieconsent.umd.js?raw";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ask, peek } from "../foreign.ts";
import { clearBrowser, World } from "../testing/world.ts";
import { allAdapters } from "./all.ts";
import { type ManagerWatch, watchManagers } from "./watch.ts";

let world: World;
let managers: ManagerWatch;
const time = new ManualTime();

/** Runs a library's file as a script of the page. */
function script(code: string, name?: string): void {
  const after = name ? `;window.${name} = ${name};` : "";
  new Function("window", "self", code + after).call(window, window, window);
}

/** Our module on the page as it is now. */
function visit(): void {
  world = new World();
  managers = watchManagers({
    adapters: allAdapters(),
    page: window,
    timers: time,
    onChange: () => world.keeper.hear(...managers.look()),
    onLooked: () => {},
    onLast: () => world.keeper.stopWaiting(),
  });
  world.load(...managers.look());
}

function press(selector: string): void {
  const button = document.querySelector<HTMLElement>(selector);
  if (!button) throw new Error(`${selector} is not on the page: ${document.body.innerHTML.slice(0, 400)}`);
  button.click();
}

async function appear(selector: string): Promise<void> {
  await vi.waitFor(() => expect(document.querySelector(selector)).not.toBeNull());
}

const answers = () => {
  const { statistics, marketing } = world.keeper.decision().answers;
  return { statistics, marketing };
};
const isStored = () => {
  const { statistics, marketing } = world.stored();
  return { statistics: statistics.length > 0, marketing: marketing.length > 0 };
};
const NOTHING = { statistics: false, marketing: false };

beforeEach(() => {
  clearBrowser();
  document.body.replaceChildren();
});
afterEach(() => {
  managers.stop();
  world.unload();
  vi.restoreAllMocks();
  for (const name of ["klaro", "klaroConfig", "tarteaucitron", "CookieConsent"]) {
    Reflect.deleteProperty(window, name);
  }
});

it("klaro: accept all, then a partial withdrawal that counts when it is saved", async () => {
  const service = (name: string) => ({ name, purposes: ["us"], title: name });
  const config = {
    version: 1,
    elementID: "klaro",
    acceptAll: true,
    translations: { zz: { privacyPolicyUrl: "/privacy" } },
    services: [service("entrenous_stats"), service("entrenous_marketing")],
  };
  Object.assign(window, { klaroConfig: config });
  script(klaroCode);
  ask(window, "klaro.setup", config);
  visit();
  expect(answers()).toEqual({ statistics: "unknown", marketing: "unknown" });
  await appear("#klaro .cm-btn-success");
  press("#klaro .cm-btn-success");
  expect(answers()).toEqual({ statistics: "granted", marketing: "granted" });
  expect(isStored()).toEqual({ statistics: true, marketing: true });

  ask(window, "klaro.show", config, true);
  await appear("#service-item-entrenous_marketing");
  press("#service-item-entrenous_marketing");
  expect(answers().marketing).toBe("granted");
  await appear("#klaro .cm-btn-accept");
  press("#klaro .cm-btn-accept");
  expect(answers()).toEqual({ statistics: "granted", marketing: "denied" });
  expect(isStored()).toEqual({ statistics: true, marketing: false });
});

it("klaro: refuse", async () => {
  const config = {
    version: 1,
    elementID: "klaro",
    default: true,
    services: [{ name: "entrenous_stats", purposes: ["us"] }],
  };
  Object.assign(window, { klaroConfig: config });
  script(klaroCode);
  ask(window, "klaro.setup", config);
  visit();
  await appear("#klaro .cn-decline");
  press("#klaro .cn-decline");
  expect(answers().statistics).toBe("denied");
  expect(isStored()).toEqual(NOTHING);
});

it("vanilla-cookieconsent: accept necessary, then everything, then one category taken back", async () => {
  script(cookieConsentCode);
  await (ask(window, "CookieConsent.run", {
    hideFromBots: false,
    categories: { necessary: { readOnly: true }, analytics: {}, ads: {} },
    language: {
      default: "en",
      translations: {
        en: {
          consentModal: { title: "Cookies", acceptAllBtn: "All", acceptNecessaryBtn: "None" },
          preferencesModal: { title: "Choices", savePreferencesBtn: "Save", sections: [] },
        },
      },
    },
  }) as Promise<void>);
  visit();
  expect(answers()).toEqual({ statistics: "unknown", marketing: "unknown" });
  await appear('#cc-main [data-role="necessary"]');
  press('#cc-main [data-role="necessary"]');
  expect(answers()).toEqual({ statistics: "denied", marketing: "denied" });
  press('#cc-main [data-role="all"]');
  expect(answers()).toEqual({ statistics: "granted", marketing: "granted" });
  expect(isStored()).toEqual({ statistics: true, marketing: true });
  ask(window, "CookieConsent.acceptCategory", ["analytics"]);
  expect(answers()).toEqual({ statistics: "granted", marketing: "denied" });
  expect(isStored()).toEqual({ statistics: true, marketing: false });
});

it("tarteaucitron: allow one service, refuse the other, then take the first back", async () => {
  // It looks for its own address; given as data, so that the test's document does not fetch it.
  const tag = document.createElement("script");
  tag.setAttribute("type", "text/plain");
  tag.src = "https://shop.example/tarteaucitron.js";
  document.head.append(tag);
  script(tarteaucitronCode, "tarteaucitron");
  script(tarteaucitronWords);
  script(tarteaucitronServices);
  const service = (key: string, type: string) => ({
    key,
    type,
    name: key,
    uri: "/privacy",
    needConsent: true,
    cookies: [],
    js: () => {},
    fallback: () => {},
  });
  Object.assign(peek(window, "tarteaucitron.services") as object, {
    entrenous_stats: service("entrenous_stats", "analytic"),
    entrenous_marketing: service("entrenous_marketing", "ads"),
  });
  Object.assign(peek(window, "tarteaucitron") as object, { job: ["entrenous_stats", "entrenous_marketing"] });
  ask(window, "tarteaucitron.init", {
    highPrivacy: true,
    useExternalCss: true,
    useExternalJs: true,
    googleConsentMode: false,
  });
  await appear("#entrenous_statsAllowed");
  visit();
  expect(answers()).toEqual({ statistics: "unknown", marketing: "unknown" });
  press("#entrenous_statsAllowed");
  expect(answers()).toEqual({ statistics: "granted", marketing: "unknown" });
  press("#entrenous_marketingDenied");
  expect(answers()).toEqual({ statistics: "granted", marketing: "denied" });
  expect(isStored()).toEqual({ statistics: true, marketing: false });
  press("#entrenous_statsDenied");
  expect(answers()).toEqual({ statistics: "denied", marketing: "denied" });
  expect(isStored()).toEqual(NOTHING);
});
