import { useBlocker } from "@tanstack/react-router";
import { useText } from "../i18n/text.tsx";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";

/** Asks before the page is left while `when` holds; closing the window asks in the browser's own words. */
export function UnsavedGuard({ when }: { readonly when: boolean }) {
  const t = useText();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => when && current.pathname !== next.pathname,
    enableBeforeUnload: () => when,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Dialog title={t("unsaved.title")} onClose={blocker.reset}>
      <p>{t("unsaved.text")}</p>
      <div className="dialog-foot">
        <Button kind="danger" onClick={blocker.proceed}>
          {t("unsaved.leave")}
        </Button>
        <Button kind="primary" onClick={blocker.reset} data-autofocus="">
          {t("unsaved.stay")}
        </Button>
      </div>
    </Dialog>
  );
}
