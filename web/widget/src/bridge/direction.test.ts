/** Frame and launcher go with the words of the box, whichever language the page asked for. */
import { expect, it, vi } from "vitest";
import { mount } from "../box/index.tsx";
import type { BoxHost } from "../host.ts";
import { start } from "./index.ts";

vi.mock("../box/index.tsx", () => ({
  mount: vi.fn(() => ({ setLanguage: () => {}, setIdentity: () => {}, destroy: () => {} })),
}));

/** The bridge in a frame of its own, with a box that only holds still. */
function startBridge(language: string) {
  const root = document.createElement("div").attachShadow({ mode: "open" });
  const frame = document.createElement("div");
  root.append(frame);
  const told = { language, color: undefined, said: [] };
  const storage = { chatKey: "", widgetPrefix: "", cookiePrefix: "", cookieDomain: "", cookiePath: "" };
  const unread: string[][] = [];
  const bridge = start({
    spec: { id: "chat", baseUrl: "", chatKey: "", options: {}, given: {}, onVisitorId: () => {} },
    place: {
      container: document.createElement("div"),
      root,
      frame,
      mountPoint: document.createElement("div"),
    },
    reason: "open",
    settings: {},
    told,
    storage,
    emit: () => {},
    setUnread: (badge, words) => unread.push([badge, words]),
    setStatus: () => {},
    setOpen: () => {},
  });
  const host = vi.mocked(mount).mock.lastCall?.[0] as BoxHost;
  return { told, frame, bridge, host, unread };
}

const say = (count: number) => `${count} unread`;

it("takes language and direction from the words of the box", () => {
  const { told, frame, bridge, host } = startBridge("ar");
  expect(host.language).toBe("ar"); // Agents hear of it, whatever the words are.

  host.setWords("en", say);
  expect([frame.lang, frame.dir]).toEqual(["en", "ltr"]);
  told.language = "he";
  bridge.refresh();
  expect([frame.lang, frame.dir]).toEqual(["en", "ltr"]);
  // As soon as there are Arabic or Hebrew words, the layout is mirrored.
  host.setWords("he", say);
  expect([frame.lang, frame.dir]).toEqual(["he", "rtl"]);
  host.setWords("br", say);
  expect([frame.lang, frame.dir]).toEqual(["pt-BR", "ltr"]);
});

it("counts what is unread on the launcher in the words and digits of the box", () => {
  const { host, unread, bridge } = startBridge("fa");
  host.setWords("en", say);
  host.setUnread(3);
  host.setUnread(120);
  host.setWords("fa", (count) => `${count} تازه`);
  host.setUnread(0);
  bridge.destroy();
  host.setUnread(4);
  expect(unread).toEqual([
    ["", ""],
    ["3", "3 unread"],
    ["99+", "120 unread"],
    ["۹۹+", "120 تازه"],
    ["", ""],
  ]);
});
