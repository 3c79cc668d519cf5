/** The chat box as a visitor uses it: found by role and name, as a screen reader finds it. */
import { eventually } from "./eventually.mjs";

/** The box in one page. `words` are the texts of the language that the page speaks. */
export function boxIn(page, words = ENGLISH) {
  const application = page.locator("#chat-application");
  const launcher = application.locator("button.launcher");
  const dialog = application.getByRole("dialog");
  const field = dialog.getByRole("textbox", { name: words.field });
  const log = dialog.getByRole("log", { name: words.log });
  return {
    page,
    application,
    launcher,
    dialog,
    field,
    log,
    /** A message of the thread; the newest one with these words. */
    message: (text) => log.locator(".m", { hasText: text }).last(),
    async open() {
      await launcher.click();
      await field.waitFor();
    },
    async minimise() {
      await dialog.getByRole("button", { name: words.minimise }).click();
      await dialog.waitFor({ state: "hidden" });
    },
    async say(text) {
      await field.fill(text);
      await field.press("Enter");
    },
    /** Waits until a message of one's own is acknowledged. */
    sent: (text) =>
      eventually(async () => {
        const rows = await log.locator(".m.me", { hasText: text }).allInnerTexts();
        return rows.length > 0 && !rows.some((row) => words.pending.test(row));
      }, `"${text}" is acknowledged`),
    /** The texts of the thread in the order shown; files, system lines and who is writing left out. */
    transcript: () => log.locator(".m:not(.typing-row) .bub").allInnerTexts(),
    async menu(item) {
      await dialog.getByRole("button", { name: words.menu }).click();
      await dialog.getByRole("menuitem", { name: item }).click();
    },
  };
}

const ENGLISH = {
  field: "Message",
  log: "Messages",
  minimise: "Minimise",
  menu: "Menu",
  pending: /Sending|Waiting/,
};
/** The same places in French. */
export const FRENCH = {
  field: "Message",
  log: "Messages",
  minimise: "Réduire",
  menu: "Menu",
  pending: /Envoi en cours|En attente/,
};
