/** The configuration keys of smartsupp-api.md sections 2.1 and 2.2 that the box obeys; each test names its row. */
import { beforeEach, describe, expect, it, vi } from "vitest";

let warnings: string[];
let readPageKeys: typeof import("./page-keys.ts").readPageKeys;
let readSettings: typeof import("./settings.ts").readSettings;

beforeEach(async () => {
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((text: string) => warnings.push(text));
  vi.resetModules();
  ({ readPageKeys } = await import("./page-keys.ts"));
  ({ readSettings } = await import("./settings.ts"));
});

/** What is in force where the owner chose `owner` and the page `page`. */
const inForce = (page: Record<string, unknown>, owner: Record<string, unknown> = {}) =>
  readSettings({ chat_box: owner }, {}, readPageKeys(page));

describe("2.1", () => {
  it.each([
    ["requireLogin true", { requireLogin: true }, {}, "always"],
    ["requireLogin as text", { requireLogin: "true" }, {}, "always"],
    ["requireLogin false", { requireLogin: false }, { contact_form: { when: "always" } }, "offline"],
    ["requireLogin false, and no form", { requireLogin: 0 }, { contact_form: { when: "never" } }, "never"],
    ["requireLogin not set", {}, { contact_form: { when: "always" } }, "always"],
    ["nothing set", {}, {}, "offline"],
  ])("%s", (_, page, owner, when) => {
    expect(inForce(page, owner).contact_form.when).toBe(when);
  });

  it("nameControl, emailControl, numberControl, groupSelectEnabled choose the fields", () => {
    const owner = { contact_form: { name: true, email: true, phone: false, group: false } };
    const page = { nameControl: false, emailControl: "false", numberControl: 1, groupSelectEnabled: true };
    expect(inForce(page, owner).contact_form).toMatchObject({
      name: false,
      email: false,
      phone: true,
      group: true,
    });
    expect(inForce({}, owner).contact_form).toMatchObject(owner.contact_form);
  });

  it.each([
    ["privacyNoticeEnabled", { show_notice: true }, "show_notice"],
    ["ratingEnabled", { rating: true }, "rating"],
    ["transcriptEnabled", { transcript: true }, "transcript"],
  ] as const)("%s beats the owner's value", (key, owner, field) => {
    expect(inForce({ [key]: false }, owner)[field]).toBe(false);
    expect(inForce({}, { [field]: false })[field]).toBe(false);
    expect(inForce({ [key]: true }, { [field]: false })[field]).toBe(true);
  });

  it("privacyNoticeCheckRequired asks for a tick", () => {
    expect(inForce({}).notice_tick_required).toBe(false);
    expect(inForce({ privacyNoticeCheckRequired: "1" }).notice_tick_required).toBe(true);
    expect(inForce({}, { notice_tick_required: true }).notice_tick_required).toBe(true);
  });

  it("privacyNoticeUrl is a link only where it is http(s)", () => {
    expect(inForce({ privacyNoticeUrl: "https://a.example/p" }).privacy_url).toBe("https://a.example/p");
    expect(inForce({ privacyNoticeUrl: "javascript:alert(1)" }).privacy_url).toBe("");
  });

  it("buttonStyle, and the older `widget`, choose the launcher's style", () => {
    const style = (options: object, owner = {}) => readSettings({ chat_box: owner }, options).launcher_style;
    expect(style({})).toBe("bubble");
    expect(style({}, { launcher_style: "greeting" })).toBe("greeting");
    expect(style({ buttonStyle: "bubble" }, { launcher_style: "greeting" })).toBe("bubble");
    expect(style({ widget: "widget" })).toBe("greeting");
    expect(style({ widget: "button" }, { launcher_style: "greeting" })).toBe("bubble");
  });
});

