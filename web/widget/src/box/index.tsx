/** The chat box: mounts the dialog into the place that the loader made for it. */

import { systemClock } from "@entrenous/protocol/clock.ts";
import { createRef, render } from "preact";
import type { Box, BoxHost, OwnTexts } from "../host.ts";
import { randomId } from "../random-id.ts";
import css from "./box.css?inline";
import { Chat } from "./chat/chat.ts";
import { storedMemory } from "./chat/stored-memory.ts";
import { englishTexts, loadTexts, type Texts } from "./chat/texts.ts";
import { watchFullScreen } from "./full-screen.ts";
import { Dialog } from "./ui/dialog.tsx";
import { type Scene, SceneContext } from "./ui/scene.ts";

const NO_OWN_TEXTS: OwnTexts = {
  greeting_title: "",
  greeting_text: "",
  offline_text: "",
  notice_text: "",
  form_text: "",
};

/** Mounts the box and connects it; it stays hidden until `open`. */
export function mount(host: BoxHost): Box {
  const { mountPoint, settings } = host;
  const dropStyles = host.adoptStyles(css);
  const chat = new Chat({ host, memory: storedMemory(host.storage), newId: () => randomId() });
  const field = createRef<HTMLTextAreaElement>();
  let texts: Texts | undefined;
  let language = host.language;
  let isFullScreen = false;
  let wantsFocus = false;
  let isGone = false;

  function draw(): void {
    if (!texts || isGone) return;
    const scene: Scene = {
      chat,
      texts,
      settings,
      own: settings.texts[language] ?? settings.texts[texts.tag] ?? NO_OWN_TEXTS,
      baseUrl: host.baseUrl,
      now: () => systemClock.now(),
    };
    render(
      <SceneContext.Provider value={scene}>
        <Dialog
          field={field}
          isFullScreen={isFullScreen}
          onMinimise={() => host.onOpenChange(false, "here")}
        />
      </SceneContext.Provider>,
      mountPoint,
    );
    if (!wantsFocus || mountPoint.hidden) return;
    wantsFocus = false;
    (field.current ?? mountPoint.querySelector<HTMLElement>("[role=dialog]"))?.focus();
  }

  function speak(code: string): void {
    language = code;
    loadTexts(code).then((loaded) => {
      if (language !== code || isGone) return;
      show(loaded);
    });
  }

  function show(words: Texts): void {
    texts = words;
    host.setWords(words.tag);
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
  chat.connect();

  return {
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
    send(text) {
      chat.say(text);
    },
    setLanguage(code) {
      chat.setLanguage(code);
      if (!texts) show(englishTexts());
      speak(code);
    },
    setIdentity: (identity) => chat.setIdentity(identity),
    setTheme() {
      // The tokens on the frame have changed; every colour of the box comes from them.
    },
    logout: () => chat.logout(),
    destroy() {
      isGone = true;
      render(null, mountPoint);
      stopFullScreen();
      chat.destroy();
      dropStyles();
    },
  };
}
