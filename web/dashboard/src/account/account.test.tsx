import { cleanup, screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { meOut } from "../testing/answers.ts";
import { answer, open, refuse } from "../testing/app.tsx";

describe("signing in", () => {
  it("leads from a page that needs it to the login and back to that page", async () => {
    refuse("get", "/api/agent/me", 401, "unauthenticated");
    answer("get", "/api/agent/setup", { open: false });
    const calls = answer("post", "/api/agent/login", { state: "signed_in" });
    const { router, user } = await open("/settings/profile");
    await user.type(await screen.findByLabelText("E-mail"), "camille@shop.example");
    expect(screen.queryByText(/You were signed out/)).toBeNull();
    await user.type(screen.getByLabelText("Password"), "trois bols bleus");
    answer("get", "/api/agent/me", meOut());
    await user.click(screen.getByRole("button", { name: "Sign in" }));
    await screen.findByRole("heading", { name: "Profile" });
    expect(router.state.location.pathname).toBe("/settings/profile");
    expect(calls).toEqual([
      { path: "/api/agent/login", body: { email: "camille@shop.example", password: "trois bols bleus" } },
    ]);
  });

  it("says why it is asked for when a session ended while a page was open", async () => {
    answer("get", "/api/agent/me", meOut());
    answer("get", "/api/agent/setup", { open: false });
    refuse("get", "/api/agent/sessions", 401, "unauthenticated");
    const { router } = await open("/settings/security");
    expect(await screen.findByText("You were signed out. Sign in again.")).toBeTruthy();
    expect(router.state.location.search).toEqual({ ended: true, next: "/settings/security" });
  });

  it.each(["//evil.example", "https://evil.example", "/\\evil.example"])(
    "does not lead to %s afterwards",
    async (next) => {
      answer("get", "/api/agent/setup", { open: false });
      answer("get", "/api/agent/me", meOut());
      answer("post", "/api/agent/login", { state: "signed_in" });
      const { router, user } = await open(`/login?next=${encodeURIComponent(next)}`);
      await user.type(await screen.findByLabelText("E-mail"), "camille@shop.example");
      await user.type(screen.getByLabelText("Password"), "trois bols bleus{Enter}");
      await waitFor(() => expect(router.state.location.pathname).toBe("/inbox"));
    },
  );

  it("asks for the second factor, takes a recovery code, and keeps what was typed when it is wrong", async () => {
    answer("get", "/api/agent/setup", { open: false });
    answer("get", "/api/agent/me", meOut());
    answer("post", "/api/agent/login", { state: "second_factor_required" });
    refuse("post", "/api/agent/login/second-factor", 401, "wrong_credentials");
    const { router, user } = await open("/login?next=%2Fsettings%2Fprofile");
    await user.type(await screen.findByLabelText("E-mail"), "camille@shop.example");
    await user.type(screen.getByLabelText("Password"), "trois bols bleus{Enter}");
    await user.type(await screen.findByLabelText("Six-digit code"), "123 456{Enter}");
    expect(await screen.findByRole("alert")).toHaveProperty("textContent", "refused: wrong_credentials");
    expect(screen.getByLabelText("Six-digit code")).toHaveProperty("value", "123 456");
    const codes = answer("post", "/api/agent/login/second-factor", { state: "signed_in" });
    await user.click(screen.getByRole("button", { name: "Use a recovery code" }));
    await user.type(screen.getByLabelText("Recovery code"), "k7f0-9m2p-x4w0{Enter}");
    await waitFor(() => expect(router.state.location.pathname).toBe("/settings/profile"));
    expect(codes.map(({ body }) => body)).toEqual([{ code: "k7f0-9m2p-x4w0" }]);
  });

  it("goes back to the password when the first step has expired", async () => {
    answer("get", "/api/agent/setup", { open: false });
    answer("post", "/api/agent/login", { state: "second_factor_required" });
    refuse("post", "/api/agent/login/second-factor", 401, "unauthenticated");
    const { user } = await open("/login");
    await user.type(await screen.findByLabelText("E-mail"), "camille@shop.example");
    await user.type(screen.getByLabelText("Password"), "trois bols bleus{Enter}");
    await user.type(await screen.findByLabelText("Six-digit code"), "123456{Enter}");
    await user.click(await screen.findByRole("button", { name: "Back to the sign-in" }));
    expect(screen.getByLabelText("Password")).toBeTruthy();
  });

  it("says that the server must be set up first", async () => {
    answer("get", "/api/agent/setup", { open: true });
    await open("/login");
    expect(await screen.findByText(/no account yet/)).toBeTruthy();
  });

  it("keeps the language that was chosen before the sign-in, and says so", async () => {
    answer("get", "/api/agent/setup", { open: false });
    answer("get", "/api/agent/me", meOut({ language: "en" }));
    answer("post", "/api/agent/login", { state: "signed_in" });
    const changes = answer("patch", "/api/agent/me", meOut({ language: "fr" }));
    const { user } = await open("/login?next=%2Fsettings%2Fprofile");
    await user.click(await screen.findByRole("button", { name: "Français" }));
    await user.type(await screen.findByLabelText("E-mail"), "camille@shop.example");
    await user.type(screen.getByLabelText("Mot de passe"), "trois bols bleus{Enter}");
    expect(await screen.findByRole("heading", { name: "Profil" })).toBeTruthy();
    expect(await screen.findByText("Votre tableau de bord est maintenant en français.")).toBeTruthy();
    expect(changes.map(({ body }) => body)).toEqual([{ language: "fr" }]);
  });

  it("speaks the profile's language when none was chosen, and when the choice cannot be kept", async () => {
    answer("get", "/api/agent/setup", { open: false });
    answer("get", "/api/agent/me", meOut({ language: "en" }));
    answer("post", "/api/agent/login", { state: "signed_in" });
    // A language that only the browser wanted is no choice: nothing is changed.
    const first = await open("/login?next=%2Fsettings%2Fprofile", "fr");
    await first.user.type(await screen.findByLabelText("E-mail"), "camille@shop.example");
    await first.user.type(screen.getByLabelText("Mot de passe"), "trois bols bleus{Enter}");
    expect(await screen.findByRole("heading", { name: "Profile" })).toBeTruthy();
    cleanup();

    refuse("patch", "/api/agent/me", 503, "storage_full");
    const second = await open("/login?next=%2Fsettings%2Fprofile");
    await second.user.click(await screen.findByRole("button", { name: "Français" }));
    await second.user.type(await screen.findByLabelText("E-mail"), "camille@shop.example");
    await second.user.type(screen.getByLabelText("Mot de passe"), "trois bols bleus{Enter}");
    expect(await screen.findByRole("heading", { name: "Profile" })).toBeTruthy();
  });

  it("speaks French when the browser does, and marks both missing fields", async () => {
    answer("get", "/api/agent/setup", { open: false });
    const { user } = await open("/login", "fr");
    await user.click(await screen.findByRole("button", { name: "Se connecter" }));
    expect(screen.getByLabelText("E-mail").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("Saisissez votre mot de passe.")).toBeTruthy();
    expect(document.documentElement.lang).toBe("fr");
  });
});

describe("links of mails", () => {
  it("says that a used reset link is dead before a password is typed, and offers another", async () => {
    refuse("post", "/api/agent/password/reset/open", 410, "link_invalid");
    await open("/reset?token=used");
    expect(await screen.findByRole("heading", { name: "This link no longer works" })).toBeTruthy();
    expect(screen.queryByLabelText("New password")).toBeNull();
    expect(screen.getByRole("link", { name: "Ask for a new link" }).getAttribute("href")).toBe("/app/forgot");
  });

  it("says so too when the link was used elsewhere while the password was typed", async () => {
    answer("post", "/api/agent/password/reset/open", { email: "camille@shop.example" });
    refuse("post", "/api/agent/password/reset", 410, "link_invalid");
    const { user } = await open("/reset?token=raced");
    await user.type(await screen.findByLabelText("New password"), "trois bols bleus{Enter}");
    expect(await screen.findByRole("heading", { name: "This link no longer works" })).toBeTruthy();
  });

  it("treats a link without a token as dead, without asking the server", async () => {
    await open("/invitation");
    expect(await screen.findByRole("heading", { name: "This link no longer works" })).toBeTruthy();
  });

  it("keeps a token of digits as text", async () => {
    answer("get", "/api/agent/setup", { open: false });
    const opened = answer("post", "/api/agent/password/reset/open", { email: "camille@shop.example" });
    const calls = answer("post", "/api/agent/password/reset", undefined);
    const { user } = await open("/reset?token=12345");
    await user.type(await screen.findByLabelText("New password"), "trois bols bleus{Enter}");
    await screen.findByRole("heading", { name: "Sign in" });
    expect(opened.map(({ body }) => body)).toEqual([{ token: "12345" }]);
    expect(calls.map(({ body }) => body)).toEqual([{ token: "12345", password: "trois bols bleus" }]);
  });

  it("says that an invitation is dead before anything is typed", async () => {
    refuse("post", "/api/agent/invitations/open", 410, "link_invalid");
    await open("/invitation?token=used");
    expect(await screen.findByRole("heading", { name: "This link no longer works" })).toBeTruthy();
    expect(screen.queryByLabelText("New password")).toBeNull();
  });

  it("accepts an invitation in the language of the page", async () => {
    answer("get", "/api/agent/me", meOut({ language: "fr" }));
    const opened = answer("post", "/api/agent/invitations/open", {
      name: "Luc",
      email: "luc@brume.example",
      account_name: "Atelier Brume",
    });
    const calls = answer("post", "/api/agent/invitations/accept", { state: "signed_in" });
    const { user } = await open("/invitation?token=abc", "fr");
    expect(await screen.findByText(/Atelier Brume vous invite.*luc@brume\.example/)).toBeTruthy();
    expect(opened.map(({ body }) => body)).toEqual([{ token: "abc" }]);
    const name = screen.getByLabelText<HTMLInputElement>("Nom complet");
    expect(name.value).toBe("Luc");
    await user.type(name, " Martin");
    await user.type(screen.getByLabelText("Nouveau mot de passe"), "court{Enter}");
    expect(await screen.findByText(/trop court/)).toBeTruthy();
    expect(calls).toEqual([]);
    await user.type(screen.getByLabelText("Nouveau mot de passe"), " mais pas trop{Enter}");
    await waitFor(() =>
      expect(calls.map(({ body }) => body)).toEqual([
        { token: "abc", name: "Luc Martin", password: "court mais pas trop", language: "fr" },
      ]),
    );
  });

  it("shows the first set-up only while it is open", async () => {
    answer("get", "/api/agent/setup", { open: false });
    await open("/setup?token=abc");
    expect(await screen.findByRole("heading", { name: "Already set up" })).toBeTruthy();
    expect(screen.queryByLabelText("Password")).toBeNull();
  });
});
