/** What stands around every page after the sign-in: skip link, rail (below 720 px a bottom bar), the page. */
import { Link, Outlet, useMatchRoute } from "@tanstack/react-router";
import { Inbox, Settings, WifiOff } from "lucide-react";
import { lazy, type ReactNode, Suspense } from "react";
import { useText } from "../i18n/text.tsx";
import { Count } from "../parts/chip.tsx";
import { Mark } from "../parts/logo.tsx";
import { Tooltip } from "../parts/tooltip.tsx";
import { MeMenu } from "./me-menu.tsx";
import { useOnline } from "./online.ts";
import { useUnreadCount } from "./unread.ts";

/** Runs the desk behind every page; in a bundle of its own, because the frame need not wait for it. */
const DeskWatch = lazy(async () => ({ default: (await import("../desk/around/desk-watch.tsx")).DeskWatch }));

export function AppFrame() {
  const t = useText();
  const unread = useUnreadCount();
  const online = useOnline();
  // The desk has a sentence of its own, which also says what happens to unsent words.
  const atDesk = useMatchRoute()({ to: "/inbox", fuzzy: true }) !== false;
  return (
    <>
      <a className="skip-link" href="#main">
        {t("frame.skip")}
      </a>
      <div className="frame">
        <div role="status" className="frame-strip">
          {!online && !atDesk && (
            <p className="offline-strip">
              <WifiOff size={14} />
              {t("frame.offline")}
            </p>
          )}
        </div>
        <nav className="rail" aria-label={t("frame.nav")}>
          <Link to="/inbox" className="rail-mark" aria-label="Entrenous">
            <Mark />
          </Link>
          <Place to="/inbox" name={t("frame.inbox")} unread={unread}>
            <Inbox size={20} />
          </Place>
          <div className="rail-end">
            <Place to="/settings" name={t("frame.settings")}>
              <Settings size={20} />
            </Place>
            <MeMenu />
          </div>
        </nav>
        <main id="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Suspense>
        <DeskWatch />
      </Suspense>
    </>
  );
}

interface PlaceProps {
  readonly to: "/inbox" | "/settings";
  readonly name: string;
  readonly unread?: number;
  readonly children: ReactNode;
}

function Place({ to, name, unread = 0, children }: PlaceProps) {
  const t = useText();
  const label = unread > 0 ? t("frame.unread", { name, count: unread }) : name;
  return (
    <Tooltip text={label}>
      <Link to={to} className="place" aria-label={label}>
        <span className="place-icon">
          {children}
          {unread > 0 && <Count value={unread} />}
        </span>
        <span className="place-name" aria-hidden="true">
          {name}
        </span>
      </Link>
    </Tooltip>
  );
}
