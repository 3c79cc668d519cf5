/** One site: its name, the tabs of its settings, and the chosen one. */
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useParams } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useEffect, useRef } from "react";
import type { SiteOut } from "../../api/shapes.ts";
import { siteQuery } from "../../api/sites.ts";
import { PageHead } from "../../frame/page.tsx";
import { useText } from "../../i18n/text.tsx";
import { Loaded } from "../../parts/loaded.tsx";

export function SitePage() {
  const t = useText();
  const { siteId } = useParams({ from: "/signed-in/settings/manage/sites/$siteId" });
  const site = useQuery(siteQuery(siteId));
  const tabs = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another chosen tab.
  useEffect(() => {
    // On a phone the strip of tabs scrolls, and the chosen one may be outside of it.
    tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <>
      <div className="site-head">
        <Link to="/settings/sites" className="back-link">
          <ArrowLeft size={14} className="flips" />
          {t("settings.sites.title")}
        </Link>
        <PageHead
          key={siteId}
          title={site.data?.name ?? t("settings.site.title")}
          part={t(partOf(pathname))}
        />
        <nav ref={tabs} className="tabs" aria-label={t("settings.site.nav")}>
          <Link
            to="/settings/sites/$siteId"
            params={{ siteId }}
            activeOptions={{ exact: true }}
            className="tab"
          >
            {t("settings.site.general")}
          </Link>
          <Link to="/settings/sites/$siteId/chat-box" params={{ siteId }} className="tab">
            {t("settings.chat_box.title")}
          </Link>
          <Link to="/settings/sites/$siteId/forms" params={{ siteId }} className="tab">
            {t("settings.forms.title")}
          </Link>
          <Link to="/settings/sites/$siteId/groups" params={{ siteId }} className="tab">
            {t("settings.groups.title")}
          </Link>
          <Link to="/settings/sites/$siteId/privacy" params={{ siteId }} className="tab">
            {t("settings.privacy.title")}
          </Link>
          <Link to="/settings/sites/$siteId/install" params={{ siteId }} className="tab">
            {t("settings.install.title")}
          </Link>
        </nav>
      </div>
      <Loaded query={site} lines={5}>
        {() => <Outlet key={siteId} />}
      </Loaded>
    </>
  );
}

/** The name of the chosen tab. */
function partOf(pathname: string) {
  switch (pathname.split("/").at(-1)) {
    case "chat-box":
      return "settings.chat_box.title";
    case "forms":
      return "settings.forms.title";
    case "groups":
      return "settings.groups.title";
    case "privacy":
      return "settings.privacy.title";
    case "install":
      return "settings.install.title";
    default:
      return "settings.site.general";
  }
}

/** The site of the page; `SitePage` draws its tabs only when it is there. */
export function useSite(): SiteOut {
  const { siteId } = useParams({ from: "/signed-in/settings/manage/sites/$siteId" });
  const { data } = useQuery(siteQuery(siteId));
  if (data === undefined) throw new Error("a tab of a site is drawn before its site has come");
  return data;
}
