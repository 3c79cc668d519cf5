/** Finding things in the box that a test has opened. */
import type { World } from "./fake-host.ts";

/** Looks into the world as it is at the moment of asking: each test opens one of its own. */
export function lookInto(world: () => World) {
  const all = (selector: string) => Array.from(world().place.querySelectorAll<HTMLElement>(selector));
  return {
    all,
    one(selector: string): HTMLElement {
      const [found] = all(selector);
      if (!found) throw new Error(`nothing matches ${selector}`);
      return found;
    },
    button(name: string): HTMLElement {
      const found = all("button").find(
        (candidate) => (candidate.getAttribute("aria-label") ?? candidate.textContent) === name,
      );
      if (!found) throw new Error(`no button is named ${name}`);
      return found;
    },
    /** The frames of a kind that the box has sent on its newest socket. */
    sent: (type: string) => world().network.last.sent.filter((frame) => frame.type === type),
  };
}
