import { Outlet } from "@tanstack/react-router";
import { useMe } from "../api/me.ts";
import { PageHead } from "../frame/page.tsx";
import { useText } from "../i18n/text.tsx";
import { EmptyState } from "../parts/states.tsx";
import { mayManage } from "./rights.ts";

/** Stands around the pages of owners and admins; others read why there is nothing for them. */
export function ManagersOnly() {
  const t = useText();
  const { agent } = useMe();
  if (mayManage(agent.role)) return <Outlet />;
  return (
    <>
      <PageHead title={t("settings.managers_only.title")} />
      <EmptyState title={t("settings.managers_only.line")}>{t("settings.managers_only.text")}</EmptyState>
    </>
  );
}
