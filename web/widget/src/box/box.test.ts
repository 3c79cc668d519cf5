import { STORAGE } from "@entrenous/protocol/storage-names.ts";
import { last } from "@entrenous/protocol/testing/last.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CHAT_KEY, conversation, message, openBox, settle, type World } from "./testing/fake-host.ts";
import { joinTabs } from "./testing/join-tabs.ts";
import { lookInto } from "./testing/look.ts";

let world: World;
const { all, one, button, sent } = lookInto(() => world);
const field = () => one("textarea") as HTMLTextAreaElement;
const bubbles = () => all(".bub .text").map((bubble) => bubble.textContent);
async function press(target: HTMLElement, key: string, more: KeyboardEventInit = {}): Promise<void> {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, composed: true, ...more }));
  await settle();
}
async function type(text: string): Promise<void> {
  field().value = text;
  field().dispatchEvent(new Event("input", { bubbles: true }));
  await settle();
}
async function click(target: HTMLElement): Promise<void> {
  target.click();
  await settle();
}
beforeEach(() => {
  localStorage.clear();
  document.cookie = "ssupp.vid=; max-age=0; path=/";
});
afterEach(() => {
  world.box.destroy();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

describe("opening", () => {
  test("is a named dialog with the focus in the composer, and tells what happens to the words", async () => {
    world = await openBox();
    const dialog = one("[role=dialog]");
    expect(dialog.getAttribute("aria-label")).toBe("Chat with Atelier Brume");
    expect((dialog.getRootNode() as ShadowRoot).activeElement).toBe(field());
    expect(one(".notice").textContent).toContain("You are writing to Atelier Brume.");
    expect(one(".notice a").getAttribute("rel")).toBe("noopener noreferrer");
  });

  test("by another tab takes no focus", async () => {
    world = await openBox({ isOpen: false });
    world.box.open("elsewhere");
    await settle();
    expect((world.place.getRootNode() as ShadowRoot).activeElement).toBeNull();
    expect(localStorage.getItem(`ssupp_${CHAT_KEY}opened`)).toBeNull();
  });

  test("the owner's own words win, and French is complete", async () => {
    const own = {
      greeting_title: "Bienvenue",
      greeting_text: "",
      offline_text: "",
      notice_text: "",
      form_text: "",
    };
    world = await openBox({ language: "fr", settings: { texts: { fr: own } } });
    await vi.waitFor(() => expect(one(".greeting .title").textContent).toBe("Bienvenue"));
    expect(field().placeholder).toBe("Écrire un message");
    expect(one("[role=dialog]").lang).toBe("fr");
  });

  test("the box runs as its words do: a language without texts speaks English, from left to right", async () => {
    world = await openBox({ language: "fi" });
    expect(world.words).toEqual(["en"]);
    world.box.setLanguage("fr");
    await vi.waitFor(() => expect(world.words).toEqual(["en", "fr"]));
    world.box.setLanguage("uk");
    await vi.waitFor(() => expect(last([...world.words])).toBe("en"));
    expect(field().placeholder).toBe("Write a message");
  });

  test("the way out of the header stands where it is seen, at both widths, and keeps the focus between them", async () => {
    const query = Object.assign(new EventTarget(), { matches: false });
    vi.stubGlobal("matchMedia", () => query);
    world = await openBox();
    const order = () => all(".head button").map((stop) => stop.getAttribute("aria-label"));
    const activeName = () =>
      (world.place.getRootNode() as ShadowRoot).activeElement?.getAttribute("aria-label");
    const resize = async (isNarrow: boolean) => {
      query.matches = isNarrow;
      query.dispatchEvent(new Event("change"));
      await settle();
    };
    expect(order()).toEqual(["Menu", "Minimise"]);
    button("Minimise").focus();
    await resize(true);
    expect([order(), activeName()]).toEqual([["Minimise", "Menu"], "Minimise"]);
    button("Menu").focus();
    await resize(false);
    expect([order(), activeName()]).toEqual([["Menu", "Minimise"], "Menu"]);
  });

  test("nobody there is said, and the composer still works", async () => {
    world = await openBox({ settings: { availability: "offline" } });
    expect(one("[role=status]").textContent).toContain("Nobody is here right now.");
    await type("hello");
    await press(field(), "Enter");
    expect(bubbles()).toEqual(["hello"]);
  });

  test("everything on the device has a declared name", async () => {
    world = await openBox();
    await world.welcome();
    await type("draft");
    await click(button("Menu"));
    await click(one("[role=menuitemcheckbox]"));
    world.box.close("here"); // The draft is written now, not after the pause.
    const declared = Object.keys(STORAGE).map((name) => name.replace("<CHAT_KEY>", CHAT_KEY));
    const found = Object.keys(localStorage);
    expect(found).toEqual(expect.arrayContaining([`ssupp_${CHAT_KEY}message`, `ssupp_${CHAT_KEY}opened`]));
    expect(found.filter((name) => !declared.includes(name))).toEqual([]);
    expect(document.cookie).toBe("ssupp.vid=tok_secret");
  });

  test.each([
    ["on_open", 1],
    ["with_consent", 1],
    ["always", 0],
  ] as const)(
    "in the mode %s a further opening begins the token's life anew %i times",
    async (mode, times) => {
      world = await openBox({ settings: { tracking_mode: mode } });
      await world.welcome();
      const written = vi.spyOn(document, "cookie", "set");
      world.box.close("here");
      world.box.open("here");
      expect(written.mock.calls.filter(([text]) => text.startsWith("ssupp.vid="))).toHaveLength(times);
      written.mockRestore();
    },
  );
});

describe("writing", () => {
  test("Enter sends, Shift and Enter does not, and the message is reported once when it is kept", async () => {
    world = await openBox();
    await world.welcome();
    await type("hello");
    await press(field(), "Enter", { shiftKey: true });
    expect(sent("send_message")).toEqual([]);
    await press(field(), "Enter");
    expect(field().value).toBe("");
    const [frame] = sent("send_message");
    expect(frame?.content).toEqual({ type: "text", text: "hello" });
    expect(one(".m.me .st").textContent).toBe("Sending");
    const client_msg_id = String(frame?.client_msg_id);
    const node = one(".m.me");
    const accepted = { client_msg_id, conversation_id: "cv_1", id: "msg_1", seq: 1, created_at: 5 };
    await world.say({ type: "message_accepted", accepted });
    const copy = { ...message(1, "visitor", "hello"), client_msg_id };
    await world.say({ type: "message_added", conversation_id: "cv_1", message: copy });
    expect(bubbles()).toEqual(["hello"]);
    expect(one(".m.me .st").textContent).toContain("Sent");
    expect(one(".m.me")).toBe(node); // Neither drawn anew nor announced a second time.
    expect(world.events.filter(({ name }) => name === "message_sent")).toHaveLength(1);
    expect(world.events.find(({ name }) => name === "message_sent")?.payload).toMatchObject({
      chatId: "cv_1",
      visitorId: "vi_1",
      subType: "contact",
    });
  });

  test("what is written after the network went waits for a connection, although the socket still looks alive", async () => {
    world = await openBox();
    await world.welcome();
    window.dispatchEvent(new Event("offline"));
    await type("hello");
    await press(field(), "Enter");
    expect(one(".m.me .st").textContent).toBe("Waiting for a connection");
  });

  test("while an input method composes, Enter is its own", async () => {
    world = await openBox();
    await world.welcome();
    await type("にほん");
    await press(field(), "Enter", { isComposing: true });
    expect(sent("send_message")).toEqual([]);
  });

  test("a refused message keeps its words, says why, and can be tried again or deleted", async () => {
    world = await openBox();
    await world.welcome();
    await type("hello");
    await press(field(), "Enter");
    const client_msg_id = String(sent("send_message")[0]?.client_msg_id);
    await world.say({
      type: "refused",
      refused: { client_msg_id, code: "invalid_field", message: "Not this." },
    });
    expect(one("[role=alert]").textContent).toContain("Not this.");
    await click(button("Try again"));
    expect(sent("send_message").map((frame) => frame.client_msg_id)).toEqual([client_msg_id, client_msg_id]);
    await world.say({
      type: "refused",
      refused: { client_msg_id, code: "invalid_field", message: "Not this." },
    });
    await click(button("Delete"));
    expect(bubbles()).toEqual([]);
  });

  test("a text that is too long is kept in the field, and the figure is told", async () => {
    world = await openBox();
    await world.welcome();
    await type("x".repeat(4_010));
    expect(one("#composer-problem").textContent).toContain("10 characters too many");
    await press(field(), "Enter");
    expect(sent("send_message")).toEqual([]);
    expect(field().value).toHaveLength(4_010);
  });

  test("a draft and unsent messages survive the page, with the same id", async () => {
    world = await openBox();
    await type("unsent");
    await press(field(), "Enter");
    await type("draft");
    world.box.destroy();
    document.body.replaceChildren();
    const kept = localStorage.getItem(`ssupp_${CHAT_KEY}message`) ?? "";
    const { id } = JSON.parse(kept).v.unsent[0];
    world = await openBox();
    expect(field().value).toBe("draft");
    expect(bubbles()).toEqual(["unsent"]);
    await world.welcome();
    expect(sent("send_message")[0]).toMatchObject({
      client_msg_id: id,
      content: { type: "text", text: "unsent" },
    });
  });

  test("a draft stands in all tabs, and sending it in one of them empties it in the others at once", async () => {
    joinTabs();
    world = await openBox();
    const first = world;
    const second = await openBox();
    const fieldOf = (tab: World) => tab.place.querySelector("textarea") as HTMLTextAreaElement;
    const write = async (tab: World, text: string) => {
      fieldOf(tab).value = text;
      fieldOf(tab).dispatchEvent(new Event("input", { bubbles: true }));
      await settle();
    };
    await write(first, "draft from the first");
    await vi.waitFor(() => expect(fieldOf(second).value).toBe("draft from the first"));
    await write(second, "sent in the second");
    await press(fieldOf(second), "Enter");
    await settle();
    expect([fieldOf(first).value, fieldOf(second).value]).toEqual(["", ""]);
    first.box.close("here"); // What closes with an older draft does not store it again.
    second.box.close("here");
    expect(JSON.parse(localStorage.getItem(`ssupp_${CHAT_KEY}message`) ?? "{}").v.text).toBe("");
    second.box.destroy();
  });

  test("who goes on typing shows it to the other tabs without a pause", async () => {
    joinTabs();
    world = await openBox();
    const second = await openBox();
    await vi.waitFor(
      async () => {
        await type(`${field().value}x`);
        expect(second.place.querySelector("textarea")?.value).not.toBe("");
      },
      { interval: 50 },
    );
    second.box.destroy();
  });

  test("a page that comes back from the browser's cache has no draft that was sent meanwhile", async () => {
    world = await openBox();
    await type("draft");
    window.dispatchEvent(new Event("pagehide"));
    localStorage.removeItem(`ssupp_${CHAT_KEY}message`);
    window.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    await settle();
    expect(field().value).toBe("");
  });

  test("the page can fill the composer and send", async () => {
    world = await openBox();
    await world.welcome();
    world.box.prefill("from the page");
    await settle();
    expect(field().value).toBe("from the page");
    world.box.prefill("");
    await settle();
    expect(field().value).toBe("");
    world.box.send("at once");
    expect(sent("send_message")[0]?.content).toEqual({ type: "text", text: "at once" });
  });

  test("typing is told without a word of the text", async () => {
    world = await openBox();
    await world.welcome();
    await type("my words");
    expect(sent("set_typing")).toEqual([{ type: "set_typing", typing: true }]);
    expect(JSON.stringify(world.network.last.sent)).not.toContain("my words");
  });
});

describe("reading", () => {
  const kinds = ["automatic", "visitor", "bot", "ai", "agent"] as const;

  test("each kind of author has its shape and its label", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(6) });
    const system = {
      ...message(6, "system"),
      content: { type: "system" as const, event: "agent_joined" as const, agent_name: "Anna" },
    };
    await world.say({
      type: "resumed",
      conversation: conversation(6),
      messages: [...kinds.map((kind, at) => message(at + 1, kind)), system],
      more: false,
    });
    expect(all(".who").map((line) => line.querySelector("b")?.textContent)).toEqual([
      "Automatic message",
      "Chatbot",
      "AI chatbot",
      "Anna",
    ]);
    // An own message in the flow of the talk is named for screen readers only.
    expect(one(".me .vh").textContent).toContain("You");
    expect(all(".m .av").map((avatar) => avatar.className)).toEqual([
      "av automatic",
      "av bot",
      "av ai",
      expect.stringMatching(/^av g\d$/),
    ]);
    expect(world.place.textContent).toContain("You are talking to an AI. It can be wrong.");
    expect(one(".sys").textContent).toContain("Anna (a person) has joined.");
  });

  test("text is text: markup stays visible, and only safe addresses are links", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    const text = "<img src=x onerror=alert(1)> javascript:alert(1) https://shop.example/a";
    await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent", text) });
    expect(bubbles()).toEqual([text]);
    expect(all(".bub img")).toEqual([]);
    expect(all(".bub a").map((link) => [link.getAttribute("href"), link.getAttribute("rel")])).toEqual([
      ["https://shop.example/a", "noopener noreferrer"],
    ]);
  });

  test("is a log that stays silent for history and speaks for news", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(1) });
    expect(one("[role=log]").getAttribute("aria-live")).toBe("off");
    await world.say({
      type: "resumed",
      conversation: conversation(1),
      messages: [message(1, "agent")],
      more: false,
    });
    await world.say({ type: "message_added", conversation_id: "cv_1", message: message(2, "agent") });
    expect(one("[role=log]").getAttribute("aria-live")).toBe("polite");
  });

  test("a message counts as unread while the box is closed, and is read when it is open", async () => {
    world = await openBox({ isOpen: false });
    await world.welcome({ conversation: conversation(0) });
    await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
    expect(world.unread()).toBe(1);
    expect(last(world.events)).toMatchObject({ name: "message_received", payload: { subType: "agent" } });
    world.box.open("here");
    await settle();
    expect(world.unread()).toBe(0);
    expect(sent("mark_read")).toEqual([{ type: "mark_read", conversation_id: "cv_1", seq: 1 }]);
  });

  test("who writes is said in words and shown as dots", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    await world.say({ type: "typing_changed", conversation_id: "cv_1", agent_name: "Anna", typing: true });
    expect(one(".typing-row").textContent).toContain("Anna is writing");
    await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
    expect(all(".typing-row")).toEqual([]);
  });
});

