/** The settings: their places at the side (above the page on phones), the chosen one beside. */
import { Link, Outlet } from "@tanstack/react-router";
import { useText } from "../i18n/text.tsx";

export function Settings() {
  const t = useText();
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={t("settings.nav")}>
        <p className="settings-heading">{t("settings.nav.own")}</p>
        <Link to="/settings/profile">{t("settings.profile.title")}</Link>
      </nav>
      <div className="settings-page">
        <Outlet />
      </div>
    </div>
  );
}
