/** The entry of the chat box, which the loader imports when the box is needed. */
import type { Box, BoxHost } from "../host.ts";

/** Mounts the dialog into the place that the loader made for it. */
export function mount(host: BoxHost): Box {
  const dialog = document.createElement("div");
  dialog.setAttribute("role", "dialog");
  dialog.setAttribute("aria-label", host.settings.name);
  dialog.tabIndex = -1;
  host.mountPoint.append(dialog);
  return {
    open(how) {
      host.mountPoint.hidden = false;
      if (how === "here") dialog.focus();
    },
    close() {
      host.mountPoint.hidden = true;
    },
    prefill() {},
    send() {},
    setLanguage(language) {
      dialog.lang = language;
    },
    setIdentity() {},
    setTheme() {},
    logout() {
      host.setVisitorId(undefined);
    },
    destroy() {
      dialog.remove();
    },
  };
}
