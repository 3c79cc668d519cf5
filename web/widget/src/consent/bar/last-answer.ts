/** What was answered last, as this browser keeps it, and its receipt to save. */
import { systemClock } from "@entrenous/protocol/clock.ts";
import { createStore } from "@entrenous/protocol/store.ts";
import type { PartSeat } from "../../bridge/seat.ts";
import { isObject } from "../../compat/is-object.ts";
import { element } from "../../loader/dom.ts";
import type { BarTexts } from "./bar-texts.ts";

/** The line about it; undefined while nobody has answered. */
export function createLastAnswer(
  { storage, spec }: PartSeat,
  { language, say }: BarTexts,
): HTMLElement | undefined {
  const kept = createStore(storage, systemClock).get("ssupp_<CHAT_KEY>");
  if (!isObject(kept) || !(Number(kept.answered_at) > 0)) return undefined;
  const voices = new Set(Object.values(Object(kept.by)).map((voice) => `${voice}`));
  const date = new Intl.DateTimeFormat(language, { dateStyle: "long", timeStyle: "short" });
  const line = element("p", { class: "note last" });
  line.append(
    say("last.text", {
      date: date.format(Number(kept.answered_at)),
      source: [...voices].map(nameOf).join(", "),
    }),
  );
  // Without its number the ledger has not answered yet: then there is no receipt either.
  if (kept.entry_id) {
    const save = element("button", { type: "button", class: "link" });
    save.textContent = say("last.receipt");
    const status = element("span", { role: "status" });
    save.addEventListener("click", () => {
      status.textContent = "";
      const url = `${spec.baseUrl}/api/sites/${spec.chatKey}/consent/${kept.entry_id}/receipt`;
      saveReceipt(line, url, `Subject ${kept.subject}`).catch(() => {
        status.textContent = say("last.failed");
      });
    });
    line.append(" ", save, " ", status);
  }
  return line;

  function nameOf(voice: string): string {
    if (voice === "own") return say("last.own");
    if (voice === "gpc") return say("last.signal");
    // A manager is a part of the website, and is named.
    const [, manager] = voice.split(":");
    return manager ? `${say("last.site")}, ${manager}` : say("last.site");
  }
}

/** Lets the browser save it; rejects when the server has none, or does not answer. */
async function saveReceipt(place: HTMLElement, url: string, authorization: string): Promise<void> {
  const response = await fetch(url, {
    headers: { authorization },
    credentials: "omit",
    referrerPolicy: "no-referrer",
  });
  if (!response.ok) throw new Error(`${response.status}`);
  const href = URL.createObjectURL(await response.blob());
  const link = element("a", { href, download: "consent-receipt.jws" });
  place.append(link);
  link.click();
  link.remove();
  // The download has its own reference once it has begun.
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
