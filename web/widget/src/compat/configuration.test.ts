import { beforeEach, expect, it, vi } from "vitest";

let warnings: string[];
let readOptions: typeof import("./configuration.ts").readOptions;

beforeEach(async () => {
  warnings = [];
  vi.spyOn(console, "warn").mockImplementation((text: string) => warnings.push(text));
  // What was warned about is remembered for the page; each test is a page of its own.
  vi.resetModules();
  ({ readOptions } = await import("./configuration.ts"));
});

it("takes booleans and pixels as shop plugins write them", () => {
  expect(
    readOptions({
      hideWidget: "true",
      hideMobileWidget: 0,
      hideOfflineChat: "false",
      offsetX: "30px",
      offsetY: "5",
      zIndex: 7,
    }),
  ).toEqual({
    hideWidget: true,
    hideMobileWidget: false,
    hideOfflineChat: false,
    offsetX: 30,
    offsetY: 5,
    zIndex: 7,
  });
});

it("treats undefined and null as not set, and unknown keys as nobody's business", () => {
  expect(readOptions({ color: null, lang: undefined, smartlook: true, sendEmailTanscript: false })).toEqual(
    {},
  );
  expect(warnings).toEqual([]);
});

it("warns once about each wrong type and leaves the value to the dashboard", () => {
  const wrong = {
    key: 5,
    hideWidget: "maybe",
    offsetX: true,
    offsetY: "",
    zIndex: "much",
    color: "red",
    orientation: "top",
    position: "static",
    renderTo: "#id",
    onStartup: "fn",
    cookieDomain: false,
  };
  for (let times = 0; times < 2; times++) {
    const options = readOptions(wrong);
    expect(Object.values(options).filter((value) => value !== undefined)).toEqual([]);
  }
  expect(warnings).toHaveLength(Object.keys(wrong).length);
  expect(warnings.every((text) => /^\[Smartsupp\] \w+: expected /.test(text))).toBe(true);
});

it("accepts the types that are documented", () => {
  const renderTo = document.createElement("div");
  const onStartup = () => {};
  const given = {
    key: "k",
    color: "#A0b1C2",
    orientation: "left",
    alignX: "right",
    position: "fixed",
    renderTo,
    onStartup,
  };
  expect(readOptions(given)).toEqual(given);
  expect(warnings).toEqual([]);
});

it("offsetY with alignY side (2.2) was the distance from the top, and is ignored", () => {
  expect(readOptions({ alignY: "side", offsetX: 5, offsetY: 100 }).offsetY).toBeUndefined();
  expect(readOptions({ alignY: "bottom", offsetY: 100 }).offsetY).toBe(100);
});

it("buttonStyle and the older widget (2.2) name the launcher's style, smallDeviceMinWidth (2.2) is in pixels", () => {
  const given = { buttonStyle: "greeting", widget: "button", smallDeviceMinWidth: "800px" };
  expect(readOptions(given)).toEqual({ ...given, smallDeviceMinWidth: 800 });
  expect(warnings).toEqual([]);
});

it.each(["a;b=", "a b", "a=b", "a,b", 'a"', "a\nb", "é", "/x;domain=example.com"])(
  "takes no %j into the name or the place of a cookie, and says so",
  (odd) => {
    expect(readOptions({ cookiePrefix: odd, cookiePath: odd, cookieDomain: odd })).toEqual({});
    expect(warnings).toHaveLength(3);
  },
);

it("takes what cookies are named and placed with", () => {
  const sound = {
    cookiePrefix: "shop_1.",
    cookiePath: "/fr-FR/~ada/a%20b",
    cookieDomain: ".shop.example.com",
  };
  expect(readOptions(sound)).toEqual(sound);
  expect(warnings).toEqual([]);
});
