import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Shape } from "../../api/shapes.ts";
import { agentOut, meOut, siteOut } from "../../testing/answers.ts";
import { answer, open, refuse } from "../../testing/app.tsx";

beforeEach(() => {
  answer("get", "/api/agent/me", meOut());
  answer("get", "/api/agent/sites", { sites: [siteOut()] });
  answer("get", "/api/agent/agents", { agents: [agentOut()] });
});

afterEach(() => vi.useRealTimers());

describe("a site", () => {
  it("refuses a space between two words, which are no address, with a sentence", async () => {
    answer("get", "/api/agent/sites/st_1", siteOut());
    const { user } = await open("/settings/sites/st_1");
    const field = await screen.findByLabelText("Address");
    await user.type(field, "nonsense domain{Enter}");
    expect(await screen.findByText(/An address has no spaces/)).toBeTruthy();
    expect(field).toHaveProperty("value", "nonsense domain");
    await user.clear(field);
    await user.type(field, "nonsense{Enter}");
    expect(await screen.findByText(/Enter an address such as/)).toBeTruthy();
    expect(screen.queryByText("https://nonsense")).toBeNull();
    await user.clear(field);
    await user.type(field, "a.example, b.example{Enter}");
    expect(screen.getByText("https://a.example")).toBeTruthy();
    expect(screen.getByText("https://b.example")).toBeTruthy();
  });

  it("adds a typed domain in its canonical form and saves everything together", async () => {
    answer("get", "/api/agent/sites/st_1", siteOut());
    const calls = answer("patch", "/api/agent/sites/st_1", (body) => ({ ...siteOut(), ...Object(body) }));
    const { user } = await open("/settings/sites/st_1");
    const field = await screen.findByLabelText("Address");
    await user.type(field, "https://shop.example/path{Enter}");
    expect(screen.getByText(/Did you mean https:\/\/shop\.example\?/)).toBeTruthy();
    await user.clear(field);
    await user.type(field, "WWW.Shop.Example:443/{Enter}");
    expect(screen.getByText("https://www.shop.example")).toBeTruthy();
    expect(calls).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(calls.map(({ body }) => body)).toEqual([
        {
          name: "Atelier Brume",
          language: "en",
          allowed_domains: ["https://shop.example", "https://www.shop.example"],
        },
      ]),
    );
  });

  it("that does not exist says so, without a button that cannot help", async () => {
    refuse("get", "/api/agent/sites/st_9", 404, "not_found");
    await open("/settings/sites/st_9");
    expect(await screen.findByText("Nothing is here")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  });

  it("that could not be loaded can be asked for again", async () => {
    refuse("get", "/api/agent/sites/st_1", 503, "unavailable");
    const { user } = await open("/settings/sites/st_1");
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    answer("get", "/api/agent/sites/st_1", siteOut());
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    expect(await screen.findByLabelText("Address")).toBeTruthy();
  });
});

describe("the chat box", () => {
  it("corrects an unreadable colour in words and leaves untouched languages out", async () => {
    answer("get", "/api/agent/sites/st_1", siteOut());
    const calls = answer("patch", "/api/agent/sites/st_1", (body) => ({ ...siteOut(), ...Object(body) }));
    const { user } = await open("/settings/sites/st_1/chat-box");
    const color = await screen.findByLabelText("Colour");
    await user.clear(color);
    await user.type(color, "nope");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.getByText("Enter a colour such as #00546a.")).toBeTruthy();
    expect(calls).toEqual([]);
    await user.clear(color);
    await user.type(color, "777f86");
    expect(screen.getByText(/so that everyone can read it/)).toBeTruthy();
    const language = screen.getByLabelText("Language of the texts");
    await user.selectOptions(language, "fr");
    await user.type(screen.getByLabelText("Title"), "Bonjour");
    expect(screen.getByText("Bonjour", { selector: ".preview-title" })).toBeTruthy();
    await user.selectOptions(language, "en");
    await user.type(screen.getByLabelText("Title"), " ");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.body).toMatchObject({
      chat_box: { color: "#777f86", texts: { fr: { greeting_title: "Bonjour" } } },
    });
    expect(Object.keys(Object(calls[0]?.body).chat_box.texts)).toEqual(["fr"]);
  });

  it("says at once that a colour cannot become one, and goes on showing the last right one", async () => {
    answer("get", "/api/agent/sites/st_1", siteOut());
    const { user } = await open("/settings/sites/st_1/chat-box");
    const field = await screen.findByLabelText("Colour");
    const wrong = () => screen.queryByText("Enter a colour such as #00546a.");
    const shown = () => {
      const preview = document.querySelector<HTMLElement>(".preview-stage");
      return [screen.getByLabelText("Pick a colour"), preview?.style.getPropertyValue("--accent")];
    };
    await user.clear(field);
    expect(wrong()).toBeNull();
    await user.type(field, "#b3261e");
    expect(shown()).toEqual([expect.objectContaining({ value: "#b3261e" }), "#b3261e"]);
    await user.clear(field);
    await user.type(field, "red");
    expect(wrong()).toBeTruthy();
    expect(shown()).toEqual([expect.objectContaining({ value: "#b3261e" }), "#b3261e"]);
    await user.clear(field);
    await user.type(field, "#12");
    expect(wrong()).toBeNull();
    await user.tab();
    expect(wrong()).toBeTruthy();
    await user.type(field, "3456");
    expect(wrong()).toBeNull();
    expect(shown()).toEqual([expect.objectContaining({ value: "#123456" }), "#123456"]);
  });
});

