/** What the bridge makes of the page's words. */
import { describe, expect, it, vi } from "vitest";
import { readIdentity } from "./identity.ts";
import { isRightToLeft, languageCode, languageTag } from "./languages.ts";
import { tellPage } from "./page-events.ts";
import { readSettings } from "./settings.ts";
import { readVariables } from "./variables.ts";

describe("languages", () => {
  it.each([
    ["fr", "fr"],
    ["FR", "fr"],
    ["en-GB", "en"],
    ["en_US", "en"],
    ["pt-BR", "br"],
    ["pt-PT", "pt"],
    ["br", "br"],
    ["zh-CN", "cn"],
    ["zh-Hant-HK", "tw"],
    ["zh", "cn"],
    ["tw", "tw"],
    ["nb-NO", "no"],
    ["sr-Latn-RS", "sr"],
    ["xx", "en"],
    ["", "en"],
    ["constructor", "en"],
  ])("%s → %s", (said, code) => {
    expect(languageCode(said)).toBe(code);
  });

  it("have an ISO tag and a direction", () => {
    expect(["br", "cn", "tw", "no", "fr"].map(languageTag)).toEqual([
      "pt-BR",
      "zh-Hans",
      "zh-Hant",
      "nb",
      "fr",
    ]);
    expect(["ar", "fa", "he", "en"].map(isRightToLeft)).toEqual([true, true, true, false]);
  });
});

describe("variables", () => {
  it("are flat, labelled or mixed; other nested values become JSON text", () => {
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    expect(
      readVariables({
        userName: "Anna",
        spent: "1 200 Kč",
        orders: 0,
        isBuyer: false,
        city: { label: "City", value: "Lyon" },
        cart: { label: "Cart", value: ["a"] },
        list: [1, 2],
        nested: { a: { b: 1 } },
        none: null,
        missing: undefined,
        endless: Number.NaN,
        work: () => {},
        circular,
        empty: { label: "Empty", value: null },
      }),
    ).toEqual({
      userName: "Anna",
      spent: "1 200 Kč",
      orders: 0,
      isBuyer: false,
      city: { label: "City", value: "Lyon" },
      cart: { label: "Cart", value: '["a"]' },
      list: "[1,2]",
      nested: '{"a":{"b":1}}',
    });
  });

  it("come with the identity, which leaves out what the page did not set", () => {
    expect(
      readIdentity([
        ["name", ["Anna"]],
        ["variables", [{ a: 1 }]],
      ]),
    ).toEqual({ name: "Anna", variables: { a: 1 } });
  });
});

describe("settings", () => {
  it("fall back to the strictest mode and harmless values", () => {
    const settings = readSettings(
      { tracking_mode: "everything", chat_box: { color: "red", privacy_url: "javascript:alert(1)" } },
      {},
    );
    expect(settings).toMatchObject({
      tracking_mode: "on_open",
      color: "#00556a",
      privacy_url: "",
      side: "right",
      availability: "offline",
    });
  });

  it("yield to the page's own values", () => {
    const given = { chat_box: { side: "left", hide_launcher: true, privacy_url: "https://a.example/p" } };
    const options = { orientation: "right", hideWidget: false } as const;
    const keys = { privacyNoticeUrl: "https://b.example/p", privacyNoticeEnabled: false };
    expect(readSettings(given, options, keys)).toMatchObject({
      side: "right",
      hide_launcher: false,
      show_notice: false,
      privacy_url: "https://b.example/p",
    });
    expect(readSettings(given, {})).toMatchObject({
      side: "left",
      privacy_url: "https://a.example/p",
      show_notice: true,
      has_choices: false,
    });
    expect(readSettings({ consent: { purposes: ["marketing"] } }, {}).has_choices).toBe(true);
  });
});

describe("events", () => {
  const message = {
    id: "m1",
    chatId: "c1",
    visitorId: "v1",
    subType: "agent",
    type: "message",
    createdAt: "2026-01-01T00:00:00Z",
    content: { type: "text", text: "hello" },
  };
  const about = () => ({ variables: {}, name: "Anna", lang: "fr" });

  it("are told under their current and their older names", () => {
    const emit = vi.fn();
    tellPage(emit, "message_sent", message, about);
    expect(emit.mock.calls.map(([name]) => name)).toEqual(["message_sent", "sent", "message"]);
    tellPage(emit, "message_received", message, about);
    const [name, model, legacy] = emit.mock.calls.slice(-1)[0] ?? [];
    expect([name, model.get("lang"), model.get("name"), legacy.type, legacy.content]).toEqual([
      "message",
      "fr",
      "Anna",
      "agent",
      "hello",
    ]);
  });

  it("of the status have no older shape", () => {
    const emit = vi.fn();
    tellPage(emit, "status", "online", about);
    expect(emit.mock.calls).toEqual([["status", "online"]]);
  });
});
