/** The round button in the corner: all that a visitor sees before opening the box. */
import { drawing, element, setAttributes } from "./dom.ts";

/** Lucide `message-circle` and `mail`. */
const CHAT = "M7.9 20A9 9 0 1 0 4 16.1L2 22Z";
const MAIL = "M2 5h20v14H2zM2 7l10 7 10-7";

/** Look.md sections 2 and 3; pixels, because a page may have changed the size of a rem.
 * In the dark scheme the browser itself lifts the brand colour, where it can. */
export const LAUNCHER_CSS = `
:host{all:initial!important;display:block!important;position:relative!important}
.root{color-scheme:light dark;--accent:var(--brand);--on-accent:var(--on-brand);--accent-edge:var(--brand-edge);--raised:#fff;--edge:#87837a;--ink:#18252c;--alert:#d23934;font:600 12px/22px system-ui,sans-serif}
[hidden]{display:none!important}
.launcher{all:unset;box-sizing:border-box;display:grid;place-items:center;position:relative;width:60px;height:60px;border-radius:50%;border:1px solid var(--accent-edge);background:var(--accent);color:var(--on-accent);cursor:pointer;box-shadow:0 8px 24px -6px #18252c40}
.launcher:hover{filter:brightness(.93)}
.launcher.away{background:var(--raised);color:var(--ink);border-color:var(--edge)}
.launcher:focus-visible{outline:2px solid var(--ink);outline-offset:2px;box-shadow:0 0 0 6px #8883}
.launcher svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.badge{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-width:22px;box-sizing:border-box;padding:0 6px;border-radius:11px;background:var(--alert);color:var(--raised);text-align:center;outline:1px solid #0000}
@media(prefers-color-scheme:dark){.root{--raised:#1a2328;--edge:#6c767c;--ink:#ece9e4;--alert:#f46f66}@supports(color:oklch(from red l c h)){.root{--accent:oklch(from var(--brand) max(l,.72) calc(c*.9) h);--on-accent:#0d181e;--accent-edge:#0000}}}
@media print{:host{display:none!important}}
`;

/** What the launcher shows. */
export interface LauncherState {
  readonly isShown: boolean;
  readonly isOpen: boolean;
  /** The box is being fetched. */
  readonly isBusy: boolean;
  readonly isOnline: boolean;
  /** How many messages are unread, for the badge; empty for none. */
  readonly badge: string;
  /** The same as words that follow the name, from the box. */
  readonly unread: string;
  /** Any spelling of a language code. */
  readonly language: string;
  /** `launcher` of the settings: `name` and `write` by language. */
  readonly words: unknown;
}

/** The launcher's button and how to bring it up to date. */
export interface Launcher {
  readonly button: HTMLButtonElement;
  show(state: LauncherState): void;
}

/** Makes the button; `boxId` is what it opens, `host` gets the title that the published API promises. */
export function createLauncher(host: Element, boxId: string, onPress: () => void): Launcher {
  const button = element("button", {
    type: "button",
    "aria-haspopup": "dialog",
    "aria-controls": boxId,
  });
  const icon = drawing("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" });
  const shape = drawing("path", {});
  icon.append(shape);
  const badge = element("span", { class: "badge", "aria-hidden": "true" });
  button.append(icon, badge);
  button.addEventListener("click", onPress);
  return {
    button,
    show({ isShown, isOpen, isBusy, isOnline, badge: count, unread, language, words }) {
      const all = Object(words) as Partial<Record<string, Partial<Record<string, string>>>>;
      // The published code of Brazil is the tag of Breton; its words are Portuguese.
      const code = `${language.toLowerCase().split(/[-_]/)[0]}`.replace("br", "pt");
      const { name = "Chat", write = name } = all[code] ?? all.en ?? {};
      const label = isOnline ? name : write;
      setAttributes(host, { title: name });
      setAttributes(button, {
        lang: all[code] ? code : "en",
        "aria-label": unread ? `${label}, ${unread}` : label,
        "aria-expanded": `${isOpen}`,
        "aria-busy": `${isBusy}`,
        class: isOnline ? "launcher" : "launcher away",
      });
      setAttributes(shape, { d: isOnline ? CHAT : MAIL });
      button.hidden = !isShown;
      badge.hidden = !count;
      badge.textContent = count;
    },
  };
}