describe("texts of one's own", () => {
  it("can be given in all forty languages, and say what visitors read otherwise", async () => {
    answer("get", "/api/agent/sites/st_1", siteOut());
    const calls = answer("patch", "/api/agent/sites/st_1", (body) => ({ ...siteOut(), ...Object(body) }));
    const { user } = await open("/settings/sites/st_1/chat-box");
    const language = await screen.findByLabelText("Language of the texts");
    expect(within(language).getAllByRole("option")).toHaveLength(40);
    const title = screen.getByLabelText("Title");
    expect(title).toHaveProperty("placeholder", "What can we do for you?");
    await user.selectOptions(language, "fr");
    expect(screen.getByText("French has standard texts.")).toBeTruthy();
    await waitFor(() => expect(title.getAttribute("placeholder")).toMatch(/^Que pouvons-nous/));
    // Icelandic is no language of the catalogue, now or planned.
    await user.selectOptions(language, "is");
    expect(screen.getByText(/no standard texts in Icelandic yet: visitors read English/)).toBeTruthy();
    await waitFor(() => expect(title).toHaveProperty("placeholder", "What can we do for you?"));
    expect(title.lang).toBe("is");
    await user.type(title, "Halló");
    expect(screen.getByText(/Own texts so far: Icelandic\./)).toBeTruthy();
    expect(within(language).getByRole("option", { name: "Icelandic (own texts)" })).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(Object(calls[0]?.body).chat_box.texts).toMatchObject({ is: { greeting_title: "Halló" } });
  });
});

describe("the line above the contact form", () => {
  it("shows the standard text in grey as its neighbours do: that of the form as it is asked", async () => {
    answer("get", "/api/agent/sites/st_1", siteOut());
    await open("/settings/sites/st_1/chat-box");
    const line = await screen.findByLabelText("Line above the contact form");
    expect(line).toHaveProperty("placeholder", "Leave us a message, we answer by e-mail.");
  });

  it("is another one where the form stands before every chat", async () => {
    const always = { when: "always", name: true, email: true, phone: false, group: false } as const;
    const site = siteOut();
    answer("get", "/api/agent/sites/st_1", { ...site, chat_box: { ...site.chat_box, contact_form: always } });
    await open("/settings/sites/st_1/chat-box");
    const line = await screen.findByLabelText("Line above the contact form");
    expect(line.getAttribute("placeholder")).toMatch(/^So that we can reach you/);
  });
});

describe("refused pages", () => {
  it("are named with their time, and one press lets them in", async () => {
    const pages = [
      { origin: "https://new.example", refused_at: 40_000 },
      { origin: "https://shop.example", seen_at: 90_000, refused_at: 10_000 },
    ];
    answer("get", "/api/agent/sites/st_1", siteOut());
    answer("get", "/api/agent/sites/st_1/pages", { now: 100_000, pages });
    const calls = answer("patch", "/api/agent/sites/st_1", (body) => ({ ...siteOut(), ...Object(body) }));
    const { user } = await open("/settings/sites/st_1/install");
    expect(await screen.findByText("Last refused 1 minute ago")).toBeTruthy();
    const list = screen.getByRole("list", { name: "Refused pages" });
    expect(within(list).queryByText("https://shop.example")).toBeNull();
    await user.click(within(list).getByRole("button", { name: "Allow https://new.example" }));
    expect(await within(list).findByText("Allowed now")).toBeTruthy();
    expect(calls.map(({ body }) => body)).toEqual([
      { allowed_domains: ["https://shop.example", "https://new.example"] },
    ]);
    expect(document.activeElement).toBe(list);
  });

  it("are told of beside the allowed domains, and a refusal to change them is said", async () => {
    answer("get", "/api/agent/sites/st_1", siteOut());
    answer("get", "/api/agent/sites/st_1/pages", {
      now: 100_000,
      pages: [{ origin: "https://new.example", refused_at: 40_000 }],
    });
    refuse("patch", "/api/agent/sites/st_1", 403, "forbidden");
    const { user } = await open("/settings/sites/st_1");
    expect(await screen.findByText(/Pages of 1 address were refused/)).toBeTruthy();
    await user.click(screen.getByRole("link", { name: "See which" }));
    await user.click(await screen.findByRole("button", { name: "Allow https://new.example" }));
    expect((await screen.findByRole("alert")).textContent).toContain("refused: forbidden");
  });

  it("are none where every page gets its chat box", async () => {
    answer("get", "/api/agent/sites/st_1", siteOut({ allowed_domains: [] }));
    answer("get", "/api/agent/sites/st_1/pages", { now: 100_000, pages: [] });
    await open("/settings/sites/st_1/install");
    expect(await screen.findByText("No page was refused.")).toBeTruthy();
  });
});

