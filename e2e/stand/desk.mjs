/** The dashboard as an agent uses it. */

/** The dashboard in one page of a person. */
export function deskIn(page, server) {
  const composer = page.getByRole("region", { name: "Write", exact: true });
  const log = page.getByRole("log", { name: "Messages" });
  return {
    page,
    log,
    composer,
    field: composer.getByRole("textbox"),
    /** A message of the thread; the newest one with these words. */
    message: (text) => log.locator(".message", { hasText: text }).last(),
    row: (text) => page.locator("a.row", { hasText: text }),
    async signIn({ email, password }) {
      await page.goto(`${server.dashboard}login`);
      await page.getByLabel("E-mail").fill(email);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("navigation", { name: "Views" }).waitFor();
    },
    /** Shows a view of the list: `mine`, `unassigned`, `all` or `closed`. */
    async view(name) {
      await page.locator(`[data-view=${name}]`).click();
      await page.locator(`[data-view=${name}][aria-current=page]`).waitFor();
    },
    /** Opens the conversation whose row shows this text. */
    async openConversation(text, view = "all") {
      await this.view(view);
      // New arrivals wait behind a button while the pointer is over the list.
      await page.mouse.move(900, 10);
      await this.row(text).first().click();
      await log.waitFor();
    },
    async reply(text) {
      await this.field.fill(text);
      await this.field.press("Enter");
    },
    transcript: () => log.locator(".bubble").allInnerTexts(),
  };
}
