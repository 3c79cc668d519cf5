import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { agentOut, meOut, siteOut } from "../testing/answers.ts";
import { answer, open, refuse, welcomeDesk } from "../testing/app.tsx";

describe("profile", () => {
  it("saves, speaks the new language at once, and says so", async () => {
    answer("get", "/api/agent/me", meOut());
    const calls = answer("patch", "/api/agent/me", meOut({ language: "fr" }));
    const { user } = await open("/settings/profile");
    expect(await screen.findByRole("button", { name: "Save" })).toHaveProperty("disabled", true);
    await user.selectOptions(screen.getByLabelText("Language of the dashboard"), "Français");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByRole("heading", { name: "Profil" })).toBeTruthy();
    expect(await screen.findByText("Enregistré")).toBeTruthy();
    expect(calls.map(({ body }) => body)).toEqual([
      { name: "Camille Durand", nickname: "Camille", description: "", language: "fr" },
    ]);
  });

  it("asks before unsaved changes are left, and stays when told to", async () => {
    answer("get", "/api/agent/me", meOut());
    answer("get", "/api/agent/sessions", { sessions: [] });
    const { router, user } = await open("/settings/profile");
    await user.type(await screen.findByLabelText("Full name"), "-Roy");
    await user.click(screen.getByRole("link", { name: "Security" }));
    const dialog = await screen.findByRole("dialog", { name: "Leave without saving?" });
    await user.click(within(dialog).getByRole("button", { name: "Stay here" }));
    expect(router.state.location.pathname).toBe("/settings/profile");
    expect(screen.getByLabelText("Full name")).toHaveProperty("value", "Camille Durand-Roy");
    await user.click(screen.getByRole("link", { name: "Security" }));
    await user.click(await screen.findByRole("button", { name: "Leave without saving" }));
    expect(await screen.findByRole("heading", { name: "Security" })).toBeTruthy();
  });

  it("shows what the server says about a field at that field", async () => {
    answer("get", "/api/agent/me", meOut());
    refuse("patch", "/api/agent/me", 422, "invalid_field", [{ field: "nickname", message: "Too rude." }]);
    const { user } = await open("/settings/profile");
    await user.type(await screen.findByLabelText("Name shown to visitors"), "!");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Too rude.");
    const field = screen.getByLabelText("Name shown to visitors");
    expect(field.getAttribute("aria-invalid")).toBe("true");
    await waitFor(() => expect(document.activeElement).toBe(field));
  });

  it("refuses a picture of the wrong kind before it is sent", async () => {
    answer("get", "/api/agent/me", meOut());
    const calls = answer("post", "/api/agent/me/avatar", meOut());
    const { user } = await open("/settings/profile");
    await screen.findByRole("button", { name: "Upload a picture" });
    const input = document.querySelector<HTMLInputElement>("input[type=file]");
    if (input === null) throw new Error("no file input");
    input.accept = "";
    await user.upload(input, new File(["x"], "x.gif", { type: "image/gif" }));
    expect((await screen.findByRole("alert")).textContent).toContain("PNG, JPEG or WebP");
    expect(calls).toEqual([]);
  });
});

describe("rights", () => {
  it("offers agents neither people nor sites, and says why when they know the address", async () => {
    answer("get", "/api/agent/me", meOut({ agent: agentOut({ role: "agent" }) }));
    await open("/settings/agents");
    expect(await screen.findByText("This page is for owners and admins")).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Sites" })).toBeNull();
  });

  it("lets an admin change agents but not owners or themselves", async () => {
    const admin = agentOut({ id: "ag_luc", name: "Luc Martin", role: "admin" });
    answer("get", "/api/agent/me", meOut({ agent: admin }));
    answer("get", "/api/agent/sites", { sites: [siteOut()] });
    answer("get", "/api/agent/agents", {
      agents: [agentOut(), admin, agentOut({ id: "ag_mina", name: "Mina Sand", role: "agent" })],
    });
    const { user } = await open("/settings/agents");
    await user.click(await screen.findByRole("button", { name: "Actions for Mina Sand" }));
    expect(screen.queryByRole("button", { name: /Camille Durand$/, hidden: true })).toBeNull();
    expect(screen.queryByRole("button", { name: "Actions for Luc Martin", hidden: true })).toBeNull();
    await user.click(await screen.findByRole("menuitem", { name: "Role and sites" }));
    expect(screen.queryByRole("radio", { name: /Owner/ })).toBeNull();
    expect(screen.getByRole("radio", { name: /Admin/ })).toBeTruthy();
  });
});

