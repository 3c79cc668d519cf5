import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isRatable } from "../../chat/rating.ts";
import { Icon } from "../icon.tsx";
import type { IconName } from "../icon-paths.ts";
import type { Panel } from "../panel.ts";
import { useScene } from "../scene.ts";
import { moveFocus } from "./move-focus.ts";

/** What the ⋯ menu offers: the visitor's choices, sound, transcript, rating, the notice, the end. */
export function MenuList(props: {
  readonly button: RefObject<HTMLButtonElement | null>;
  /** Closes it and gives the focus back. */
  readonly onClose: () => void;
  /** Closes it; the focus is elsewhere already. */
  readonly onLeave: () => void;
  /** Asks for the visitor's choices. */
  readonly onChoices: () => void;
  readonly onPanel: (panel: Panel) => void;
}) {
  const { chat, texts, settings, now } = useScene();
  const { button, onClose: close } = props;
  const list = useRef<HTMLDivElement>(null);
  const { conversation } = chat.delivery;
  const isAbout = conversation !== undefined && !chat.isFresh;
  const panels: readonly (readonly [Panel, IconName, string])[] = [
    ...(isAbout && settings.transcript
      ? [["transcript", "mail", texts.say("menu.transcript")] as const]
      : []),
    ...(isAbout && settings.rating && isRatable(conversation, now())
      ? [["rating", "smile", texts.say("menu.rate")] as const]
      : []),
  ];

  useEffect(() => {
    list.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    // A press elsewhere closes it; composed, because the rest of the page is outside of this shadow tree.
    const elsewhere = (event: Event) => {
      const path = event.composedPath();
      if (list.current && button.current && !path.includes(list.current) && !path.includes(button.current)) {
        props.onLeave();
      }
    };
    const page = list.current?.ownerDocument ?? document;
    page.addEventListener("pointerdown", elsewhere, true);
    return () => page.removeEventListener("pointerdown", elsewhere, true);
  }, []);

  const show = (panel: Panel) => {
    close();
    props.onPanel(panel);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") {
      props.onLeave();
    } else if (list.current) {
      moveFocus(event, list.current.querySelectorAll<HTMLElement>("[role^=menuitem]"), 1);
    }
  };

  return (
    <div
      ref={list}
      class="menu"
      role="menu"
      tabIndex={-1}
      aria-label={texts.say("header.menu")}
      onKeyDown={onKeyDown}
    >
      {settings.has_choices && (
        <button type="button" role="menuitem" tabIndex={-1} onClick={props.onChoices}>
          <Icon name="sliders-horizontal" />
          <span class="grow">{texts.say("menu.choices")}</span>
        </button>
      )}
      <button
        type="button"
        role="menuitemcheckbox"
        aria-checked={chat.soundOn}
        tabIndex={-1}
        onClick={() => chat.setSound(!chat.soundOn)}
      >
        <Icon name="volume-2" />
        <span class="grow">{texts.say("menu.sound")}</span>
        <i class={chat.soundOn ? "sw on" : "sw"} />
      </button>
      {panels.map(([panel, icon, name]) => (
        <button key={panel} type="button" role="menuitem" tabIndex={-1} onClick={() => show(panel)}>
          <Icon name={icon} />
          <span class="grow">{name}</span>
        </button>
      ))}
      {settings.privacy_url && (
        <a
          role="menuitem"
          tabIndex={-1}
          href={settings.privacy_url}
          target="_blank"
          rel="noopener noreferrer"
          onClick={close}
        >
          <Icon name="shield-check" />
          <span class="grow">{texts.say("notice.rights")}</span>
        </a>
      )}
      {isAbout && !chat.isEnded && (
        <>
          <hr />
          <button type="button" role="menuitem" tabIndex={-1} onClick={() => show("end")}>
            <Icon name="log-out" flip />
            <span class="grow">{texts.say("menu.end")}</span>
          </button>
        </>
      )}
    </div>
  );
}
