import { last } from "@entrenous/protocol/testing/last.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { SiteSettings } from "../host.ts";
import { CHAT_KEY, conversation, message, openBox, settle, type World } from "./testing/fake-host.ts";
import { lookInto } from "./testing/look.ts";

let world: World;
const { all, one, button, sent } = lookInto(() => world);
const control = (name: string) => one(`[name=${name}]`) as HTMLInputElement;
const active = () => (world.place.getRootNode() as ShadowRoot).activeElement;
const told = (name: string) =>
  world.events.filter((event) => event.name === name).map(({ payload }) => payload);
const asked = (path: string) => world.bodies.filter((call) => call.path === path).map(({ body }) => body);
/** What a field's problem says, as a screen reader hears it with the field. */
const problem = (name: string) => {
  const id = control(name).getAttribute("aria-describedby")?.split(" ").pop();
  return id ? one(`#${id}`).textContent : undefined;
};
async function click(target: HTMLElement): Promise<void> {
  target.click();
  await settle();
}
async function fill(values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    control(name).value = value;
    control(name).dispatchEvent(new Event("input", { bubbles: true }));
  }
  await settle();
}
async function pick(menuEntry: string): Promise<void> {
  await click(button("Menu"));
  const entry = all("[role=menuitem]").find((row) => row.textContent === menuEntry);
  if (!entry) throw new Error(`the menu has no ${menuEntry}`);
  await click(entry);
  await fetched();
}
/** The forms are a chunk of their own, which the first of them waits for. */
async function fetched(): Promise<void> {
  await vi.waitFor(() => expect(all("form")).not.toEqual([]));
  await settle();
}

const form = (changes: Partial<SiteSettings["contact_form"]>): Partial<SiteSettings> => ({
  contact_form: { when: "always", name: true, email: true, phone: false, group: false, more: [], ...changes },
});
const NADIA = { name: "Nadia", email: "nadia@shop.example", message: "Is the bowl dishwasher safe?" };

