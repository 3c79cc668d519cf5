/** The greeting above the launcher: `buttonStyle`, `hideBanner`, `hideOfflineBanner`, `banner:update`. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Part, PartSeat, Said } from "../bridge/seat.ts";
import { start } from "./index.ts";

const KEY = "a".repeat(40);
let part: Part | undefined;
let frame: HTMLElement;
let launcher: HTMLButtonElement;
let told: { language: string | undefined; color: undefined; said: readonly Said[] };

function load(given: Record<string, unknown> = {}, settings: Record<string, unknown> = {}): void {
  const container = document.createElement("div");
  const root = container.attachShadow({ mode: "open" });
  frame = document.createElement("div");
  launcher = document.createElement("button");
  launcher.className = "launcher";
  launcher.setAttribute("aria-expanded", "false");
  frame.append(launcher);
  root.append(frame);
  document.body.append(container);
  told = { language: undefined, color: undefined, said: [] };
  const seat: PartSeat = {
    spec: { id: "chat", baseUrl: "", chatKey: KEY, options: {}, given, onVisitorId: () => {} },
    place: { container, root, frame, mountPoint: frame },
    settings: { language: "en", texts: {}, ...settings },
    told,
    storage: { chatKey: KEY, widgetPrefix: "", cookiePrefix: "", cookieDomain: "", cookiePath: "" },
  };
  part = start(seat);
}

const teaser = () => frame.querySelector<HTMLElement>(".teaser");
const words = () => teaser()?.querySelector(".teaser-text")?.textContent;

beforeEach(() => localStorage.clear());
afterEach(() => {
  part?.destroy();
  document.body.replaceChildren();
});

it("greets in the product's words, the owner's and the page's, the last of which count", () => {
  load();
  expect(words()).toBe("What can we do for you?Write to us, we are here.");
  part?.destroy();
  load({}, { texts: { en: { greeting_title: "Hello", greeting_text: "Ask us" } } });
  expect(words()).toBe("HelloAsk us");
  told.said = [["banner:update", [{ text: "Sale today" }]]];
  part?.refresh();
  expect(words()).toBe("Sale today");
  told.said = [["translate", [{ banner: { arrow: { title: "Hi", desc: "there" } } }]]];
  part?.refresh();
  expect(words()).toBe("Hithere");
});

it.each([
  ["fr-CA", "fr", "ltr", "Fermer ce message"],
  ["de", "de", "ltr", "Diese Nachricht schließen"],
  ["pt-BR", "pt-BR", "ltr", "Fechar esta mensagem"],
  ["ar", "ar", "rtl", "إغلاق هذه الرسالة"],
])("follows the page's language: %s", async (language, tag, direction, close) => {
  load();
  told.language = language;
  part?.refresh();
  await vi.waitFor(() => expect(teaser()?.lang).toBe(tag));
  expect([teaser()?.dir, teaser()?.querySelector(".teaser-close")?.getAttribute("aria-label")]).toEqual([
    direction,
    close,
  ]);
});

it("stands in its own language from the first moment, and takes of `translate` what is meant for it", async () => {
  load({}, { language: "fr" });
  expect(teaser()).toBeNull();
  told.said = [
    ["translate", [{ banner: { arrow: { desc: "pour tous" } } }, "fr"]],
    ["translate", [{ banner: { arrow: { desc: "für alle" } } }, "de"]],
  ];
  await vi.waitFor(() => expect(words()).toBeTruthy());
  part?.refresh();
  expect(words()).toBe("pour tous");
});

it("opens the chat by the launcher, and is gone once the box opens", async () => {
  load();
  const pressed = vi.fn(() => launcher.setAttribute("aria-expanded", "true"));
  launcher.addEventListener("click", pressed);
  teaser()?.querySelector<HTMLElement>(".teaser-text")?.click();
  expect(pressed).toHaveBeenCalledTimes(1);
  await vi.waitFor(() => expect(teaser()).toBeNull());
  expect(localStorage.length).toBe(0);
});

it("that is closed stays closed on the next page, beside a kept answer, and gives the focus to the launcher", () => {
  load();
  expect(localStorage.length).toBe(0);
  const answer = { answers: { statistics: false }, subject: "s", answered_at: Date.now() };
  localStorage.setItem(`ssupp_${KEY}`, JSON.stringify({ v: answer, exp: Date.now() + 1e6 }));
  teaser()?.querySelector<HTMLElement>(".teaser-close")?.click();
  expect(teaser()).toBeNull();
  expect(launcher.getRootNode() instanceof ShadowRoot && launcher.getRootNode()).toHaveProperty(
    "activeElement",
    launcher,
  );
  const { v } = JSON.parse(localStorage.getItem(`ssupp_${KEY}`) ?? "{}");
  expect(v).toEqual({ ...answer, greeting_closed: true });
  load();
  expect([part, teaser()]).toEqual([undefined, null]);
});

it("is not shown to who has used the chat lately, nor with hideBanner", () => {
  localStorage.setItem(`ssupp_${KEY}opened`, JSON.stringify({ v: false, exp: Date.now() + 1e6 }));
  load();
  expect(part).toBeUndefined();
  localStorage.clear();
  load({ hideBanner: "true" });
  expect(part).toBeUndefined();
});

it("hideOfflineBanner false greets offline too, in the words for it", () => {
  load();
  expect(teaser()?.classList.contains("online-only")).toBe(true);
  part?.destroy();
  load({ hideOfflineBanner: false });
  expect(teaser()?.classList.contains("online-only")).toBe(false);
  launcher.className = "launcher away";
  part?.refresh();
  expect(words()).toContain("we answer here as soon as we are back");
});