describe("2.2", () => {
  it("sendEmailTanscript (sic) is the older name of transcriptEnabled", () => {
    expect(inForce({ sendEmailTanscript: false }).transcript).toBe(false);
    expect(inForce({ sendEmailTanscript: false, transcriptEnabled: true }).transcript).toBe(true);
  });

  it("ratingComment asks for words or does not", () => {
    expect(inForce({ ratingComment: false }).rating_comment).toBe(false);
    expect(inForce({}).rating_comment).toBe(true);
  });

  it("writable and soundMuted reach the box", () => {
    expect(inForce({ writable: "false", soundMuted: true })).toMatchObject({
      writable: false,
      sound_muted: true,
    });
    expect(inForce({})).toMatchObject({ writable: true, sound_muted: false });
  });

  it("loginNameControl and loginEmailControl speak of the form before chatting, offlineNameControl of the other", () => {
    const page = { loginNameControl: false, loginEmailControl: false };
    expect(inForce({ ...page, requireLogin: true }).contact_form).toMatchObject({
      name: false,
      email: false,
    });
    expect(inForce(page).contact_form).toMatchObject({ name: true, email: true });
    expect(inForce({ offlineNameControl: false }).contact_form.name).toBe(false);
    expect(inForce({ offlineNameControl: false, nameControl: true }).contact_form.name).toBe(true);
    // A form that stands before every chat is also that of those who come while nobody is there.
    expect(inForce({ offlineNameControl: false, requireLogin: true }).contact_form).toMatchObject({
      name: true,
      offline_name: false,
    });
    expect(inForce({ loginNameControl: false, requireLogin: true }).contact_form.offline_name).toBe(false);
  });

  it("loginControls and offlineControls add fields, in order; what is no field is left out", () => {
    const { more } = inForce({
      loginControls: [
        { xtype: "textinput", name: "order", label: "Order", required: true, value: 7 },
        { xtype: "select", name: "group", label: "Team", items: { g1: "Sales", g2: "Help" } },
        { xtype: "checkbox", name: "news", label: "News", value: true },
        { xtype: "textinput", name: "not-letters", label: "No" },
        { xtype: "slider", name: "much", label: "No" },
        "no field",
        null,
      ],
      offlineControls: [{ xtype: "textarea", name: "details" }],
    }).contact_form;
    expect(more).toEqual([
      { kind: "text", name: "order", label: "Order", required: true, value: "7", items: [], when: "always" },
      {
        kind: "select",
        name: "group",
        label: "Team",
        required: false,
        value: "",
        items: [
          ["g1", "Sales"],
          ["g2", "Help"],
        ],
        when: "always",
      },
      {
        kind: "tick",
        name: "news",
        label: "News",
        required: false,
        value: "true",
        items: [],
        when: "always",
      },
      {
        kind: "area",
        name: "details",
        label: "details",
        required: false,
        value: "",
        items: [],
        when: "offline",
      },
    ]);
  });
});

it("a field that stands in both lists is asked once", () => {
  const { more } = inForce({
    loginControls: [{ xtype: "textinput", name: "order", label: "Order" }],
    offlineControls: [
      { xtype: "textarea", name: "order", label: "Order number" },
      { xtype: "textinput", name: "city" },
    ],
  }).contact_form;
  expect(more.map(({ name, label, when }) => [name, label, when])).toEqual([
    ["order", "Order", "always"],
    ["city", "city", "offline"],
  ]);
});

describe("2", () => {
  it("a wrong type is warned about once, and the owner's value counts", () => {
    const wrong = {
      requireLogin: "perhaps",
      ratingEnabled: {},
      privacyNoticeUrl: 5,
      ratingType: "hard",
      loginControls: {},
      translates: "x",
      gaOptions: [],
      gaKey: 1,
      alignY: "top",
      soundMuted: 2,
    };
    const settings = inForce(wrong, { rating: false, contact_form: { when: "always" } });
    expect([settings.rating, settings.contact_form.when]).toEqual([false, "always"]);
    readPageKeys(wrong);
    expect(warnings.map((text) => /^\[Smartsupp\] (\w+): expected /.exec(text)?.[1]).sort()).toEqual(
      Object.keys(wrong).sort(),
    );
  });

  it("undefined and null mean not set", () => {
    readPageKeys({ requireLogin: null, gaKey: undefined });
    expect(warnings).toEqual([]);
  });

  it("the vendor's internals are nobody's business", () => {
    readPageKeys({
      autoInlineMode: 1,
      smartlook: 2,
      bootstrapUrl: 3,
      filesUrl: 4,
      widgetV2Url: 5,
      _loaderUrl: 6,
    });
    expect(warnings).toEqual([]);
  });
});