beforeEach(() => {
  localStorage.clear();
  document.cookie = "ssupp.vid=; max-age=0; path=/";
});
afterEach(() => {
  world.box.destroy();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

describe("a browser with a visitor whom the server has not shown yet", () => {
  const type = async (text: string) => {
    const field = one(".composer textarea") as HTMLTextAreaElement;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    await settle();
  };
  beforeEach(() => {
    document.cookie = "ssupp.vid=tok_0; path=/";
  });

  test("keeps a first message in the composer, and the form that is due takes it over", async () => {
    world = await openBox({ settings: form({}) });
    await type("hello");
    expect([all(".bub .text"), one(".composer textarea")]).toMatchObject([[], { value: "hello" }]);
    await world.welcome();
    await fetched();
    expect([sent("send_message"), control("message").value]).toEqual([[], "hello"]);
  });

  test("sends it by itself once it is clear that nothing is asked", async () => {
    world = await openBox({ settings: { ...form({}), notice_tick_required: true } });
    await type("hello");
    expect(all(".bub .text")).toEqual([]);
    await world.welcome({ conversation: conversation(0) });
    expect(sent("send_message")).toMatchObject([{ content: { text: "hello" } }]);
    expect(one(".composer textarea")).toHaveProperty("value", "");
  });

  test("does not wait where nothing can be asked", async () => {
    world = await openBox({ settings: form({ when: "offline" }) });
    await type("hello");
    expect(all(".bub .text")).toHaveLength(1);
  });

  test.each([
    ["the form", form({})],
    ["the tick", { notice_tick_required: true }],
  ])("holds what the page sends until it is clear whether %s comes first", async (_what, settings) => {
    world = await openBox({ settings, isOpen: false });
    world.box.send("from the page");
    expect(localStorage.getItem(`ssupp_${CHAT_KEY}message`)).toBeNull();
    await world.welcome();
    // The box opens and asks, with the words where they wait.
    expect([sent("send_message"), world.opened]).toEqual([[], [{ open: true, how: "here" }]]);
    await vi.waitFor(() =>
      expect(all("textarea").map((area) => (area as HTMLTextAreaElement).value)).toEqual(["from the page"]),
    );
  });
});

describe("composer and form take each other's place", () => {
  const comes = (availability: "online" | "offline") =>
    world.say({ type: "availability_changed", availability });

  test("with the focus of whoever is writing in one of them", async () => {
    world = await openBox({ settings: form({ when: "offline" }) });
    await world.welcome();
    expect(active()).toBe(one(".composer textarea"));
    await comes("offline");
    await fetched();
    expect(active()).toBe(control("name"));
    await comes("online");
    expect(active()).toBe(one(".composer textarea"));
  });

  test("and leave the focus alone that is elsewhere", async () => {
    world = await openBox({ settings: form({ when: "offline" }) });
    await world.welcome();
    button("Menu").focus();
    await comes("offline");
    await fetched();
    await comes("online");
    expect(active()).toBe(button("Menu"));
  });
});

describe("what the page sends", () => {
  test("begins nothing in a chat that is not in use, and goes when the visitor opens it", async () => {
    world = await openBox({ isOpen: false, reason: "logout" });
    world.box.send("from the page");
    await settle();
    expect([world.calls, localStorage.length, world.network.sockets]).toEqual([[], 0, []]);
    world.box.open("here");
    await world.welcome();
    expect(sent("send_message")).toMatchObject([{ content: { text: "from the page" } }]);
  });

  test("waits with what the visitor has written, for the form that comes first", async () => {
    world = await openBox({ settings: form({}) });
    await world.welcome();
    await fetched();
    await fill({ message: "mine" });
    world.box.send("from the page");
    await settle();
    expect([control("message").value, sent("send_message")]).toEqual(["mine\nfrom the page", []]);
  });

  test("waits for the groups to choose from", async () => {
    const groups = [{ key: "sales", name: "Sales", availability: "online" }];
    world = await openBox({ settings: form({ name: false, email: false, group: true }) });
    world.box.send("from the page");
    await world.welcome({ groups });
    await fetched();
    expect([control("message").value, sent("send_message")]).toEqual(["from the page", []]);
  });
});

describe("the contact form", () => {
  test("comes before the first message, and its answers go before the words", async () => {
    world = await openBox({ settings: form({ phone: true }) });
    await world.welcome();
    await fetched();
    expect(all(".composer")).toEqual([]);
    expect(active()).toBe(control("name"));
    await fill({ ...NADIA, phone: "" });
    await click(button("Start the conversation"));
    expect(asked("/api/visitor/contact")).toEqual([
      { name: "Nadia", email: "nadia@shop.example", processing_consent: false },
    ]);
    expect(sent("send_message")[0]?.content).toEqual({ type: "text", text: NADIA.message });
    expect(told("login")).toEqual([{ name: "Nadia", email: "nadia@shop.example", phone: "" }]);
    expect(told("event")).toEqual([{ action: "Auth_form_filled", label: "" }]);
    // Then the thread, with the focus where the visitor goes on.
    await vi.waitFor(() => expect(active()).toBe(one(".composer textarea")));
    expect(one(".composer textarea")).toHaveProperty("value", "");
  });

  test("says beside each field what is wrong, goes to the first, and keeps every word", async () => {
    world = await openBox({ settings: form({}) });
    await world.welcome();
    await fetched();
    await fill({ email: "nadia@shop", message: "hello" });
    await click(button("Start the conversation"));
    expect(problem("name")).toBe("Write your name.");
    expect(problem("email")).toBe("The end of the address is missing, for example “.com”.");
    expect(control("message").getAttribute("aria-invalid")).toBe("false");
    expect(active()).toBe(control("name"));
    expect([control("email").value, control("message").value]).toEqual(["nadia@shop", "hello"]);
    expect(asked("/api/visitor/contact")).toEqual([]);
    // A complaint goes with its reason, and not before.
    await fill({ email: "nadia@shop." });
    expect(problem("email")).not.toBeUndefined();
    await fill({ email: "nadia@shop.example" });
    expect(problem("email")).toBeUndefined();
  });

  test("is told by the server at the field at fault, and tries again after a lost connection", async () => {
    world = await openBox({ settings: form({}) });
    await world.welcome();
    await fetched();
    await fill(NADIA);
    const fields = [{ field: "email", message: "This address is not accepted." }];
    world.answer("/api/visitor/contact", 422, {
      code: "email_malformed",
      message: "no",
      request_id: "",
      fields,
    });
    await click(button("Start the conversation"));
    expect(problem("email")).toBe("This address is not accepted.");
    expect(active()).toBe(control("email"));

    world.answer("/api/visitor/contact", 0);
    await click(button("Start the conversation"));
    expect(one("form [role=alert]").textContent).toContain("What you wrote is kept");
    expect(sent("send_message")).toEqual([]);
    await click(button("Start the conversation"));
    expect(sent("send_message")).toHaveLength(1);
  });

  test("goes by a call while no connection stands, and its words wait for one", async () => {
    world = await openBox({ settings: form({}) });
    await fetched();
    await fill(NADIA);
    await click(button("Start the conversation"));
    expect(asked("/api/visitor/contact")).toHaveLength(1);
    expect(one(".m.me .st").textContent).not.toBe("Sent");
    await world.welcome({ known: { name: true, email: true, phone: false } });
    expect(sent("send_message")[0]?.content).toEqual({ type: "text", text: NADIA.message });
  });

  test("asks nothing that is known, and does not come when nothing is missing", async () => {
    world = await openBox({ settings: form({}) });
    await world.welcome({ known: { name: true, email: false, phone: false } });
    await fetched();
    expect(all("[name=name]")).toEqual([]);
    world.box.destroy();

    world = await openBox({ settings: form({}) });
    await world.welcome({ known: { name: true, email: true, phone: false } });
    await settle();
    expect(all("form")).toEqual([]);
    expect(all(".composer")).toHaveLength(1);
  });

  test("shows nothing of a visitor who is logged out", async () => {
    world = await openBox({ settings: form({}) });
    await world.welcome();
    await fetched();
    await fill(NADIA);
    world.box.logout();
    await settle();
    await world.welcome();
    await fetched();
    expect([control("name").value, control("email").value, control("message").value]).toEqual(["", "", ""]);
  });

  test("sends also what is typed while its answers are on their way", async () => {
    world = await openBox({ settings: form({}) });
    await world.welcome();
    await fetched();
    await fill(NADIA);
    button("Start the conversation").click();
    await fill({ message: `${NADIA.message} And the blue one?` });
    await settle();
    expect(sent("send_message").map(({ content }) => (content as { text: string }).text)).toEqual([
      `${NADIA.message} And the blue one?`,
    ]);
  });

  test("does not stand before a conversation that goes on", async () => {
    world = await openBox({ settings: form({}) });
    await world.welcome({ conversation: conversation(0) });
    await settle();
    expect(all("form")).toEqual([]);
  });

  test("has the draft as its message, whoever comes or goes while it is written", async () => {
    world = await openBox({ settings: form({ when: "offline" }) });
    await world.welcome();
    const area = one(".composer textarea") as HTMLTextAreaElement;
    area.value = "half a sentence";
    area.dispatchEvent(new Event("input", { bubbles: true }));
    await world.say({ type: "availability_changed", availability: "offline" });
    await fetched();
    expect(control("message").value).toBe("half a sentence");
    await world.say({ type: "availability_changed", availability: "online" });
    expect(one(".composer textarea")).toHaveProperty("value", "half a sentence");

    await world.say({ type: "availability_changed", availability: "offline" });
    await fetched();
    await fill({ name: "Nadia" });
    await world.say({ type: "availability_changed", availability: "online" });
    // What is being filled in is not taken away.
    expect(control("name").value).toBe("Nadia");
  });

  test("takes the words that the page sends, because they go out with its answers", async () => {
    world = await openBox({ settings: form({}) });
    await world.welcome();
    await fetched();
    world.box.send("from a button of the page");
    await settle();
    expect(sent("send_message")).toEqual([]);
    expect(control("message").value).toBe("from a button of the page");
  });

  test("offers the groups with who is there, and wants an address for one where nobody is", async () => {
    world = await openBox({ settings: form({ email: true, name: false, group: true, when: "always" }) });
    const groups = [
      { key: "orders", name: "Orders", availability: "online" },
      { key: "repairs", name: "Repairs", availability: "offline" },
    ];
    await world.welcome({ groups });
    await fetched();
    expect(Array.from(control("group").children, (option) => option.textContent)).toEqual([
      "No preference",
      "Orders: here now",
      "Repairs: not here right now",
    ]);
    await fill({ group: "repairs" });
    expect(button("Send the message")).toBeDefined();
    expect(problem("group")).toContain("Nobody of this group is here right now.");
    await fill({ email: NADIA.email, message: "It is broken." });
    await click(button("Send the message"));
    expect(asked("/api/visitor/contact")).toMatchObject([{ group: "repairs", email: NADIA.email }]);
  });

  test("that asks for nothing but a number does not go without it", async () => {
    world = await openBox({ settings: form({ name: false, email: false, phone: true, when: "always" }) });
    await world.welcome();
    await fetched();
    await fill({ message: "Call me." });
    await click(button("Start the conversation"));
    expect(problem("phone")).toBe("This is needed to go on.");
    await fill({ phone: "+33 1 23 45" });
    await click(button("Start the conversation"));
    expect(asked("/api/visitor/contact")).toMatchObject([{ phone: "+33 1 23 45" }]);
  });

  test("asks what the older API adds, and tells it as variables", async () => {
    const more = [
      { kind: "text", name: "order", label: "Order", required: true, value: "", items: [], when: "always" },
      { kind: "tick", name: "news", label: "News", required: false, value: "", items: [], when: "offline" },
      {
        kind: "select",
        name: "group",
        label: "Team",
        required: false,
        value: "a",
        items: [["a", "Team A"]],
        when: "always",
      },
    ] as const;
    world = await openBox({ settings: form({ name: false, email: false, more }) });
    await world.welcome();
    await fetched();
    expect(all("[name=more-news]")).toEqual([]);
    await fill({ "more-order": "20418", message: "hello" });
    await click(button("Start the conversation"));
    expect(asked("/api/visitor/contact")).toEqual([{ group: "a", processing_consent: false }]);
    expect(asked("/api/visitor/identity")).toEqual([
      { variables: [{ id: "order", label: "Order", value: "20418" }] },
    ]);
    expect(told("login")).toEqual([{ order: "20418", group: "a" }]);
  });

  test("of the page's own accord stands beside a conversation, and gives the focus back", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    world.box.show("contact_form");
    await fetched();
    expect(one("[role=dialog] [role=dialog]").getAttribute("aria-modal")).toBe("true");
    expect(active()).toBe(control("name"));
    await fill({ email: NADIA.email });
    await click(button("Save"));
    expect(asked("/api/visitor/contact")).toEqual([{ email: NADIA.email, processing_consent: false }]);
    expect(one(".ask [role=status]").textContent).toBe("Saved.");
    await click(button("Close"));
    expect(active()).toBe(button("Menu"));
  });
});

describe("while nobody is there", () => {
  const offline = { ...form({ when: "offline" }), availability: "offline" } as const;

  test("the form says how the answer comes, and what was sent is shown as kept", async () => {
    world = await openBox({ settings: offline });
    await world.welcome({ availability: "offline" });
    await fetched();
    expect(one("[role=status]").textContent).toContain("We answer by e-mail.");
    await fill({ message: "hello" });
    await click(button("Send the message"));
    expect(problem("email")).toContain("Write your address");
    expect(problem("name")).toBeUndefined();
    await fill({ email: NADIA.email });
    await click(button("Send the message"));
    const client_msg_id = String(sent("send_message")[0]?.client_msg_id);
    const accepted = { client_msg_id, conversation_id: "cv_1", id: "msg_1", seq: 1, created_at: 5 };
    await world.say({ type: "message_accepted", accepted });
    const kept = conversation(1, { is_offline: true, agent_ids: [], owner_state: "queue" });
    await world.say({ type: "conversation_changed", conversation: kept, agents: [] });
    expect(last(all(".sys"))?.textContent).toContain("We answer by e-mail to nadia@shop.example.");
    expect(told("event")).toEqual([{ action: "Offline_message_sent", label: "" }]);
  });
});

describe("the tick under the notice", () => {
  test("is wanted by Send, which stays where it is and says so", async () => {
    world = await openBox({ settings: { notice_tick_required: true } });
    await world.welcome();
    const area = one(".composer textarea") as HTMLTextAreaElement;
    area.value = "hello";
    area.dispatchEvent(new Event("input", { bubbles: true }));
    await click(button("Send"));
    expect(one("#composer-problem").textContent).toContain("tick the box above first");
    expect(area.getAttribute("aria-describedby")).toBe("composer-problem");
    const tick = one("[type=checkbox]") as HTMLInputElement;
    expect(active()).toBe(tick);
    expect([sent("send_message"), area.value]).toEqual([[], "hello"]);

    await click(tick);
    world.answer("/api/visitor/contact", 0);
    await click(button("Send"));
    expect([sent("send_message"), area.value]).toEqual([[], "hello"]);
    await click(button("Send"));
    expect(last(asked("/api/visitor/contact"))).toEqual({ processing_consent: true });
    expect(sent("send_message")).toHaveLength(1);
    expect(all("[type=checkbox]")).toEqual([]);
  });

  test("stands in the contact form with what is agreed to", async () => {
    world = await openBox({ settings: { ...form({}), notice_tick_required: true } });
    await world.welcome();
    await fetched();
    expect(all(".notice")).toHaveLength(1);
    await fill(NADIA);
    await click(button("Start the conversation"));
    expect(problem("consent")).toBe("Tick this box to go on.");
    await click(control("consent"));
    await click(button("Start the conversation"));
    expect(asked("/api/visitor/contact")).toMatchObject([{ processing_consent: true }]);
  });
});

test("a further field that was filled in stays when somebody comes online, and goes with the answers", async () => {
  const field = { kind: "text", required: false, value: "", items: [], when: "offline" } as const;
  const more = [
    { ...field, name: "order", label: "Order" },
    { ...field, name: "city", label: "City" },
  ];
  world = await openBox({ settings: form({ when: "offline", name: false, more }) });
  await world.welcome({ availability: "offline" });
  await fetched();
  await fill({ "more-order": "20418" });
  await world.say({ type: "availability_changed", availability: "online" });
  expect([control("more-order").value, all("[name=more-city]")]).toEqual(["20418", []]);
  await fill({ message: "hello" });
  await click(button("Start the conversation"));
  expect(asked("/api/visitor/identity")).toEqual([
    { variables: [{ id: "order", label: "Order", value: "20418" }] },
  ]);
});

describe("the rating", () => {
  const ended = (changes = {}) =>
    conversation(1, { owner_state: "closed", closed_at: Date.now() - 1_000, ...changes });
  const welcomeEnded = async (changes = {}) => {
    await world.welcome({ conversation: ended(changes) });
    await world.say({
      type: "resumed",
      conversation: ended(changes),
      messages: [message(1, "visitor")],
      more: false,
    });
  };

  test("keeps its choice and its words while the box is minimised", async () => {
    world = await openBox();
    await welcomeEnded();
    await fetched();
    await click(all(".faces input")[2] as HTMLElement);
    await fill({ comment: "Quick and" });
    world.box.close("here");
    await settle();
    world.box.open("here");
    await settle();
    expect(control("comment").value).toBe("Quick and");
  });

  test("is asked for at the end, sent with its words, shown, and can be changed", async () => {
    world = await openBox();
    await welcomeEnded();
    await fetched();
    await click(button("Send rating"));
    expect(one("form [role=alert]").textContent).toContain("Choose one of the three first.");
    await click(all(".faces input")[2] as HTMLElement);
    await fill({ comment: "Quick and clear." });
    await click(button("Send rating"));
    expect(asked("/api/visitor/rating")).toEqual([
      { conversation_id: "cv_1", value: 5, comment: "Quick and clear." },
    ]);
    expect(one(".given").textContent).toContain("Thank you.");
    expect(one(".given").textContent).toContain("Your rating: Good");
    expect(active()).toBe(button("Change"));
    // Never a word of the visitor in what analytics get.
    expect(told("event")).toEqual([
      { action: "Feedback_sent", label: "Good" },
      { action: "Feedback_text_sent", label: "" },
    ]);
    await click(button("Change"));
    expect(control("comment").value).toBe("Quick and clear.");
    await click(all(".faces input")[0] as HTMLElement);
    await click(button("Send rating"));
    expect(told("event").slice(2)).toEqual([{ action: "Feedback_sent", label: "Bad" }]);
  });

  test("can be skipped, and is not asked for when it is too late or not wanted", async () => {
    world = await openBox();
    await welcomeEnded();
    await fetched();
    await click(button("Skip"));
    expect(all("form")).toEqual([]);
    world.box.destroy();

    for (const [settings, changes] of [
      [{ rating: false }, {}],
      [{}, { closed_at: Date.now() - 8 * 24 * 3_600_000 }],
    ] as const) {
      world = await openBox({ settings });
      await welcomeEnded(changes);
      await settle();
      expect(all(".card-form")).toEqual([]);
      await click(button("Menu"));
      expect(all("[role=menuitem]").map((row) => row.textContent)).not.toContain("Rate this conversation");
      world.box.destroy();
    }
  });

  test("is in the menu while the conversation goes on, and its entry is no bubble", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
    await pick("Rate this conversation");
    await click(all(".faces input")[1] as HTMLElement);
    await click(button("Send rating"));
    expect(asked("/api/visitor/rating")).toEqual([{ conversation_id: "cv_1", value: 3, comment: "" }]);
    const rated = { type: "system" as const, event: "rated" as const, agent_name: "" };
    await world.say({
      type: "message_added",
      conversation_id: "cv_1",
      message: { ...message(2, "system"), content: rated },
    });
    expect(all(".sys")).toEqual([]);
    await click(button("Close"));
    expect(active()).toBe(button("Menu"));
  });

  test("asked for by the page where there is nothing to rate does not come up later", async () => {
    world = await openBox();
    await world.welcome();
    world.box.show("rating");
    await settle();
    await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
    await settle();
    expect(all("form")).toEqual([]);
  });

  test("a refusal is said, and the choice stays", async () => {
    world = await openBox();
    await welcomeEnded();
    await fetched();
    await click(all(".faces input")[2] as HTMLElement);
    world.answer("/api/visitor/rating", 429, { code: "rate_limited", message: "Later.", request_id: "" });
    await click(button("Send rating"));
    expect(one("form [role=alert]").textContent).toBe("Later.");
    expect(all(".faces input").map((face) => (face as HTMLInputElement).checked)).toEqual([
      false,
      false,
      true,
    ]);
    expect(told("event")).toEqual([]);
  });
});

