/** Every manager with a fake written from its public interface (privacy.md section 5.1), and the traps of 5.2. */
import { describe, expect, it, vi } from "vitest";
import type { Adapter, SomeAnswers } from "./adapter.ts";
import { allAdapters } from "./all.ts";

/** A page's global object as far as managers are on it. */
type Page = Record<string, unknown>;

function adapter(id: string): Adapter {
  const found = allAdapters().find((one) => one.id === id);
  if (!found) throw new Error(`no adapter ${id}`);
  return found;
}

/** What an adapter says about a page, after it could register there. */
function read(id: string, page: Page): SomeAnswers | undefined {
  const one = adapter(id);
  one.subscribe?.(page, () => {});
  return one.read(page)?.answers;
}

const GRANTED: SomeAnswers = { statistics: "granted", marketing: "denied" };
const DENIED: SomeAnswers = { statistics: "denied", marketing: "denied" };
const UNKNOWN: SomeAnswers = { statistics: "unknown", marketing: "unknown" };

/** tarteaucitron with our services and its cookie. */
function tarteaucitron(state: Page, cookie: string, highPrivacy = true): Page {
  const services = { entrenous_stats: {}, entrenous_marketing: {} };
  return { tarteaucitron: { state, services, parameters: { highPrivacy }, cookie: { read: () => cookie } } };
}

/** vanilla-cookieconsent with categories; each may have declared services. */
function cookieConsent(isValid: boolean, categories: Page, cookie: Page): Page {
  return {
    CookieConsent: {
      validConsent: () => isValid,
      getConfig: () => ({ categories }),
      getCookie: () => cookie,
    },
  };
}

function klaro(confirmed: boolean, savedConsents: Page, unsaved: Page = savedConsents): Page {
  const manager = {
    confirmed,
    savedConsents,
    consents: unsaved,
    getService: (name: string) => (name in savedConsents ? { name } : undefined),
    getConsent: (name: string) => unsaved[name],
    watch: () => {},
  };
  return { klaro: { getManager: () => manager } };
}

const usercentrics = (isRequired: boolean, status: boolean): Page => ({
  UC_UI: {
    isConsentRequired: () => isRequired,
    getServicesBaseInfo: () => [
      { name: "Entrenous Stats", consent: { status } },
      { name: "Somebody", consent: { status: true } },
    ],
  },
});

const didomi = (isOpen: boolean, isEnabled: boolean): Page => ({
  Didomi: {
    shouldUserStatusBeCollected: () => isOpen,
    getCurrentUserStatus: () => ({
      purposes: {
        measure_content_performance: { enabled: isEnabled },
        create_ads_profile: { enabled: false },
      },
    }),
    on: () => {},
  },
});

function axeptio(choices: Page | undefined): Page {
  const on = (_: string, callback: (given: Page) => void) => choices && callback(choices);
  return { _axcb: { push: (callback: (sdk: unknown) => void) => callback({ on }) } };
}

function osano(hasSaved: boolean, consent: Page): Page {
  return {
    Osano: {
      cm: {
        getConsent: () => consent,
        addEventListener: (event: string, callback: () => void) => {
          if (hasSaved && event === "osano-cm-consent-saved") callback();
        },
      },
    },
  };
}

const oneTrust = (isClosed: boolean, groups: string): Page => ({
  OnetrustActiveGroups: groups,
  OneTrust: { IsAlertBoxClosed: () => isClosed },
});

const complianz = (status: string, given: string[]): Page => ({
  cmplz_has_consent: (category: string) => given.includes(category),
  cmplz_get_cookie: () => status,
});

const cookieYes = (hasActed: boolean, analytics: boolean): Page => ({
  getCkyConsent: () => ({
    isUserActionCompleted: hasActed,
    categories: { analytics, advertisement: false },
  }),
});

const wordPress = (type: string | undefined, cookies: Page, has: boolean): Page => ({
  ...(type ? { wp_consent_type: type } : {}),
  wp_has_consent: () => has,
  consent_api: { cookie_prefix: "wp_consent" },
  consent_api_get_cookie: (name: string) => cookies[name] ?? "",
});

const shopify = (said: Page): Page => ({
  Shopify: {
    customerPrivacy: {
      currentVisitorConsent: () => said,
      analyticsProcessingAllowed: () => said.analytics !== "no",
      marketingAllowed: () => said.marketing !== "no",
    },
  },
});

const tcf = (data: Page): Page => ({
  __tcfapi: (_: string, _version: number, callback: (data: Page, isGood: boolean) => void) =>
    callback(data, true),
});

const cookiebot = (hasResponse: boolean, method: string, statistics: boolean): Page => ({
  Cookiebot: { hasResponse, consent: { statistics, marketing: false, method } },
});

