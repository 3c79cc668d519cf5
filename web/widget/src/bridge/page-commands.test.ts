/** The commands of smartsupp-api.md sections 3.1 and 3.2 that need the box; each test names its row. */
import { beforeEach, expect, it, vi } from "vitest";
import boxEnglish from "../../../../locales/en/box.json";
import formsEnglish from "../../../../locales/en/forms.json";
import { readIdentity } from "./identity.ts";
import { createPageCommands } from "./page-commands.ts";
import { createPageTexts } from "./page-texts.ts";
import type { Said } from "./seat.ts";
import { KEYS, toTexts } from "./translations.ts";

let calls: unknown[][];
let warnings: string[];
let told: { language: string | undefined; color: undefined; said: readonly Said[] };

beforeEach(() => {
  calls = [];
  warnings = [];
  told = { language: "en", color: undefined, said: [] };
  vi.spyOn(console, "warn").mockImplementation((text: string) => warnings.push(text));
});

const note =
  (name: string) =>
  (...args: unknown[]) => {
    calls.push([name, ...args]);
  };

function begin(...said: Said[]): (...more: Said[]) => void {
  told.said = said;
  const box = {
    connect: note("connect"),
    leave: note("leave"),
    open: note("open"),
    close: note("close"),
    prefill: note("prefill"),
    send: note("send"),
    setLanguage: note("setLanguage"),
    setIdentity: note("setIdentity"),
    setTheme: note("setTheme"),
    show: note("show"),
    setLogo: note("setLogo"),
    setActivity: note("setActivity"),
    setTexts: note("setTexts"),
    logout: note("logout"),
    destroy: note("destroy"),
  };
  const texts = createPageTexts({
    box,
    language: () => told.language ?? "en",
    importTable: async () => ({ toTexts }),
  });
  const hear = createPageCommands({ seat: { told, setOpen: note("setOpen") }, box, texts });
  return (...more) => {
    told.said = [...told.said, ...more];
    texts.refresh();
    hear();
  };
}

it.each([
  ["openRateForm", "rating"],
  ["openAuthForm", "contact_form"],
])("%s opens the box and its form, once", (name, form) => {
  begin([name, []]);
  expect(calls).toEqual([
    ["setOpen", true, "here"],
    ["show", form],
  ]);
  begin(...told.said);
  expect(calls).toHaveLength(2);
});

it("status tells the visitor's activity", () => {
  begin(["status", ["idle"]])(["status", ["active"]], ["status", ["asleep"]]);
  expect(calls).toEqual([
    ["setActivity", "idle"],
    ["setActivity", "active"],
  ]);
  expect(warnings).toEqual(["[Smartsupp] status: expected active|idle"]);
});

it("chat:avatar sets the picture, where it is an http(s) address", () => {
  begin(["chat:avatar", ["https://a.example/logo.png"]])(["chat:avatar", ["javascript:alert(1)"]]);
  expect(calls).toEqual([["setLogo", "https://a.example/logo.png"]]);
  expect(warnings).toHaveLength(1);
});

it.each([
  "widgetStatus",
  "translations",
  "authFormFields",
  "buttonStyle",
  "previewTranslate",
  "disableConnectionStatus",
  "theme:options",
  "banner:set",
  "recording:off",
  "no:such:command",
])("%s is taken in silence", (name) => {
  begin([name, [{ src: "x" }]]);
  expect([calls, warnings]).toEqual([[], []]);
});

it("chat:message and chat:send are done once, in order, and not by the box that comes after", () => {
  begin(["chat:message", ["draft"]], ["chat:send", ["one"]], ["chat:send", ["two"]]);
  begin(...told.said);
  expect(calls).toEqual([
    ["prefill", "draft"],
    ["send", "one"],
    ["send", "two"],
  ]);
});

it("logout takes along what was to be sent before it, and tells a box that is there", () => {
  const say = begin(["chat:send", ["old"]], ["logout", []], ["chat:send", ["new"]]);
  expect(calls).toEqual([["send", "new"]]);
  say(["logout", []]);
  expect(calls.slice(-1)).toEqual([["logout"]]);
});

it("nothing that was said about a visitor outlives the logout", () => {
  const variables = (plan: string): Said => ["variables", [{ plan }]];
  const say = begin(
    variables("gold"),
    ["name", ["Anna"]],
    ["translate", [{}]],
    ["logout", []],
    variables("free"),
  );
  const kept = () => told.said.map(([name, [value]]) => [name, value]);
  expect(kept()).toEqual([
    ["translate", {}],
    ["logout", undefined],
    ["variables", { plan: "free" }],
  ]);
  say(["email", ["b@shop.example"]]);
  told.said = told.said.filter(([name]) => name !== "logout"); // As the loader does when it comes again.
  say(["logout", []]);
  expect(kept()).toEqual([
    ["translate", {}],
    ["logout", undefined],
  ]);
});

it("identify passes the proof on; a logout forgets it, the configuration's included", () => {
  expect(readIdentity([], "a.b.c")).toEqual({ proof: "a.b.c", variables: {} });
  expect(readIdentity([["identify", ["d.e.f"]]], "a.b.c").proof).toBe("d.e.f");
  expect(readIdentity([["logout", []]], "a.b.c")).toEqual({ variables: {} });
});

it("banner:update is the greeting", async () => {
  begin(["banner:update", [{ title: "Hello", desc: "We are here" }]]);
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  expect(calls[0]?.[1]).toMatchObject({
    "box.greeting.title": "Hello",
    "box.greeting.online": "We are here",
  });
});

it("translate takes the whole tree, merges further calls and ignores what it does not know", async () => {
  const say = begin(["translate", [{ online: { send: "Go", unknown: "x", title: 5 }, nothing: { a: "b" } }]]);
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  expect(calls).toEqual([["setTexts", { "box.composer.send": "Go" }]]);
  say(["translate", [{ dialogClose: { title: "Really?", yes: "Yes" } }]]);
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  expect(calls[1]?.[1]).toEqual({
    "box.composer.send": "Go",
    "box.end.title": "Really?",
    "box.end.confirm": "Yes",
  });
  say(["translate", ["no tree"]]);
  expect(warnings).toEqual(["[Smartsupp] translate: expected object"]);
});

it("translate for a language counts in it only; a language of the page's own stands over English", async () => {
  const say = begin(
    ["translate", [{ online: { send: "Envoyer" } }, "fr"]],
    ["translate", [{ online: { send: "Sendi" } }, "eo"]],
  );
  told.language = "fr-FR";
  say();
  await vi.waitFor(() => expect(calls.slice(-1)).toEqual([["setTexts", { "box.composer.send": "Envoyer" }]]));
  told.language = "eo";
  say();
  await vi.waitFor(() => expect(calls.slice(-1)).toEqual([["setTexts", { "box.composer.send": "Sendi" }]]));
  told.language = "en";
  say();
  await vi.waitFor(() => expect(calls.slice(-1)).toEqual([["setTexts", {}]]));
});

it("every key of the table is one of the catalogue, in the sections that it has", () => {
  const keys = Object.keys({ ...boxEnglish, ...formsEnglish });
  const sections = new Set(keys.map((key) => key.split(".")[1]));
  const missing = [...KEYS.values()]
    .flatMap((names) => names.split(" "))
    .filter((name) => sections.has(name.split(".")[0]) && !keys.includes(`box.${name}`));
  expect(missing).toEqual([]);
});