describe("groups", () => {
  it("offers only agents with access, and deletes after a confirmation", async () => {
    const group = { id: "gr_1", key: "orders", name: "Orders", agent_ids: ["ag_camille"] };
    answer("get", "/api/agent/sites/st_1", siteOut({ groups: [group] }));
    answer("get", "/api/agent/agents", {
      agents: [
        agentOut(),
        agentOut({ id: "ag_here", name: "Mina Sand", role: "agent", site_ids: ["st_1"] }),
        agentOut({ id: "ag_elsewhere", name: "Owen Marsh", role: "agent", site_ids: ["st_2"] }),
      ],
    });
    const { user } = await open("/settings/sites/st_1/groups");
    await user.click(await screen.findByRole("button", { name: "Add a group" }));
    const dialog = screen.getByRole("dialog");
    expect(within(dialog).queryByRole("checkbox", { name: "Owen Marsh" })).toBeNull();
    const added = answer("post", "/api/agent/sites/st_1/groups", group);
    await user.type(within(dialog).getByLabelText("Name"), "Glazes");
    await user.click(within(dialog).getByRole("checkbox", { name: "Mina Sand" }));
    await user.click(within(dialog).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(added.map(({ body }) => body)).toEqual([{ name: "Glazes", key: null, agent_ids: ["ag_here"] }]);
    const removed = answer("delete", "/api/agent/sites/st_1/groups/gr_1", undefined);
    await user.click(screen.getByRole("button", { name: "Delete Orders" }));
    expect(removed).toEqual([]);
    await user.click(screen.getByRole("button", { name: "Delete the group" }));
    await waitFor(() => expect(removed).toHaveLength(1));
  });
});

describe("the test of the snippet", () => {
  it("opens the typed page, watches, and says who loaded the code", async () => {
    let pages: Shape<"SeenPageOut">[] = [];
    answer("get", "/api/agent/sites/st_1", siteOut({ seen_at: null, allowed_domains: [] }));
    answer("get", "/api/agent/sites/st_1/pages", () => ({ now: 100_000, pages }));
    const opened = vi.spyOn(window, "open").mockReturnValue(null);
    const { user } = await open("/settings/sites/st_1/install");
    const field = await screen.findByLabelText("Address of a page with the code");
    for (const wrong of ["javascript:alert(1)", "not an address", "nonsense"]) {
      await user.type(field, `${wrong}{Enter}`);
      expect(opened).not.toHaveBeenCalled();
      await user.clear(field);
    }
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await user.type(field, "shop.example/bowls{Enter}");
    expect(opened).toHaveBeenCalledWith("https://shop.example/bowls", "_blank", "noopener");
    expect(screen.getByText(/Watching for the page/)).toBeTruthy();
    pages = [{ origin: "https://other.example", seen_at: 100_000 }];
    await vi.advanceTimersByTimeAsync(2500);
    expect(screen.getByText(/Watching for the page/)).toBeTruthy();
    pages = [{ origin: "https://shop.example", seen_at: 100_000 }, ...pages];
    await vi.advanceTimersByTimeAsync(2500);
    expect(await screen.findByText(/It works\. https:\/\/shop\.example loaded the code/)).toBeTruthy();
  });

  it("gives up with hints, and warns of an address that is not allowed", async () => {
    answer("get", "/api/agent/sites/st_1", siteOut());
    answer("get", "/api/agent/sites/st_1/pages", { now: 100_000, pages: [] });
    vi.spyOn(window, "open").mockReturnValue(null);
    const { user } = await open("/settings/sites/st_1/install");
    const field = await screen.findByLabelText("Address of a page with the code");
    await user.clear(field);
    vi.useFakeTimers({ shouldAdvanceTime: true });
    await user.type(field, "https://other.example{Enter}");
    expect(screen.getByText(/not among the allowed domains/)).toBeTruthy();
    await vi.advanceTimersByTimeAsync(91_000);
    expect(await screen.findByText(/Does a cache still serve the old page/)).toBeTruthy();
  });
});
