import { useEffect, useRef } from "preact/hooks";
import { useScene } from "../scene.ts";
import { moveFocus } from "./move-focus.ts";

const COLUMNS = 8;
/** Screen readers have a name for each, in the visitor's own language. */
const EMOJI = [
  ..."😀😄😅😂🙂😉😊😍😘😎🤔😐😕😟😢😭😡😱😴🤗🙏👍👎👌👏🙌💪👋🤝✌️❤️💔⭐🔥🎉🎁✅❌❓❗⚡☀️🌧️📦🚚🛒💳🧾📷📎📅⏰🏠✈️☕🍕".matchAll(
    /\p{Extended_Pictographic}\uFE0F?/gu,
  ),
].map(([emoji]) => emoji);

/** A small grid above the composer: arrows move, Enter picks, Esc closes. The focus starts in it. */
export function EmojiPicker(props: { onPick(emoji: string): void; onClose(): void }) {
  const { texts } = useScene();
  const grid = useRef<HTMLTableElement>(null);
  useEffect(() => grid.current?.querySelector("button")?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      props.onClose();
    } else if (grid.current) {
      moveFocus(event, grid.current.querySelectorAll("button"), COLUMNS);
    }
  };
  const rows = Array.from({ length: Math.ceil(EMOJI.length / COLUMNS) }, (_, row) =>
    EMOJI.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
  return (
    <table
      ref={grid}
      class="emoji"
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table of buttons that arrows walk is a grid.
      role="grid"
      aria-label={texts.say("composer.emoji")}
      onKeyDown={onKeyDown}
    >
      <tbody>
        {rows.map((row, y) => (
          <tr key={row[0]}>
            {row.map((emoji, x) => (
              <td key={emoji}>
                <button
                  type="button"
                  tabIndex={x === 0 && y === 0 ? 0 : -1}
                  onClick={() => props.onPick(emoji)}
                >
                  {emoji}
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