describe("the transcript", () => {
  test("goes to the address that was given, and says that a link comes first", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    world.box.setIdentity({ email: "nadia@shop.example", variables: {} });
    world.answer("/api/visitor/transcript", 200, { needs_confirmation: true });
    await pick("Send transcript by e-mail");
    expect(control("email").value).toBe("nadia@shop.example");
    expect(active()).toBe(control("email"));
    await click(last(all(".ask .btn")) as HTMLElement);
    expect(asked("/api/visitor/transcript")).toEqual([
      { conversation_id: "cv_1", email: "nadia@shop.example", language: "en" },
    ]);
    expect(one(".ask [role=status]").textContent).toContain("We sent a link to nadia@shop.example.");
    expect(active()).toBe(button("Close"));
  });

  test("is on its way at once where the address is proven", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    world.answer("/api/visitor/transcript", 200, { needs_confirmation: false });
    await pick("Send transcript by e-mail");
    await fill({ email: "nadia@shop.example" });
    await click(last(all(".ask .btn")) as HTMLElement);
    expect(one(".ask [role=status]").textContent).toContain("on its way to nadia@shop.example");
  });

  test("Esc leaves it, and the focus is back at the menu", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    await pick("Send transcript by e-mail");
    control("email").dispatchEvent(
      new KeyboardEvent("keydown", { key: "Escape", bubbles: true, composed: true }),
    );
    await settle();
    expect(all(".ask")).toEqual([]);
    expect(active()).toBe(button("Menu"));
    expect(world.opened).toEqual([]);
  });
});

