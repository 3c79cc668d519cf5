/**
 * The entry that `box_url` names: it arrives with the box, interprets what the page told the loader
 * and mounts the box. Whatever the launcher alone does not need stands here, to keep the loader small.
 */
import { brandTheme } from "@entrenous/protocol/brand-colour.ts";
import { mount } from "../box/index.tsx";
import { COUNTED_EVENT, type Counted } from "../consent/counted.ts";
import type { BoxEvents, BoxHost } from "../host.ts";
import { adoptStyles } from "./adopt-styles.ts";
import { fillScreen } from "./fill-screen.ts";
import { readIdentity } from "./identity.ts";
import { isRightToLeft, languageCode, languageTag } from "./languages.ts";
import type { Heed } from "./objection.ts";
import { createPageCommands } from "./page-commands.ts";
import { CATEGORY, NO_LABEL, tellPage } from "./page-events.ts";
import { readPageKeys } from "./page-keys.ts";
import { createPageTexts } from "./page-texts.ts";
import type { Bridge, Seat } from "./seat.ts";
import { readSettings } from "./settings.ts";
import { themeCss } from "./theme.ts";

/** What is more shows as "99+". */
const MOST_ON_BADGE = 99;

/** More of `sitePlatform` is not kept. */
const PLATFORM_CHARS = 100;

/** Mounts the box for one widget. */
export function start(seat: Seat): Bridge {
  const { told, spec, place } = seat;
  const keys = readPageKeys(spec.given);
  const settings = readSettings(seat.settings, spec.options, keys);
  const currentIdentity = () => readIdentity(told.said, keys.identityProof);
  const currentLanguage = () => languageCode(told.language || settings.language);
  const currentColor = () => told.color ?? settings.color;
  let language = currentLanguage();
  let color = currentColor();
  let theme = brandTheme(color);
  let identity = currentIdentity();
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
    page: {
      platform: keys.sitePlatform?.slice(0, PLATFORM_CHARS) ?? null,
      asks_group: settings.contact_form.group,
    },
    emit(event, payload) {
      if (!isAlive) return;
      if (event === "status") seat.setStatus(String(payload));
      tellPage(seat.emit, event, payload, () => ({ ...identity, lang: language }));
      if (isCounted(event, payload)) {
        const detail: Counted = { ...payload, category: CATEGORY, label: payload.label || NO_LABEL };
        // The consent module listens, if there is one and it has the visitor's yes to statistics.
        place.frame.dispatchEvent(new CustomEvent(COUNTED_EVENT, { detail }));
      }
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
  if (told.left) box.logout(`${told.left}`.split(";")[0]);
  told.left = undefined;
  const { renderTo } = spec.options;
  // Without it the box is as large as elsewhere.
  if (renderTo)
    import("./fit-element.ts").then(
      (part) => part.fitElement(renderTo, place.mountPoint),
      () => {},
    );
  const texts = createPageTexts({
    box,
    language: () => told.language || settings.language,
    importTable: () => import("./translations.ts"),
  });
  if (keys.translates) texts.translate(keys.translates);
  const hearCommands = createPageCommands({ seat, box, texts });
  let heed: Heed | undefined;
  if (seat.reason === "page_load") {
    import("./objection.ts").then(
      ({ heedObjection }) => {
        if (isAlive) heed = heedObjection({ box, storage: seat.storage, told });
      },
      () => {
        // Whether somebody objects is not known: the chat waits until it is opened.
      },
    );
  }

  return {
    open(how) {
      fillScreen(place.container, true);
      box.open(how);
    },
    close(how) {
      fillScreen(place.container, false);
      box.close(how);
    },
    refresh() {
      if (currentLanguage() !== language) {
        language = currentLanguage();
        box.setLanguage(language);
      }
      texts.refresh();
      if (currentColor() !== color) {
        color = currentColor();
        theme = brandTheme(color);
        dropTheme();
        dropTheme = adoptStyles(place.root, themeCss(theme));
        box.setTheme(theme);
      }
      identity = currentIdentity();
      box.setIdentity(identity);
      hearCommands();
      heed?.refresh();
    },
    destroy() {
      isAlive = false;
      heed?.stop();
      box.destroy();
      dropTheme();
    },
  };
}

function isCounted(
  event: keyof BoxEvents,
  _payload: BoxEvents[keyof BoxEvents],
): _payload is BoxEvents["event"] {
  return event === "event";
}