describe("agents", () => {
  it("deactivates only after a confirmation, and keeps the reason when it fails", async () => {
    const mina = agentOut({ id: "ag_mina", name: "Mina Sand", role: "agent" });
    answer("get", "/api/agent/me", meOut());
    answer("get", "/api/agent/sites", { sites: [siteOut()] });
    answer("get", "/api/agent/agents", { agents: [agentOut(), mina] });
    refuse("patch", "/api/agent/agents/ag_mina", 403, "forbidden");
    const { user } = await open("/settings/agents");
    await user.click(await screen.findByRole("button", { name: "Actions for Mina Sand" }));
    await user.click(await screen.findByRole("menuitem", { name: "Deactivate" }));
    const dialog = await screen.findByRole("dialog", { name: "Deactivate Mina Sand?" });
    await user.click(within(dialog).getByRole("button", { name: "Deactivate" }));
    expect((await within(dialog).findByRole("alert")).textContent).toBe("refused: forbidden");
    const calls = answer("patch", "/api/agent/agents/ag_mina", { ...mina, active: false });
    await user.click(within(dialog).getByRole("button", { name: "Deactivate" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(calls.map(({ body }) => body)).toEqual([{ active: false }]);
    // The menu's item that opened the dialog is gone; its button is not.
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Actions for Mina Sand" }));
  });

  it("shows who is there now, although the list was answered before the desk was connected", async () => {
    const luc = agentOut({ id: "ag_luc", name: "Luc Martin", email: "luc@shop.example" });
    answer("get", "/api/agent/me", meOut());
    answer("get", "/api/agent/sites", { sites: [siteOut()] });
    const late = { status: "offline" } as const;
    answer("get", "/api/agent/agents", {
      agents: [agentOut(late), { ...luc, ...late }, agentOut({ id: "ag_mina", name: "Mina Sand", ...late })],
    });
    welcomeDesk([agentOut(), luc, agentOut({ id: "ag_mina", name: "Mina Sand", status: "away" })]);
    await open("/settings/agents");
    await screen.findByText(/^luc@shop\.example.*online$/);
    expect(screen.getAllByText(/online$/, { selector: ".line-meta" })).toHaveLength(2);
    expect(screen.getByText(/away$/, { selector: ".line-meta" })).toBeTruthy();
    expect(screen.queryByText(/offline$/, { selector: ".line-meta" })).toBeNull();
  });

  it("says that mails only land as files, and invites", async () => {
    answer("get", "/api/agent/me", meOut({ mail_is_sent: false }));
    answer("get", "/api/agent/sites", { sites: [siteOut()] });
    answer("get", "/api/agent/agents", { agents: [agentOut()] });
    const calls = answer("post", "/api/agent/agents", agentOut({ id: "ag_luc", name: "Luc", invited: true }));
    const { user } = await open("/settings/agents");
    expect(await screen.findByText(/files in its data folder/)).toBeTruthy();
    await screen.findByText("Camille Durand", { selector: ".line-title" });
    await user.click(screen.getByRole("button", { name: "Invite an agent" }));
    await user.type(screen.getByLabelText("Full name"), "Luc");
    await user.type(screen.getByLabelText("E-mail"), "luc@shop.example{Enter}");
    await waitFor(() =>
      expect(calls.map(({ body }) => body)).toEqual([
        { name: "Luc", email: "luc@shop.example", role: "agent", site_ids: ["st_1"] },
      ]),
    );
    expect(await screen.findByText(/^luc@shop\.example is invited\..*folder “mails”/)).toBeTruthy();
    expect(screen.queryByText(/on its way/)).toBeNull();
  });
});

describe("password", () => {
  it("refuses the present password as the new one", async () => {
    answer("get", "/api/agent/me", meOut());
    answer("get", "/api/agent/sessions", { sessions: [] });
    const calls = answer("post", "/api/agent/password/change", undefined);
    const { user } = await open("/settings/security");
    await user.type(await screen.findByLabelText("Present password"), "trois bols bleus");
    await user.type(screen.getByLabelText("New password"), "trois bols bleus{Enter}");
    expect(await screen.findByText("This is your present password. Choose another one.")).toBeTruthy();
    expect(screen.getByLabelText("New password").getAttribute("aria-invalid")).toBe("true");
    expect(calls).toEqual([]);
    await user.type(screen.getByLabelText("New password"), " et un vert{Enter}");
    await waitFor(() =>
      expect(calls.map(({ body }) => body)).toEqual([
        { current: "trois bols bleus", new: "trois bols bleus et un vert" },
      ]),
    );
  });
});

describe("sessions", () => {
  it("tell two on one device apart: one's own first, and when each began and was last used", async () => {
    const begun = Date.UTC(2026, 0, 5, 12);
    const session = { device: "Chrome 156, Linux", created_at: begun, last_seen_at: begun, current: false };
    answer("get", "/api/agent/me", meOut());
    answer("get", "/api/agent/sessions", {
      sessions: [
        { ...session, id: "se_2" },
        { ...session, id: "se_1", created_at: Date.UTC(2026, 0, 3, 12), current: true },
      ],
    });
    await open("/settings/security");
    await screen.findByText("This session");
    const rows = screen.getAllByRole("listitem").filter((row) => row.textContent.includes("Chrome 156"));
    expect(rows.map((row) => row.textContent)).toEqual([
      expect.stringMatching(/begun 3 January 2026.*last used.*This session/),
      expect.stringMatching(/begun 5 January 2026.*last used/),
    ]);
    const end = within(rows[1] as HTMLElement).getByRole("button");
    expect(end.getAttribute("aria-label")).toMatch(/^End the session on Chrome 156, Linux, begun 5 January/);
  });
});

describe("second factor", () => {
  it("shows secret and code, then the recovery codes once, which Esc does not close", async () => {
    answer("get", "/api/agent/me", meOut());
    answer("get", "/api/agent/sessions", { sessions: [] });
    answer("post", "/api/agent/totp", { url: "otpauth://x", secret: "JBSWY3DP", qr: ["10", "01"] });
    const { user } = await open("/settings/security");
    await user.click(await screen.findByRole("button", { name: "Set up" }));
    expect(await screen.findByText("JBSW Y3DP")).toBeTruthy();
    expect(
      screen
        .getByRole("img", { name: /QR code/ })
        .querySelector("path")
        ?.getAttribute("d"),
    ).toBe("M2 2h1v1h-1zM3 3h1v1h-1z");
    const calls = answer("post", "/api/agent/totp/confirm", { codes: ["aaaa-bbbb", "cccc-dddd"] });
    await user.type(screen.getByLabelText("Six-digit code"), "123 456{Enter}");
    expect(await screen.findByText("aaaa-bbbb")).toBeTruthy();
    expect(calls.map(({ body }) => body)).toEqual([{ code: "123456" }]);
    const dialog = screen.getByRole("dialog");
    dialog.dispatchEvent(new Event("cancel", { cancelable: true }));
    expect(screen.getByText("cccc-dddd")).toBeTruthy();
    await user.click(screen.getByRole("button", { name: "I have kept them" }));
    expect(screen.queryByText("aaaa-bbbb")).toBeNull();
  });
});