describe("what the page decides", () => {
  test("a name that the page wants only while somebody is there is not asked of the others", async () => {
    world = await openBox({ settings: { ...form({ offline_name: false }), availability: "offline" } });
    await world.welcome({ availability: "offline" });
    await fetched();
    expect(all("form [name]").map((field) => field.getAttribute("name"))).toEqual(["email", "message"]);
    await world.say({ type: "availability_changed", availability: "online" });
    expect(all("form [name]").map((field) => field.getAttribute("name"))).toEqual([
      "name",
      "email",
      "message",
    ]);
  });

  test("its own select of the group stands in the place of ours", async () => {
    const team = { kind: "select", name: "group", label: "Team", required: false, value: "" } as const;
    const more = [{ ...team, items: [["g1", "Sales"]], when: "always" }] as const;
    world = await openBox({ settings: form({ group: true, more }) });
    await world.welcome({ groups: [{ key: "g1", name: "Sales", availability: "online" }] });
    await fetched();
    expect(all("form select").map((field) => field.getAttribute("name"))).toEqual(["more-group"]);
  });

  test("without a text area there is no composer, no form and no new conversation", async () => {
    world = await openBox({ settings: { ...form({}), writable: false } });
    await world.welcome();
    await settle();
    expect(all(".composer, form")).toEqual([]);
    await world.say({
      type: "conversation_changed",
      conversation: conversation(0, { owner_state: "closed", closed_at: 9 }),
      agents: [],
    });
    expect(all("button").map((found) => found.textContent)).not.toContain("Start a new conversation");
  });

  test("sounds that are muted stay off until the visitor switches them on, and that counts from then on", async () => {
    world = await openBox({ settings: { sound_muted: true } });
    await click(button("Menu"));
    expect(one("[role=menuitemcheckbox]").getAttribute("aria-checked")).toBe("false");
    await click(one("[role=menuitemcheckbox]"));
    world.box.destroy();
    world = await openBox({ settings: { sound_muted: true } });
    await click(button("Menu"));
    expect(one("[role=menuitemcheckbox]").getAttribute("aria-checked")).toBe("true");
  });

  test("its words stand for the product's and the owner's, in every language", async () => {
    const own = {
      greeting_title: "Owner's",
      greeting_text: "",
      offline_text: "",
      notice_text: "",
      form_text: "",
    };
    world = await openBox({ settings: { texts: { en: own, fr: own } } });
    world.box.setTexts({
      "box.greeting.title": "The page's",
      "box.composer.send": "Off it goes",
      "box.no": "?",
    });
    await settle();
    expect(one(".greeting .title").textContent).toBe("The page's");
    expect(button("Off it goes")).toBeDefined();
    world.box.setLanguage("fr");
    await vi.waitFor(() => expect(one("[role=dialog]").lang).toBe("fr"));
    expect(one(".greeting .title").textContent).toBe("The page's");
  });

  test("its picture stands in the header while no agent is in, if it is one of the web", async () => {
    world = await openBox();
    await world.welcome({ agents: [{ id: "ag_1", name: "Anna", description: "" }] });
    world.box.setLogo("javascript:alert(1)");
    await settle();
    expect(all(".head img")).toEqual([]);
    world.box.setLogo("https://shop.example/logo.png");
    await settle();
    expect(one(".head img").getAttribute("src")).toBe("https://shop.example/logo.png");
    await world.say({
      type: "conversation_changed",
      conversation: conversation(0),
      agents: [{ id: "ag_1", name: "Anna", description: "" }],
    });
    expect(all(".head img")).toEqual([]);
  });

  test("a visitor who is away by its word has not read what arrives", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    world.box.setActivity("idle");
    await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
    expect(world.unread()).toBe(1);
    world.box.setActivity("active");
    await settle();
    expect(world.unread()).toBe(0);
  });
});