describe("each manager", () => {
  const ours = { entrenous_stats: {} };
  const cases: [name: string, id: string, page: Page, expected: SomeAnswers | undefined][] = [
    [
      "tarteaucitron, allowed",
      "tarteaucitron",
      tarteaucitron(
        { entrenous_stats: true, entrenous_marketing: false },
        "!entrenous_stats=true!entrenous_marketing=false",
      ),
      GRANTED,
    ],
    ["tarteaucitron, waiting", "tarteaucitron", tarteaucitron({}, "!entrenous_stats=wait"), UNKNOWN],
    [
      "tarteaucitron: the cookie of a service with a longer name is not ours",
      "tarteaucitron",
      tarteaucitron({ entrenous_stats: true, entrenous_marketing: false }, "!my_entrenous_stats=true"),
      { statistics: "unknown", marketing: "denied" },
    ],
    [
      "tarteaucitron without high privacy: a scroll is no yes",
      "tarteaucitron",
      tarteaucitron({ entrenous_stats: true, entrenous_marketing: false }, "!entrenous_stats=true", false),
      { statistics: "unknown", marketing: "denied" },
    ],
    [
      "tarteaucitron for visitors who are not asked",
      "tarteaucitron",
      {
        tarteaucitron: {
          ...Object(tarteaucitron({ entrenous_stats: true }, "!entrenous_stats=true").tarteaucitron),
          user: { bypass: true },
        },
      },
      UNKNOWN,
    ],
    [
      "tarteaucitron without services of ours: its stock service is a yes to the chat only",
      "tarteaucitron",
      { tarteaucitron: { state: { smartsupp: true }, services: { smartsupp: {} }, cookie: {} } },
      {},
    ],
    [
      "vanilla-cookieconsent, one category",
      "vanilla-cookieconsent",
      cookieConsent(true, { analytics: {}, ads: {} }, { categories: ["analytics"], services: {} }),
      GRANTED,
    ],
    [
      "vanilla-cookieconsent, opt-out mode before a choice",
      "vanilla-cookieconsent",
      cookieConsent(false, { analytics: {}, ads: {} }, { categories: ["analytics", "ads"] }),
      UNKNOWN,
    ],
    [
      "vanilla-cookieconsent: a refused service in an accepted category",
      "vanilla-cookieconsent",
      cookieConsent(
        true,
        { analytics: { services: ours } },
        { categories: ["analytics"], services: { analytics: ["another"] } },
      ),
      { statistics: "denied" },
    ],
    ["klaro, saved", "klaro", klaro(true, { entrenous_stats: true, entrenous_marketing: false }), GRANTED],
    [
      "klaro's defaults",
      "klaro",
      klaro(false, { entrenous_stats: true, entrenous_marketing: true }),
      UNKNOWN,
    ],
    [
      "klaro: a switch that is not saved yet",
      "klaro",
      klaro(true, { entrenous_stats: false, entrenous_marketing: false }, { entrenous_stats: true }),
      DENIED,
    ],
    [
      "klaro: recording is its own service",
      "klaro",
      klaro(true, { entrenous_recording: true }),
      { recording: "granted" },
    ],
    ["cookiebot, accepted", "cookiebot", cookiebot(true, "explicit", true), GRANTED],
    ["cookiebot, refused", "cookiebot", cookiebot(true, "explicit", false), DENIED],
    ["cookiebot, not answered", "cookiebot", cookiebot(false, "explicit", true), UNKNOWN],
    ["cookiebot, implied by going on", "cookiebot", cookiebot(true, "implied", true), UNKNOWN],
    ["usercentrics 2, answered", "usercentrics", usercentrics(false, true), { statistics: "granted" }],
    ["usercentrics 2, open", "usercentrics", usercentrics(true, true), { statistics: "unknown" }],
    ["didomi, answered", "didomi", didomi(false, true), GRANTED],
    ["didomi, open", "didomi", didomi(true, true), UNKNOWN],
    [
      "axeptio, complete",
      "axeptio",
      axeptio({ entrenous_stats: true, entrenous_marketing: false, other: true }),
      GRANTED,
    ],
    ["axeptio, open", "axeptio", axeptio(undefined), {}],
    ["osano, saved", "osano", osano(true, { ANALYTICS: "ACCEPT", MARKETING: "DENY" }), GRANTED],
    ["osano's defaults", "osano", osano(false, { ANALYTICS: "ACCEPT", MARKETING: "ACCEPT" }), UNKNOWN],
    ["onetrust, answered", "onetrust", oneTrust(true, ",C0001,C0002,"), GRANTED],
    ["onetrust, open", "onetrust", oneTrust(false, ",C0001,C0002,C0004,"), UNKNOWN],
    ["complianz, answered", "complianz", complianz("dismissed", ["statistics"]), GRANTED],
    ["complianz in an opt-out region", "complianz", complianz("", ["statistics", "marketing"]), UNKNOWN],
    ["cookieyes, answered", "cookieyes", cookieYes(true, true), GRANTED],
    ["cookieyes, open", "cookieyes", cookieYes(false, true), UNKNOWN],
    [
      "wordpress, answered",
      "wp-consent-api",
      wordPress("optin", { wp_consent_statistics: "allow", wp_consent_marketing: "deny" }, true),
      GRANTED,
    ],
    ["wordpress, opt-out by default", "wp-consent-api", wordPress("optout", {}, true), UNKNOWN],
    [
      "wordpress without a consent type says yes to everything",
      "wp-consent-api",
      wordPress(undefined, {}, true),
      undefined,
    ],
    ["shopify, answered", "shopify", shopify({ analytics: "yes", marketing: "no" }), GRANTED],
    ["shopify where no region asks", "shopify", shopify({ analytics: "", marketing: "" }), UNKNOWN],
    [
      "tcf, the publisher's own consents",
      "tcf",
      tcf({ eventStatus: "useractioncomplete", publisher: { consents: { 1: true, 8: true, 3: false } } }),
      GRANTED,
    ],
    [
      "tcf, the vendors' purposes are not ours",
      "tcf",
      tcf({ eventStatus: "tcloaded", purpose: { consents: { 1: true, 8: true, 3: true } }, publisher: {} }),
      UNKNOWN,
    ],
    [
      "tcf, the window is open",
      "tcf",
      tcf({ eventStatus: "cmpuishown", publisher: { consents: { 1: true, 8: true } } }),
      UNKNOWN,
    ],
    [
      "tcf where the law does not apply",
      "tcf",
      tcf({ eventStatus: "tcloaded", gdprApplies: false, publisher: { consents: { 1: true, 8: true } } }),
      UNKNOWN,
    ],
    [
      "consent mode, updated",
      "consent-mode",
      {
        dataLayer: [
          ["consent", "default", { analytics_storage: "denied" }],
          [
            "consent",
            "update",
            { analytics_storage: "granted", ad_storage: "granted", ad_user_data: "denied" },
          ],
        ],
      },
      GRANTED,
    ],
    [
      "consent mode, defaults are configuration",
      "consent-mode",
      { dataLayer: [["consent", "default", { analytics_storage: "granted", ad_storage: "granted" }]] },
      undefined,
    ],
  ];

  it.each(cases)("%s", (_, id, page, expected) => {
    expect(read(id, page)).toEqual(expected);
  });

  it.each(allAdapters().map(({ id }) => id))("%s says nothing on a page without it", (id) => {
    expect(read(id, {})).toBeUndefined();
  });

  it.each(allAdapters().map(({ id }) => id))("%s survives a page of other shapes that throws", (id) => {
    const hostile = new Proxy(
      {},
      {
        get() {
          throw new Error("hostile");
        },
      },
    );
    const names =
      "tarteaucitron CookieConsent klaro Cookiebot UC_UI __ucCmp Didomi _axcb Osano OneTrust cmplz_has_consent getCkyConsent wp_consent_type Shopify __tcfapi dataLayer";
    for (const value of [hostile, null, 7, "text", [], () => hostile]) {
      const page = Object.fromEntries(names.split(" ").map((name) => [name, value]));
      const answers = Object.values(read(id, page) ?? {});
      expect(answers.filter((answer) => answer === "granted")).toEqual([]);
    }
  });

  it("recording is granted by no category", () => {
    for (const [, id, page] of cases) {
      if (id !== "klaro") expect(read(id, page)?.recording).toBeUndefined();
    }
  });
});

