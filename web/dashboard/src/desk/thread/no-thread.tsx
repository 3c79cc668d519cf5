import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { useDeskKeys } from "../around/use-desk-keys.ts";

interface NoThreadProps {
  /** Whether the list takes the whole screen; then there are only the keys. */
  readonly narrow: boolean;
  readonly onStep: (by: 1 | -1) => void;
  readonly onSearch: () => void;
  readonly onSheet: () => void;
}

/** The place of the thread while no conversation is chosen. */
export function NoThread({ narrow, onStep, onSearch, onSheet }: NoThreadProps) {
  const t = useText();
  const nothing = () => undefined;
  useDeskKeys({
    step: onStep,
    search: onSearch,
    sheet: onSheet,
    reply: nothing,
    note: nothing,
    closeOrReopen: nothing,
    assignToMe: nothing,
    assign: nothing,
    toList: () => document.querySelector<HTMLElement>(".list-scroll a")?.focus(),
    toggleContext: nothing,
    leave: nothing,
  });
  if (narrow) return null;
  return (
    <section className="pane no-thread">
      <h1 className="sight-hidden">{t("desk.title")}</h1>
      {/* Without the mark: an empty list beside it has it already. */}
      <div className="state">
        <h2>{t("desk.empty.thread")}</h2>
        <p>{t("desk.empty.thread.text")}</p>
        <Button onClick={onSheet}>
          {t("desk.empty.thread.way")} <kbd className="key-cap">?</kbd>
        </Button>
      </div>
    </section>
  );
}
