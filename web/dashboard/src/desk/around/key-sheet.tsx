import type { ReactNode } from "react";
import type { TextKey } from "../../i18n/catalogue.ts";
import { useText } from "../../i18n/text.tsx";
import { Switch } from "../../parts/choice.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { setPreference, usePreferences } from "../live/preferences.ts";

/** All keys of the desk, and the switch for single letters. */
export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const { letters } = usePreferences();
  const rows: readonly (readonly [TextKey, ReactNode])[] = [
    ["desk.keys.next", <Either key="next" one="J" other="Alt ↓" />],
    ["desk.keys.previous", <Either key="previous" one="K" other="Alt ↑" />],
    ["desk.keys.reply", <Key key="reply" name="R" />],
    ["desk.keys.note", <Key key="note" name="N" />],
    ["desk.keys.close", <Key key="close" name="E" />],
    ["desk.keys.mine", <Key key="mine" name="M" />],
    ["desk.keys.assign", <Key key="assign" name="A" />],
    ["desk.keys.search", <Key key="search" name="/" />],
    ["desk.keys.list", <Key key="list" name="[" />],
    ["desk.keys.context", <Key key="context" name="]" />],
    ["desk.keys.send", <Either key="send" one={t("desk.keys.enter")} other={`${t("desk.keys.ctrl")} ↵`} />],
    ["desk.keys.line", <Key key="line" name={`${t("desk.keys.shift")} ↵`} />],
    ["desk.keys.leave", <Key key="leave" name={t("desk.keys.esc")} />],
    ["desk.keys.sheet", <Key key="sheet" name="?" />],
  ];
  return (
    <Dialog title={t("desk.keys.title")} onClose={onClose}>
      <dl className="key-sheet">
        {rows.map(([words, keys]) => (
          <div key={words}>
            <dt>{t(words)}</dt>
            <dd>{keys}</dd>
          </div>
        ))}
      </dl>
      <Switch
        label={t("desk.keys.letters")}
        hint={t("desk.keys.letters_hint")}
        checked={letters}
        onChange={(on) => setPreference("letters", on)}
      />
    </Dialog>
  );
}

function Key({ name }: { readonly name: string }) {
  return <kbd className="key-cap">{name}</kbd>;
}

function Either({ one, other }: { readonly one: string; readonly other: string }) {
  const t = useText();
  return (
    <>
      <Key name={one} /> <span>{t("desk.keys.or")}</span> <Key name={other} />
    </>
  );
}