describe("managers that call back", () => {
  it("usercentrics 3 answers with a promise; only explicit answers count", async () => {
    const one = adapter("usercentrics");
    const changed = vi.fn();
    const services = {
      a: { name: "entrenous_stats", consent: { given: true, type: "EXPLICIT" } },
      b: { name: "entrenous_marketing", consent: { given: true, type: "IMPLICIT" } },
    };
    const page = { __ucCmp: { getConsentDetails: () => Promise.resolve({ services }) } };
    one.subscribe?.(page, changed);
    expect(one.read(page)?.answers).toEqual({});
    await Promise.resolve();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(one.read(page)?.answers).toEqual({ statistics: "granted", marketing: "unknown" });
    await Promise.resolve();
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it("consent mode is heard when an entry is pushed, and other entries go on as before", () => {
    const one = adapter("consent-mode");
    const changed = vi.fn();
    const dataLayer: unknown[] = [];
    expect(one.subscribe?.({ dataLayer }, changed)).toBe(true);
    dataLayer.push({ event: "page_view" });
    expect(changed).not.toHaveBeenCalled();
    dataLayer.push(["consent", "update", { analytics_storage: "denied" }]);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(one.read({ dataLayer })?.answers.statistics).toBe("denied");
    expect(dataLayer).toHaveLength(2);
  });

  it("vanilla-cookieconsent bundled into a site is heard by its events alone", () => {
    const one = adapter("vanilla-cookieconsent");
    const say = (cookie: object) => one.hear?.(new CustomEvent("cc:onConsent", { detail: { cookie } }));
    expect(one.read({})).toBeUndefined();
    say({
      categories: ["analytics"],
      services: { analytics: [], marketing: [] },
      consentId: "c1",
      revision: 0,
    });
    expect(one.read({})).toEqual({
      answers: GRANTED,
      evidence: { record_id: "c1", revision: "0" },
    });
    say({ categories: ["analytics"], services: { analytics: ["another"] } });
    expect(one.read({})?.answers).toEqual({ statistics: "denied" });
  });
});
