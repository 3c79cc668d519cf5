import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Shape } from "../../../api/shapes.ts";
import { agentOut, meOut, siteOut } from "../../../testing/answers.ts";
import { answer, open, refuse } from "../../../testing/app.tsx";

const KEY = "a".repeat(40);

function line(name: string, category: "statistics" | "marketing", purpose: string): Shape<"CookieOut"> {
  return {
    name,
    provider: "Atelier Brume",
    category,
    purpose,
    kind: "cookie",
    kind_text: "Cookie",
    stored: "once you agree",
    needs_consent: true,
    expiry: "6 months after it was stored",
  };
}

const POLICY: Shape<"CookiePolicyOut"> = {
  v: 1,
  language: "en",
  site: "Atelier Brume",
  url: `https://chat.example/privacy/${KEY}/cookies`,
  intro: [],
  categories: [],
  notes: [],
  change: [],
  reserved: [
    line(`ssupp_${KEY}presence`, "statistics", "Links the pages of this visit."),
    line("SL_C_23361dd035530_VID", "statistics", "Links recordings of one browser."),
    line("ssupp.visits", "marketing", "Counts your visits."),
    line(`ssupp_${KEY}visits`, "marketing", "Replaces ssupp.visits."),
  ],
};

beforeEach(() => {
  answer("get", "/api/agent/me", meOut());
  answer("get", "/api/agent/sites/st_1", siteOut());
  answer("get", `/api/sites/${KEY}/cookies`, POLICY);
});

describe("the privacy of a site", () => {
  it("says of each purpose what it keeps, in the words that are published", async () => {
    await open("/settings/sites/st_1/privacy");
    expect(await screen.findByText(/Links the pages of this visit\./)).toBeTruthy();
    expect(screen.getByText(/Counts your visits\./)).toBeTruthy();
    expect(screen.getByText("ssupp_aaaa…presence")).toBeTruthy();
    expect(screen.queryByText(/recordings of one browser|Replaces/)).toBeNull();
    expect(screen.getByText(/for 90 days/)).toBeTruthy();
  });

  it("is saved together, never with recordings, and keeps the rest of the chat box", async () => {
    const calls = answer("patch", "/api/agent/sites/st_1", (body) => ({ ...siteOut(), ...Object(body) }));
    const { user } = await open("/settings/sites/st_1/privacy");
    expect(await screen.findByText("Nothing above is switched on, so nobody is asked.")).toBeTruthy();
    await user.click(screen.getByRole("switch", { name: /Page history/ }));
    await user.click(screen.getByRole("radio", { name: /When the box is opened/ }));
    expect(screen.getByText(/no page is kept, whatever visitors answer/)).toBeTruthy();
    await user.click(screen.getByRole("radio", { name: /At page load/ }));
    expect(screen.getByText(/needs the visitor’s consent/)).toBeTruthy();
    await user.click(screen.getByRole("switch", { name: /Our own bar asks/ }));
    expect(screen.getByText(/Then your site has to ask/)).toBeTruthy();
    await user.click(screen.getByRole("radio", { name: /The visitor may decide otherwise/ }));
    const address = screen.getByLabelText(/Address of your privacy notice/);
    await user.type(address, "shop.example");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.getByText("Enter a full address such as https://shop.example/privacy.")).toBeTruthy();
    expect(calls).toEqual([]);
    await user.clear(address);
    await user.type(address, "https://shop.example/privacy");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(calls[0]?.body).toEqual({
      tracking_mode: "always",
      privacy: {
        statistics: true,
        marketing: false,
        recording: false,
        shows_bar: false,
        gpc: "overridable",
      },
      chat_box: { ...siteOut().chat_box, privacy_url: "https://shop.example/privacy" },
    });
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", true),
    );
  });

  it("leads to what is published, at the server's public address", async () => {
    await open("/settings/sites/st_1/privacy");
    const page = await screen.findByRole("link", { name: /^Page/ });
    expect(page).toHaveProperty("href", `https://chat.example/privacy/${KEY}/cookies?lang=en`);
    expect(screen.getByRole("link", { name: /^JSON/ })).toHaveProperty(
      "href",
      `https://chat.example/api/sites/${KEY}/cookies?lang=en`,
    );
  });

  it("has the code of each consent manager, filled in for this site", async () => {
    const { user } = await open("/settings/sites/st_1/privacy");
    for (const [name, mark] of [
      ["tarteaucitron", "tarteaucitron.services"],
      ["Klaro", "const chatServices"],
      ["vanilla-cookieconsent", "const chatCategories"],
    ] as const) {
      await user.click(await screen.findByRole("tab", { name }));
      const code = screen.getByRole("region", { name: `Code for ${name}` }).textContent;
      expect(code).toContain(mark);
      expect(code).toContain(KEY);
      expect(code).not.toMatch(/YOUR_CHAT_KEY|chat\.example\.com/);
    }
  });

  it("can be changed although the published list could not be read", async () => {
    refuse("get", `/api/sites/${KEY}/cookies`, 503, "unavailable");
    const { user } = await open("/settings/sites/st_1/privacy");
    expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
    await user.click(screen.getByRole("switch", { name: /Number of visits/ }));
    expect(screen.getByRole("button", { name: "Save" })).toHaveProperty("disabled", false);
  });

  it("is nobody's who only answers visitors", async () => {
    answer("get", "/api/agent/me", meOut({ agent: agentOut({ role: "agent" }) }));
    await open("/settings/sites/st_1/privacy");
    expect(await screen.findByText(/owners and admins/i)).toBeTruthy();
    expect(screen.queryByRole("switch")).toBeNull();
  });
});
