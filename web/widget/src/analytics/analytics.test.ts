/** Section 9 of smartsupp-api.md: whom counted events reach, and when nobody hears of them. */
import { grantByConsent } from "@entrenous/protocol/store.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { COUNTED_EVENT } from "../consent/counted.ts";
import { pageAnalytics } from "../consent/page-analytics.ts";
import { createSender } from "./index.ts";

const COUNTED = { category: "Smartsupp_v3", action: "Feedback_sent", label: "Good" };
const VALUES = { event_category: "Smartsupp_v3", event_label: "Good" };

afterEach(() => document.head.replaceChildren());

function addTag(id: string): void {
  const script = document.createElement("script");
  // Given as data, so that the test's document does not fetch it.
  script.setAttribute("type", "text/plain");
  script.src = `https://www.googletagmanager.com/gtag/js?l=dataLayer&id=${id}`;
  document.head.append(script);
}

describe("GA4", () => {
  it("gets the event for every id on the page", () => {
    addTag("G-AAA");
    const gtag = vi.fn();
    const dataLayer = [["config", "G-BBB"], ["config", "G-AAA"], ["config", "AW-1"], { event: "gtm.js" }];
    createSender({}, { gtag, dataLayer })(COUNTED);
    expect(gtag.mock.calls).toEqual([["event", "Feedback_sent", { ...VALUES, send_to: ["G-BBB", "G-AAA"] }]]);
  });

  it("gets it for gaKey only, where the page says so", () => {
    addTag("G-AAA");
    const gtag = vi.fn();
    createSender({ gaKey: "G-ONLY" }, { gtag })(COUNTED);
    expect(gtag.mock.calls[0]?.[2]).toEqual({ ...VALUES, send_to: ["G-ONLY"] });
  });

  it("without gtag is reached by the data layer, with an arguments object", () => {
    const dataLayer: unknown[] = [];
    createSender({}, { dataLayer })(COUNTED);
    expect(Object.prototype.toString.call(dataLayer[0])).toBe("[object Arguments]");
    expect(Array.from(dataLayer[0] as ArrayLike<unknown>)).toEqual(["event", "Feedback_sent", VALUES]);
  });

  it("that is not on the page gets nothing", () => {
    expect(() => createSender({ gaKey: "G-ONLY" }, {})(COUNTED)).not.toThrow();
  });
});

describe("the older tracker", () => {
  const EVENT = ["event", "Smartsupp_v3", "Feedback_sent", "Good", { nonInteraction: true }];

  it("gets the event by every name, whatever the function is called", () => {
    const trackers = ["t0", "shop"].map((name) => ({ get: () => name }));
    const analytics = Object.assign(vi.fn(), { getAll: () => trackers });
    createSender({}, { GoogleAnalyticsObject: "analytics", analytics })(COUNTED);
    expect(analytics.mock.calls).toEqual([
      ["t0.send", ...EVENT],
      ["shop.send", ...EVENT],
    ]);
  });

  it("gaName names the one", () => {
    const ga = vi.fn();
    createSender({ gaName: "shop" }, { ga })(COUNTED);
    expect(ga.mock.calls).toEqual([["shop.send", ...EVENT]]);
  });

  it("gaKey and gaOptions make one, once", () => {
    const ga = vi.fn();
    const gtag = vi.fn();
    const send = createSender({ gaKey: "UA-1-1", gaOptions: { cookieDomain: "shop.example" } }, { ga, gtag });
    send(COUNTED);
    send(COUNTED);
    expect(ga.mock.calls.map(([name]) => name)).toEqual(["create", "smartsupp.send", "smartsupp.send"]);
    expect(ga.mock.calls[0]).toEqual([
      "create",
      "UA-1-1",
      { cookieDomain: "shop.example", name: "smartsupp" },
    ]);
    expect(gtag).not.toHaveBeenCalled();
  });
});

describe("consent", () => {
  const tell = (frame: EventTarget) =>
    frame.dispatchEvent(new CustomEvent(COUNTED_EVENT, { detail: COUNTED }));

  function stand() {
    const frame = new EventTarget();
    const sent: unknown[] = [];
    const importSender = vi.fn(async () => ({
      createSender: () => (counted: unknown) => sent.push(counted),
    }));
    return { frame, sent, importSender, module: pageAnalytics({ frame, given: {}, importSender }) };
  }

  it("to statistics is needed: before it nothing is even fetched, after it everything is sent", async () => {
    const { frame, sent, importSender, module } = stand();
    tell(frame);
    module.start(grantByConsent("statistics", () => true));
    expect(importSender).not.toHaveBeenCalled();
    tell(frame);
    await vi.waitFor(() => expect(sent).toEqual([COUNTED]));
  });

  it("that is withdrawn stops it at once, also what is under way", async () => {
    const { frame, sent, importSender, module } = stand();
    let isGranted = true;
    const running = module.start(grantByConsent("statistics", () => isGranted));
    tell(frame);
    isGranted = false;
    running.stop();
    tell(frame);
    await importSender.mock.results[0]?.value;
    await Promise.resolve();
    expect([sent, importSender.mock.calls.length]).toEqual([[], 1]);
  });
});
