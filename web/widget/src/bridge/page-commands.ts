/** The page's commands that need the box. Source: smartsupp-api.md sections 3.1 and 3.2. */
import { isObject } from "../compat/is-object.ts";
import type { Box } from "../host.ts";
import { warn } from "../loader/report.ts";
import type { PageTexts } from "./page-texts.ts";
import type { Said, Seat } from "./seat.ts";
import { webAddress } from "./web-address.ts";

/** What is done once, and not again by the box that comes after this one. */
const ACTS = /^(chat:(send|message)|open(Rate|Auth)Form)$/;

/** What is about a visitor, and goes with them. */
const PERSONAL = /^(name|email|phone|group|identify|variables)$/;

const lastLogout = (said: readonly Said[]) => said.map(([name]) => name).lastIndexOf("logout");

export interface PageCommandsOptions {
  readonly seat: Pick<Seat, "told" | "setOpen">;
  readonly box: Box;
  readonly texts: Pick<PageTexts, "translate" | "greet">;
}

/** Does what the page has said; the function it returns does what has been said since. */
export function createPageCommands({ seat, box, texts }: PageCommandsOptions): () => void {
  const { told } = seat;
  const done = new WeakSet<Said>();

  function run([name, args]: Said): void {
    const [value, second] = args;
    switch (name) {
      case "chat:message":
        box.prefill(`${value}`);
        break;
      case "chat:send":
        box.send(`${value}`);
        break;
      case "openRateForm":
      case "openAuthForm":
        seat.setOpen(true, "here");
        box.show(name === "openRateForm" ? "rating" : "contact_form");
        break;
      case "status":
        if (value === "active" || value === "idle") box.setActivity(value);
        else warn(`${name}: expected active|idle`);
        break;
      case "chat:avatar": {
        const address = webAddress(value);
        if (address) box.setLogo(address);
        else warn(`${name}: expected http(s) address`);
        break;
      }
      case "translate":
        if (isObject(value)) texts.translate(value, second);
        else warn(`${name}: expected object`);
        break;
      case "banner:update":
        if (isObject(value)) texts.greet(value);
        else warn(`${name}: expected object`);
        break;
      case "logout":
        box.logout();
        break;
      default:
      // The dashboard's preview, commands without a counterpart here, and what nobody knows: silent.
    }
  }

  /** What there is to do now; whatever is done once leaves the list. */
  function take(): readonly Said[] {
    const news = told.said.filter((entry) => !done.has(entry));
    for (const entry of news) done.add(entry);
    const leftAt = lastLogout(told.said);
    told.said = told.said.filter(([name], at) => !ACTS.test(name) && (at >= leftAt || !PERSONAL.test(name)));
    return news;
  }

  const first = take();
  // The loader has forgotten the visitor already, who takes along what was to be sent or shown.
  const loggedOutAt = lastLogout(first);
  first.forEach((entry, at) => {
    if (entry[0] !== "logout" && (at > loggedOutAt || !ACTS.test(entry[0]))) run(entry);
  });
  return () => take().forEach(run);
}
