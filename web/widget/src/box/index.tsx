/** The chat box: mounts the dialog into the place that the loader made for it. */

import { reconnectDelay } from "@entrenous/protocol/backoff.ts";
import { systemClock } from "@entrenous/protocol/clock.ts";
import { createRef, render } from "preact";
import type { Box, BoxHost } from "../host.ts";
import { randomId } from "../random-id.ts";
import css from "./box.css?inline";
import { Chat } from "./chat/chat.ts";
import { ownTexts } from "./chat/own-texts.ts";
import { safeUrl } from "./chat/safe-url.ts";
import { storedMemory } from "./chat/stored-memory.ts";
import { loadTexts, type Overrides, type Texts } from "./chat/texts.ts";
import { watchFullScreen } from "./full-screen.ts";
import { Dialog } from "./ui/dialog.tsx";
import type { Panel } from "./ui/panel.ts";
import { type Scene, SceneContext } from "./ui/scene.ts";

/** Mounts the box and connects it; it stays hidden until `open`. */
export function mount(host: BoxHost): Box {
  const { mountPoint, settings } = host;
  const dropStyles = host.adoptStyles(css);
  const memory = storedMemory(host.storage);
  const wasHere = memory.readToken() !== undefined;
  const chat = new Chat({ host, memory, newId: () => randomId() });
  const field = createRef<HTMLTextAreaElement>();
  let texts: Texts | undefined;
  let language = host.language;
  let overrides: Overrides = {};
  let logo = "";
  let panel: Panel | undefined;
  let round = 0;
  let isFullScreen = false;
  let wantsFocus = false;
  let isGone = false;

  function draw(): void {
    if (!texts || isGone) return;
    const scene: Scene = {
      chat,
      texts,
      settings,
      own: ownTexts(settings.texts[language] ?? settings.texts[texts.tag], overrides),
      baseUrl: host.baseUrl,
      logo,
      adoptStyles: host.adoptStyles,
      now: () => systemClock.now(),
    };
    render(
      <SceneContext.Provider value={scene}>
        <Dialog
          field={field}
          isFullScreen={isFullScreen}
          panel={panel}
          onPanel={setPanel}
          onMinimise={() => host.onOpenChange(false, "here")}
        />
      </SceneContext.Provider>,
      mountPoint,
    );
    if (!wantsFocus || mountPoint.hidden) return;
    wantsFocus = false;
    (field.current ?? mountPoint.querySelector<HTMLElement>("[role=dialog]"))?.focus();
  }

  function speak(code: string, attempt = 0): void {
    language = code;
    const asked = ++round;
    loadTexts(code, overrides).then(
      (loaded) => asked === round && show(loaded),
      // Whoever waits in front of an empty box gets it by itself once the network is back.
      () =>
        setTimeout(() => asked === round && speak(code, attempt + 1), reconnectDelay(attempt, Math.random)),
    );
  }

  function show(words: Texts): void {
    texts = words;
    host.setWords(words.tag, (count) => words.count("launcher.unread", count));
    draw();
  }

  function setPanel(next: Panel | undefined): void {
    // Asked for once: whoever asks while it is drawn would be asked again by the drawing.
    if (next === panel) return;
    panel = next;
    draw();
  }

  const stopFullScreen = watchFullScreen(mountPoint, (now) => {
    const focused = texts && host.root.activeElement;
    isFullScreen = now;
    draw();
    // The way out changes its place in the header, and would leave the focus behind.
    if (focused?.isConnected === false) mountPoint.querySelector<HTMLElement>(".minimise")?.focus();
  });
  speak(language);
  if (host.reason !== "page_load" && host.reason !== "logout") chat.connect();

  return {
    connect: () => chat.connect(),
    leave() {
      // Who looks at the box uses the chat.
      if (!mountPoint.hidden) return;
      const { conversation, known } = chat.delivery;
      // Who was here on an earlier page may have a conversation that the server has not told of yet.
      if (conversation || (wasHere && !known)) chat.connect(false);
      else chat.logout();
    },
    open(how) {
      mountPoint.hidden = false;
      wantsFocus = how === "here";
      chat.open(how);
      draw();
    },
    close(how) {
      mountPoint.hidden = true;
      wantsFocus = false;
      chat.close(how);
    },
    prefill: (text) => chat.prefill(text),
    send: (text) => chat.pageWords.say(text),
    setLanguage(code) {
      chat.setLanguage(code);
      speak(code);
    },
    setIdentity: (identity) => chat.setIdentity(identity),
    setTheme() {
      // The tokens on the frame have changed; every colour of the box comes from them.
    },
    show(what) {
      // Where the contact form stands already, it only gets the focus.
      if (what === "rating") setPanel("rating");
      else if (!chat.contact.isDue) setPanel("contact");
      else if (!mountPoint.hidden)
        mountPoint.querySelector<HTMLElement>("form input, form textarea")?.focus();
    },
    setTexts(given) {
      overrides = given;
      speak(language);
    },
    setLogo(url) {
      const address = safeUrl(url);
      logo = address?.startsWith("http") ? address : "";
      draw();
    },
    setActivity: (activity) => chat.setIdle(activity === "idle"),
    logout: (left) => chat.logout(left),
    destroy() {
      isGone = true;
      round += 1;
      render(null, mountPoint);
      stopFullScreen();
      chat.destroy();
      dropStyles();
    },
  };
}
