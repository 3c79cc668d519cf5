/**
 * The entry that `box_url` names: it arrives with the box, interprets what the page told the loader
 * and mounts the box. Whatever the launcher alone does not need stands here, to keep the loader small.
 */
import { brandTheme } from "@entrenous/protocol/brand-colour.ts";
import { mount } from "../box/index.tsx";
import type { BoxHost } from "../host.ts";

import { adoptStyles } from "./adopt-styles.ts";
import { readIdentity } from "./identity.ts";
import { isRightToLeft, languageCode, languageTag } from "./languages.ts";
import { tellPage } from "./page-events.ts";
import type { Bridge, Seat } from "./seat.ts";
import { readSettings } from "./settings.ts";
import { themeCss } from "./theme.ts";

/** What is more shows as "99+". */
const MOST_ON_BADGE = 99;

/** Mounts the box for one widget. */
export function start(seat: Seat): Bridge {
  const { told, spec, place } = seat;
  const settings = readSettings(seat.settings, spec.options);
  const currentLanguage = () => languageCode(told.language || settings.language);
  const currentColor = () => told.color ?? settings.color;
  let language = currentLanguage();
  let color = currentColor();
  let theme = brandTheme(color);
  let identity = readIdentity(told.identity);
  let dropTheme = adoptStyles(place.root, themeCss(theme));
  let isAlive = true;
  let unread = 0;
  let spoken = "en";
  let sayUnread = (count: number) => `${count}`;

  function tellUnread(): void {
    if (!isAlive) return;
    const most = new Intl.NumberFormat(spoken).format(Math.min(unread, MOST_ON_BADGE));
    const badge = unread > MOST_ON_BADGE ? `${most}+` : most;
    seat.setUnread(unread ? badge : "", unread ? sayUnread(unread) : "");
  }

  const host: BoxHost = {
    root: place.root,
    adoptStyles: (css) => adoptStyles(place.root, css),
    mountPoint: place.mountPoint,
    baseUrl: spec.baseUrl,
    chatKey: spec.chatKey,
    widgetId: spec.id,
    reason: seat.reason,
    settings,
    language,
    identity,
    storage: seat.storage,
    theme,
    sitePlatform: spec.options.sitePlatform ?? "",
    emit(event, payload) {
      if (!isAlive) return;
      if (event === "status") seat.setStatus(String(payload));
      tellPage(seat.emit, event, payload, () => ({ ...identity, lang: language }));
    },
    setUnread(count) {
      unread = count;
      tellUnread();
    },
    setVisitorId: (id) => isAlive && spec.onVisitorId(id),
    onOpenChange: (open, how) => isAlive && seat.setOpen(open, how),
    setWords(language, say) {
      spoken = languageTag(language);
      sayUnread = say;
      place.frame.lang = spoken;
      place.frame.dir = isRightToLeft(language) ? "rtl" : "ltr";
      tellUnread();
    },
  };
  const box = mount(host);

  return {
    open: (how) => box.open(how),
    close: (how) => box.close(how),
    prefill: (text) => box.prefill(text),
    send: (text) => box.send(text),
    refresh() {
      if (currentLanguage() !== language) {
        language = currentLanguage();
        box.setLanguage(language);
      }
      if (currentColor() !== color) {
        color = currentColor();
        theme = brandTheme(color);
        dropTheme();
        dropTheme = adoptStyles(place.root, themeCss(theme));
        box.setTheme(theme);
      }
      identity = readIdentity(told.identity);
      box.setIdentity(identity);
    },
    logout: () => box.logout(),
    destroy() {
      isAlive = false;
      box.destroy();
      dropTheme();
    },
  };
}
