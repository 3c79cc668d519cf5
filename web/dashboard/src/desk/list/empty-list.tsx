import { useMe } from "../../api/me.ts";
import { useText } from "../../i18n/text.tsx";
import { ButtonLink } from "../../parts/button.tsx";
import { EmptyState } from "../../parts/states.tsx";
import { useDeskState } from "../desk-context.tsx";
import type { View } from "../state/shapes.ts";
import { FirstStep, useSiteToInstall } from "./first-step.tsx";

/** What a list without rows says: one line, one way on. */
export function EmptyList({ view }: { readonly view: View }) {
  const t = useText();
  const accepting = useMe().agent.accepting;
  const unassigned = useDeskState((state) => state.counts?.unassigned ?? 0);
  const siteToInstall = useSiteToInstall();
  if (siteToInstall !== undefined) return <FirstStep siteId={siteToInstall} />;
  switch (view) {
    case "mine":
      return (
        <EmptyState
          title={t("desk.empty.mine")}
          action={
            unassigned > 0 && (
              <ButtonLink to="/inbox" search={(search) => ({ ...search, view: "unassigned" as const })}>
                {t("desk.empty.mine.way")}
              </ButtonLink>
            )
          }
        >
          {t("desk.empty.mine.text")}
        </EmptyState>
      );
    case "unassigned":
      return (
        <EmptyState title={t("desk.empty.unassigned")}>
          {t(accepting ? "desk.empty.unassigned.accepting" : "desk.empty.unassigned.not_accepting")}
        </EmptyState>
      );
    case "all":
      return <EmptyState title={t("desk.empty.all")}>{t("desk.empty.all.text")}</EmptyState>;
    case "closed":
      return <EmptyState title={t("desk.empty.closed")}>{t("desk.empty.closed.text")}</EmptyState>;
  }
}
