import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/states.tsx";
import { useDeskKeys } from "../around/use-desk-keys.ts";

interface NoThreadProps {
  readonly onStep: (by: 1 | -1) => void;
  readonly onSearch: () => void;
  readonly onSheet: () => void;
}

/** The place of the thread while no conversation is chosen. */
export function NoThread({ onStep, onSearch, onSheet }: NoThreadProps) {
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
  return (
    <section className="pane no-thread">
      <h1 className="sight-hidden">{t("desk.title")}</h1>
      <EmptyState
        title={t("desk.empty.thread")}
        action={
          <Button onClick={onSheet}>
            {t("desk.empty.thread.way")} <kbd className="key-cap">?</kbd>
          </Button>
        }
      >
        {t("desk.empty.thread.text")}
      </EmptyState>
    </section>
  );
}
