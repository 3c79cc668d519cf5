import { Link } from "@tanstack/react-router";
import { Archive } from "lucide-react";
import { useText } from "../../i18n/text.tsx";
import { useDeskState } from "../desk-context.tsx";
import { VIEWS, type View } from "../state/shapes.ts";

/** The views as places; the open conversation stays open when another list is looked at. */
export function ViewTabs({ view }: { readonly view: View }) {
  const t = useText();
  const counts = useDeskState((state) => state.counts);
  return (
    <nav className="tabs desk-tabs" aria-label={t("desk.views")}>
      {VIEWS.map((one) => {
        const count = one === "closed" ? undefined : counts?.[one];
        return (
          <Link
            key={one}
            to="."
            search={(search) => ({ ...search, view: one === "mine" ? undefined : one })}
            className="tab"
            // Every view has the same path; only the whole search tells them apart.
            activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
            aria-current={one === view ? "page" : undefined}
            data-view={one}
          >
            {one === "closed" && <Archive size={16} aria-hidden="true" />}
            <span className="tab-words">{t(`desk.view.${one}`)}</span>
            {count !== undefined && <span className="tab-count">{count}</span>}
          </Link>
        );
      })}
    </nav>
  );
}
