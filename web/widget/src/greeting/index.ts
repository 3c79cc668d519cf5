/**
 * The entry of the greeting: a calm bubble above the launcher, on sites that chose it (`launcher_style`, `buttonStyle`).
 * The loader fetches it only for them. It goes when the box opens or the visitor closes it.
 */
import { systemClock } from "@entrenous/protocol/clock.ts";
import { look } from "@entrenous/protocol/storage-look.ts";
import { createStore } from "@entrenous/protocol/store.ts";
import { adoptStyles } from "../bridge/adopt-styles.ts";
import { isRightToLeft, languageTag } from "../bridge/languages.ts";
import type { Part, PartSeat } from "../bridge/seat.ts";
import { readBoolean } from "../compat/configuration.ts";
import { keepClosed } from "./closed.ts";
import css from "./greeting.css?inline";
import { askedLanguage, type GreetingWords, loadGreetingWords, readGreeting } from "./greeting-texts.ts";
import { createGreetingView } from "./greeting-view.ts";

/** Starts for one widget; undefined where there is nobody to greet. */
export function start(seat: PartSeat): Part | undefined {
  const { spec, place, settings } = seat;
  const launcher = place.frame.querySelector<HTMLElement>(".launcher");
  const closed = keepClosed(createStore(seat.storage, systemClock), systemClock);
  // Who has used the chat lately needs no greeting.
  const isKnown = look("ssupp_<CHAT_KEY>opened", seat.storage) !== undefined;
  if (!launcher || isKnown || readBoolean(spec.given.hideBanner) || closed.read()) return undefined;

  const side = spec.options.orientation ?? spec.options.alignX ?? settings.side;
  const view = createGreetingView({
    side: side === "left" ? "left" : "right",
    hidesOffline: readBoolean(spec.given.hideOfflineBanner) ?? true,
    onOpen: () => launcher.click(),
    onClose() {
      // The focus goes where it can go on, and not to the top of the page.
      launcher.focus();
      closed.write();
      end();
    },
  });
  const dropStyles = adoptStyles(place.root, css);
  // The launcher says by itself that the box opens, whoever opened it.
  const opening = new MutationObserver(() => {
    if (launcher.getAttribute("aria-expanded") === "true") end();
    else draw();
  });
  let isOver = false;
  let spoken: GreetingWords | undefined;
  /** The language whose words are here or on their way. */
  let asked: string | undefined;

  function draw(): void {
    const code = askedLanguage(seat);
    if (asked === code) {
      show();
      return;
    }
    asked = code;
    const words = loadGreetingWords(code);
    const speak = (loaded: GreetingWords) => {
      if (asked !== code) return;
      spoken = loaded;
      show();
    };
    if (words instanceof Promise) void words.then(speak);
    else speak(words);
  }

  function show(): void {
    if (isOver || !spoken) return;
    const greeting = readGreeting(seat, spoken, launcher?.classList.contains("away") === true);
    view.show(greeting, languageTag(greeting.language), isRightToLeft(greeting.language) ? "rtl" : "ltr");
    // It comes once it has words.
    if (!view.element.isConnected) place.frame.append(view.element);
  }

  function end(): void {
    isOver = true;
    opening.disconnect();
    view.element.remove();
    dropStyles();
  }

  opening.observe(launcher, { attributes: true, attributeFilter: ["aria-expanded", "class"] });
  draw();
  return { refresh: draw, destroy: end };
}