describe("what the server is told", () => {
  test("what the page said of the visitor while the connection was away", async () => {
    world = await openBox();
    const socket = await world.welcome();
    socket.cut();
    world.box.setIdentity({ email: "nadia@shop.example", variables: {} });
    window.dispatchEvent(new Event("online"));
    await vi.waitFor(() => expect(world.network.last).not.toBe(socket));
    await world.welcome();
    expect(sent("set_identity")).toMatchObject([{ identity: { email: "nadia@shop.example" } }]);
  });
});

describe("what the page is told", () => {
  const anna = { id: "ag_1", name: "Anna", description: "" };

  test("who is in the conversation: at first as it is, then whoever comes and goes", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0), agents: [anna] });
    expect(told("agent_join")).toEqual([anna]);
    // Who was there before this page opened has been counted.
    expect(told("event")).toEqual([]);
    const luc = { id: "ag_2", name: "Luc", description: "" };
    await world.say({
      type: "conversation_changed",
      conversation: conversation(0, { agent_ids: ["ag_2"], owner_version: 2 }),
      agents: [luc],
    });
    expect(told("agent_join")).toEqual([anna, luc]);
    expect(told("agent_leave")).toEqual([anna]);
    expect(told("event")).toEqual([{ action: "Agent_served_conversation", label: "Luc" }]);
  });

  test("a conversation begins once, with the first words, and not with those of a page before", async () => {
    world = await openBox();
    await world.welcome();
    const say = async (text: string, seq: number) => {
      world.box.send(text);
      const client_msg_id = String(last(sent("send_message"))?.client_msg_id);
      const accepted = { client_msg_id, conversation_id: "cv_1", id: `msg_${seq}`, seq, created_at: 5 };
      await world.say({ type: "message_accepted", accepted });
    };
    await say("one", 1);
    await say("two", 2);
    expect(told("event")).toEqual([{ action: "Visitor_started_conversation", label: "" }]);
    expect(localStorage.getItem(`ssupp_${CHAT_KEY}message`)).toBeNull();
  });
});
