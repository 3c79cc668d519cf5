import { Smile } from "lucide-react";
import { Popover } from "radix-ui";
import { type KeyboardEvent, useRef, useState } from "react";
import { useText } from "../../i18n/text.tsx";

/** A small set that fits an answer to a customer; the system's own picker has the rest. */
const EMOJI =
  "😀 😃 😄 😁 😊 🙂 😉 😍 🥰 😎 🤗 🤔 😅 😂 🥲 😌 😇 🙃 😕 😟 😢 😬 😮 🤝 👍 👎 👋 👏 🙏 💪 👌 ✌️ ✨ 🎉 🎁 🎂 ❤️ 💛 💚 💙 ⭐ 🔥 ☀️ 🌱 🌸 🍀 📦 🚚 🛒 🛍️ 💳 🧾 🔧 🔍 📎 📷 📅 ⏰ 📍 ✅ ❌ ❓ ❗ ℹ️".split(
    " ",
  );
const COLUMNS = 8;

interface EmojiPickerProps {
  /** Puts the emoji into the text; the focus goes back there. */
  readonly onPick: (emoji: string) => void;
  /** Where the focus goes when the picker closes. */
  readonly onClose: () => void;
}

/** A grid of emoji. Arrows move, Enter takes one, Esc leaves the text untouched. */
export function EmojiPicker({ onPick, onClose }: EmojiPickerProps) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const grid = useRef<HTMLFieldSetElement>(null);
  const move = (event: KeyboardEvent) => {
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: COLUMNS,
      ArrowUp: -COLUMNS,
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = [...(grid.current?.querySelectorAll("button") ?? [])];
    const at = buttons.findIndex((button) => button.matches(":focus"));
    buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus();
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          className="icon-button"
          aria-label={t("desk.composer.emoji")}
          title={t("desk.composer.emoji")}
        >
          <Smile size={20} />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="emoji"
          side="top"
          align="start"
          sideOffset={8}
          collisionPadding={8}
          aria-label={t("desk.composer.emoji")}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            onClose();
          }}
        >
          <fieldset ref={grid} className="emoji-grid" aria-label={t("desk.composer.emoji")} onKeyDown={move}>
            {EMOJI.map((emoji, index) => (
              <button
                key={emoji}
                type="button"
                tabIndex={index === 0 ? 0 : -1}
                onClick={() => {
                  onPick(emoji);
                  setOpen(false);
                }}
              >
                {emoji}
              </button>
            ))}
          </fieldset>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
