/** The round button in the corner: all that a visitor sees before opening the box. */
import { element, icon } from "./dom.ts";

/** Lucide `message-circle` and `mail`. */
const CHAT = "M7.9 20A9 9 0 1 0 4 16.1L2 22Z";
const MAIL =
  "M4 4h16a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2ZM22 7l-9 5.7a2 2 0 0 1-2 0L2 7";

/** Look.md sections 2 and 3; pixels, because a page may have changed the size of a rem. */
export const LAUNCHER_CSS = `
:host{all:initial!important;display:block!important;position:relative!important}
.root{color-scheme:light dark;--raised:#fff;--edge:#87837a;--ink:#18252c;--alert:#d23934;--on-alert:#fff;font:600 12px/22px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
[hidden]{display:none!important}
.launcher{all:unset;box-sizing:border-box;display:grid;place-items:center;position:relative;width:60px;height:60px;border-radius:50%;border:1px solid var(--accent-edge);background:var(--accent);color:var(--on-accent);cursor:pointer;box-shadow:0 1px 2px #18252c1a,0 8px 24px -6px #18252c40;transition:background 120ms}
.launcher:hover{background:var(--accent-press)}
.launcher.away{background:var(--raised);color:var(--ink);border-color:var(--edge)}
.launcher:focus-visible{outline:2px solid var(--focus);outline-offset:2px;box-shadow:0 0 0 6px var(--accent-soft)}
.launcher svg{width:26px;height:26px;fill:none;stroke:currentColor;stroke-width:1.75;stroke-linecap:round;stroke-linejoin:round}
.badge{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-width:22px;box-sizing:border-box;padding:0 6px;border-radius:11px;background:var(--alert);color:var(--on-alert);text-align:center;font-variant-numeric:tabular-nums}
@media(prefers-color-scheme:dark){.root{--raised:#1a2328;--edge:#6c767c;--ink:#ece9e4;--alert:#f46f66;--on-alert:#0d181e}}
@media(prefers-reduced-motion:reduce){.launcher{transition:none}}
@media(forced-colors:active){.badge{outline:1px solid CanvasText}}
@media print{:host{display:none!important}}
`;

/** What the launcher shows. */
export interface LauncherState {
  readonly isShown: boolean;
  readonly isOpen: boolean;
  /** The box is being fetched. */
  readonly isBusy: boolean;
  readonly isOnline: boolean;
  readonly unread: number;
  /** The button's name without the count, in the language of the box. */
  readonly name: string;
  /** `2 unread messages`; empty when there are none. */
  readonly unreadText: string;
}

/** The launcher's button and how to bring it up to date. */
export interface Launcher {
  readonly button: HTMLButtonElement;
  show(state: LauncherState): void;
}

/** Makes the button; `boxId` is what it opens. */
export function createLauncher(boxId: string, onPress: () => void): Launcher {
  const button = element("button", {
    type: "button",
    class: "launcher",
    "aria-haspopup": "dialog",
    "aria-controls": boxId,
  });
  const chat = icon(CHAT);
  const mail = icon(MAIL);
  const badge = element("span", { class: "badge", "aria-hidden": "true" });
  button.append(chat, mail, badge);
  button.addEventListener("click", onPress);
  return {
    button,
    show(state) {
      button.hidden = !state.isShown;
      button.setAttribute("aria-expanded", `${state.isOpen}`);
      button.setAttribute("aria-busy", `${state.isBusy}`);
      button.setAttribute("aria-label", state.unreadText ? `${state.name}, ${state.unreadText}` : state.name);
      button.classList.toggle("away", !state.isOnline);
      chat.toggleAttribute("hidden", !state.isOnline);
      mail.toggleAttribute("hidden", state.isOnline);
      badge.hidden = state.unread === 0;
      badge.textContent = state.unread > 99 ? "99+" : `${state.unread}`;
    },
  };
}
