/** The frame runs as the words in it, whichever language the page asked for. */
import { expect, it, vi } from "vitest";
import { mount } from "../box/index.tsx";
import type { BoxHost } from "../host.ts";
import { start } from "./index.ts";

vi.mock("../box/index.tsx", () => ({
  mount: vi.fn(() => ({ setLanguage: () => {}, setIdentity: () => {} })),
}));

it("takes language and direction from the words of the box", () => {
  const root = document.createElement("div").attachShadow({ mode: "open" });
  const frame = document.createElement("div");
  root.append(frame);
  const told = { language: "ar", color: undefined, said: [] };
  const storage = { chatKey: "", widgetPrefix: "", cookiePrefix: "", cookieDomain: "", cookiePath: "" };
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
    setUnread: () => {},
    setStatus: () => {},
    setOpen: () => {},
  });
  const host = vi.mocked(mount).mock.calls[0]?.[0] as BoxHost;
  expect(host.language).toBe("ar"); // Agents hear of it, whatever the words are.

  host.setWords("en");
  expect([frame.lang, frame.dir]).toEqual(["en", "ltr"]);
  told.language = "he";
  bridge.refresh();
  expect([frame.lang, frame.dir]).toEqual(["en", "ltr"]);
  // As soon as there are Arabic or Hebrew words, the layout is mirrored.
  host.setWords("he");
  expect([frame.lang, frame.dir]).toEqual(["he", "rtl"]);
  host.setWords("br");
  expect([frame.lang, frame.dir]).toEqual(["pt-BR", "ltr"]);
});
