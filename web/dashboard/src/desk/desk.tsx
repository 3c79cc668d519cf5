import { usePageTitle } from "../frame/page-title.ts";
import { useText } from "../i18n/text.tsx";
import { EmptyState } from "../parts/states.tsx";

/** The inbox: conversations, the thread, and who writes. */
export function Desk() {
  const t = useText();
  usePageTitle(t("frame.inbox"));
  return <EmptyState title={t("frame.inbox")} />;
}
