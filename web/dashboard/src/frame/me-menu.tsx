import { useNavigate } from "@tanstack/react-router";
import { CircleDot, LogOut, Moon, UserRound } from "lucide-react";
import { useFailureText } from "../api/failure-text.ts";
import { post } from "../api/http.ts";
import { ownPresence, useChangeMe, useMe } from "../api/me.ts";
import { useText } from "../i18n/text.tsx";
import { Avatar } from "../parts/avatar.tsx";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../parts/menu.tsx";
import { toast } from "../parts/toast.tsx";

/** One's own avatar at the end of the rail: status, profile, sign out. */
export function MeMenu() {
  const t = useText();
  const { agent } = useMe();
  const change = useChangeMe();
  const describe = useFailureText();
  const navigate = useNavigate();
  const presence = ownPresence(agent);
  const away = presence === "away";
  const status = t(`frame.status.${presence}`);
  const signOut = async () => {
    // Even when no answer comes, the person wants to leave this page; the login page tries again.
    await post("/api/agent/logout", {}).catch(() => undefined);
    window.location.assign("/app/login");
  };
  return (
    <Menu
      trigger={
        <button type="button" className="me-button">
          <span className="sight-hidden">{t("frame.me", { name: agent.name, status })}</span>
          <Avatar name={agent.name} src={agent.avatar} size={36} presence={presence} />
        </button>
      }
    >
      <MenuHeading>{agent.name}</MenuHeading>
      <MenuItem
        icon={away ? <CircleDot size={16} /> : <Moon size={16} />}
        onSelect={() =>
          change.mutate({ status: away ? "online" : "away" }, { onError: (error) => toast(describe(error)) })
        }
      >
        {t(away ? "frame.be_online" : "frame.be_away")}
      </MenuItem>
      <MenuItem icon={<UserRound size={16} />} onSelect={() => navigate({ to: "/settings/profile" })}>
        {t("frame.profile")}
      </MenuItem>
      <MenuLine />
      <MenuItem icon={<LogOut size={16} />} onSelect={signOut}>
        {t("frame.sign_out")}
      </MenuItem>
    </Menu>
  );
}
