/** The sites of the account: which there are, whether they are live, and making another. */
import { systemClock } from "@entrenous/protocol/clock.ts";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronRight, Globe, Plus } from "lucide-react";
import { useState } from "react";
import type { SiteOut } from "../../api/shapes.ts";
import { sitesQuery } from "../../api/sites.ts";
import { PageHead } from "../../frame/page.tsx";
import { useFormat, useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Chip } from "../../parts/chip.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { EmptyState } from "../../parts/states.tsx";
import { NewSiteDialog } from "./new-site-dialog.tsx";

export function Sites() {
  const t = useText();
  const sites = useQuery(sitesQuery);
  const [adding, setAdding] = useState(false);
  const add = (
    <Button kind="primary" icon={<Plus size={16} />} onClick={() => setAdding(true)}>
      {t("settings.sites.add")}
    </Button>
  );
  return (
    <>
      <PageHead
        title={t("settings.sites.title")}
        lead={t("settings.sites.lead")}
        actions={sites.data?.length !== 0 && add}
      />
      <Card title={t("settings.sites.list")}>
        <Loaded query={sites}>
          {(list) =>
            list.length === 0 ? (
              <EmptyState title={t("settings.sites.none")} action={add}>
                {t("settings.sites.none_text")}
              </EmptyState>
            ) : (
              <ul className="rows">
                {list.map((site) => (
                  <SiteRow key={site.id} site={site} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
      {adding && <NewSiteDialog onClose={() => setAdding(false)} />}
    </>
  );
}

function SiteRow({ site }: { readonly site: SiteOut }) {
  const t = useText();
  const format = useFormat();
  return (
    <li>
      <Link to="/settings/sites/$siteId" params={{ siteId: site.id }} className="line line-link">
        <Globe size={20} />
        <span className="line-text">
          <span className="line-title">
            {site.name}
            {site.seen_at ? (
              <Chip kind="ok">{t("settings.sites.live")}</Chip>
            ) : (
              <Chip kind="warn">{t("settings.sites.not_seen")}</Chip>
            )}
          </span>
          <span className="line-meta">
            {site.seen_at
              ? t(site.seen_origin ? "settings.sites.seen" : "settings.sites.seen_here", {
                  origin: site.seen_origin ?? "",
                  ago: format.ago(site.seen_at, systemClock.now()),
                })
              : t("settings.sites.paste")}
          </span>
        </span>
        <ChevronRight size={16} className="flips" />
      </Link>
    </li>
  );
}
