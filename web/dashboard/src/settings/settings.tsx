/** The settings: their places at the side (above the page on phones), the chosen one beside. */
import { Link, Outlet } from "@tanstack/react-router";
import { useMe } from "../api/me.ts";
import { useText } from "../i18n/text.tsx";
import { mayManage } from "./rights.ts";

export function Settings() {
  const t = useText();
  const { agent } = useMe();
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t("settings.nav")}>
        <p className="settings-heading">{t("settings.nav.own")}</p>
        <Link to="/settings/profile">{t("settings.profile.title")}</Link>
        <Link to="/settings/security">{t("settings.security.title")}</Link>
        {mayManage(agent.role) && (
          <>
            <p className="settings-heading">{t("settings.nav.account")}</p>
            <Link to="/settings/agents">{t("settings.agents.title")}</Link>
            <Link to="/settings/sites">{t("settings.sites.title")}</Link>
          </>
        )}
      </nav>
      <div className="settings-page">
        <Outlet />
      </div>
    </div>
  );
}
