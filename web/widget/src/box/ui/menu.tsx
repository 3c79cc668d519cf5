import { useRef, useState } from "preact/hooks";
import { openChoices } from "../../consent/open-choices.ts";
import { Icon } from "./icon.tsx";
import type { Panel } from "./panel.ts";
import { useScene } from "./scene.ts";
import { usePopups } from "./use-popups.ts";

/** The ⋯ menu's button; the menu takes the focus while it is open and gives it back. */
export function Menu(props: { readonly onPanel: (panel: Panel) => void }) {
  const { texts } = useScene();
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const popups = usePopups(isOpen, () => setOpen(false));
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = () => {
    // The focus is back on the menu's button first, where the chooser returns it to.
    close();
    if (button.current) openChoices(button.current);
  };
  return (
    <div class="menu-place">
      <button
        ref={button}
        type="button"
        class="ib"
        aria-label={texts.say("header.menu")}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="ellipsis" size={20} />
      </button>
      {isOpen && popups && (
        <popups.MenuList
          button={button}
          onClose={close}
          onChoices={choose}
          onLeave={() => setOpen(false)}
          onPanel={props.onPanel}
        />
      )}
    </div>
  );
}