describe("your choices", () => {
  const entry = () => all("[role=menuitem]").find((row) => row.textContent === "Your choices");

  test("are in the menu of a site that needs consent, and only there", async () => {
    world = await openBox();
    await click(button("Menu"));
    expect(entry()).toBeUndefined();
    world.box.destroy();

    world = await openBox({ settings: { has_choices: true } });
    const opened: EventTarget[] = [];
    world.place.addEventListener("entrenous:choices", (event) => opened.push(event.target as EventTarget));
    await click(button("Menu"));
    expect(all("[role^=menuitem]")[0]).toBe(entry());
    await click(entry() as HTMLElement);
    // The chooser gives the focus back to where it was: the menu's button.
    expect(opened).toEqual([button("Menu")]);
    expect(all("[role=menu]")).toEqual([]);
  });
});

describe("the end", () => {
  test("is asked for, told to the server, and offers a new conversation", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
    await click(button("Menu"));
    const rows = all("[role^=menuitem]");
    await click(rows[rows.length - 1] as HTMLElement);
    await vi.waitFor(() => expect(one("[role=alertdialog]").getAttribute("aria-modal")).toBe("true"));
    await press(one("[role=alertdialog]"), "Escape");
    expect(all("[role=alertdialog]")).toEqual([]);
    expect(sent("close_conversation")).toEqual([]);

    await click(button("Menu"));
    await click(last(all("[role^=menuitem]")) as HTMLElement);
    await click(one(".btn.danger"));
    expect(sent("close_conversation")).toEqual([{ type: "close_conversation", conversation_id: "cv_1" }]);
    await world.say({
      type: "conversation_changed",
      conversation: conversation(1, { owner_state: "closed", owner_version: 2, closed_at: 9 }),
      agents: [],
    });
    expect(all("textarea")).toEqual([]);
    await click(button("Start a new conversation"));
    expect(bubbles()).toEqual([]);
    await type("again");
    await press(field(), "Enter");
    expect(bubbles()).toEqual(["again"]);
  });

  test("Esc minimises and says so to the loader", async () => {
    world = await openBox();
    await press(field(), "Escape");
    expect(world.opened).toEqual([{ open: false, how: "here" }]);
    expect(world.place.hidden).toBe(true);
    expect(JSON.parse(localStorage.getItem(`ssupp_${CHAT_KEY}opened`) ?? "{}").v).toBe(false);
  });

  test("keys pressed in the box are not the page's shortcuts", async () => {
    world = await openBox();
    const heard = vi.fn();
    document.addEventListener("keydown", heard);
    await press(field(), "s");
    document.removeEventListener("keydown", heard);
    expect(heard).not.toHaveBeenCalled();
  });

  test("a logout leaves nothing of the visitor and begins anew", async () => {
    world = await openBox();
    await world.welcome({ conversation: conversation(0) });
    await world.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
    expect(world.visitorId()).toBe("vi_1");
    await type("draft");
    world.box.logout();
    await settle();
    expect(world.visitorId()).toBeUndefined();
    expect(bubbles()).toEqual([]);
    expect(field().value).toBe("");
    expect(Object.keys(localStorage)).not.toContain(`ssupp_${CHAT_KEY}message`);
    expect(world.calls).toContain("POST /api/visitor/logout");
    expect(world.network.sockets).toHaveLength(2);
  });

  test("a logout before there was a box ends the session on the server and in the other tabs, and begins none", async () => {
    joinTabs();
    world = await openBox({ isOpen: false, reason: "resume" });
    const other = world;
    await other.welcome({ conversation: conversation(0) });
    await other.say({ type: "message_added", conversation_id: "cv_1", message: message(1, "agent") });
    document.cookie = "ssupp.vid=; max-age=0; path=/";
    world = await openBox({ isOpen: false, reason: "logout" });
    world.box.logout("tok_secret");
    await settle();
    // The other tab says it too; none of them begins a session.
    expect(new Set(world.calls)).toEqual(new Set(["POST /api/visitor/logout"]));
    expect(world.network.sockets).toEqual([]);
    expect([other.visitorId(), other.place.querySelectorAll(".bub")]).toMatchObject([
      undefined,
      { length: 0 },
    ]);
    world.box.destroy();
    world = other;
  });

  test("who has begun anew in another tab is not signed out by a logout that comes late", async () => {
    joinTabs();
    world = await openBox({ isOpen: false, reason: "resume" });
    const other = world;
    await other.welcome();
    world = await openBox({ isOpen: false, reason: "logout" });
    world.box.logout("tok_older");
    await settle();
    expect(other.visitorId()).toBe("vi_1");
    expect(document.cookie).toContain("ssupp.vid=tok_secret");
    world.box.destroy();
    world = other;
  });

  test.each([
    ["with the token is a logout elsewhere", true, undefined],
    ["alone is the end of its life", false, "vi_1"],
  ])("the name of the open box that goes %s", async (_what, isLogout, visitor) => {
    world = await openBox();
    await world.welcome();
    if (isLogout) document.cookie = "ssupp.vid=; max-age=0; path=/";
    const name = `ssupp_${CHAT_KEY}opened`;
    localStorage.removeItem(name);
    window.dispatchEvent(new StorageEvent("storage", { key: name }));
    await settle();
    expect(world.visitorId()).toBe(visitor);
    expect(world.calls.includes("POST /api/visitor/logout")).toBe(isLogout);
  });

  describe("at page load, whoever objects", () => {
    const TOKEN = "ssupp.vid=tok_secret";
    async function load(isKnown: boolean): Promise<void> {
      if (isKnown) document.cookie = `${TOKEN}; path=/`;
      world = await openBox({ isOpen: false, reason: "page_load" });
      expect(world.network.sockets).toEqual([]);
      world.box.connect();
      await settle();
    }
    const signedOut = () => world.calls.includes("POST /api/visitor/logout");

    test("is forgotten when nothing was said", async () => {
      await load(false);
      await world.welcome();
      expect(document.cookie).toContain(TOKEN);
      world.box.leave();
      await settle();
      expect([signedOut(), document.cookie]).toEqual([true, ""]);
    });

    test.each([
      ["has a conversation", { conversation: conversation(1) }],
      ["may have one, because the server has not answered yet", undefined],
    ])("keeps it where the visitor %s, and is disconnected", async (_what, state) => {
      await load(true);
      if (state) await world.welcome(state);
      world.box.leave();
      await settle();
      expect([signedOut(), document.cookie.includes(TOKEN)]).toEqual([false, true]);
      world.box.connect();
      await settle();
      expect(world.network.sockets).toHaveLength(2);
    });

    test("stays while the box is looked at", async () => {
      await load(false);
      await world.welcome();
      world.box.open("here");
      world.box.leave();
      await settle();
      expect(signedOut()).toBe(false);
    });
  });

  test("destroy leaves no node, no socket and no listener that acts", async () => {
    world = await openBox();
    const socket = await world.welcome();
    world.box.destroy();
    expect(world.place.childElementCount).toBe(0);
    expect(socket.closed).toBe(true);
    window.dispatchEvent(new Event("online"));
    expect(world.network.sockets).toHaveLength(1);
  });
});
