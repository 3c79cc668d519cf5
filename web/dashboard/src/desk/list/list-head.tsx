import {
  Bell,
  BellOff,
  ChevronDown,
  Ellipsis,
  Keyboard,
  ListFilter,
  Search,
  Volume2,
  VolumeX,
} from "lucide-react";
import { useState } from "react";
import { ownPresence, useChangeMe, useMe } from "../../api/me.ts";
import { useText } from "../../i18n/text.tsx";
import { classes } from "../../parts/button.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { Menu, MenuItem, MenuLine } from "../../parts/menu.tsx";
import { toast } from "../../parts/toast.tsx";
import { askForNotifications, notificationsAllowed } from "../around/desktop-notice.ts";
import { playSound } from "../around/sound.ts";
import { useLayout } from "../around/use-layout.ts";
import { setPreference, usePreferences } from "../live/preferences.ts";
import type { Site } from "../state/shapes.ts";
import { Chosen } from "./chosen.tsx";

interface ListHeadProps {
  readonly sites: readonly Site[];
  readonly siteId: string | undefined;
  readonly onSite: (siteId: string | undefined) => void;
  readonly onSearch: () => void;
  readonly onKeys: () => void;
}

/** The top of the list: one's own status, search, and what concerns the inbox as a whole. */
export function ListHead({ sites, siteId, onSite, onSearch, onKeys }: ListHeadProps) {
  const t = useText();
  return (
    <div className="pane-head list-head">
      <OwnStatus />
      <IconButton
        label={t("desk.search.open")}
        onClick={onSearch}
        aria-keyshortcuts="/"
        className="search-open"
      >
        <Search size={20} />
      </IconButton>
      {sites.length > 1 && <SiteMenu sites={sites} siteId={siteId} onSite={onSite} />}
      <InboxMenu onKeys={onKeys} sites={sites} siteId={siteId} onSite={onSite} />
    </div>
  );
}

function OwnStatus() {
  const t = useText();
  const { agent } = useMe();
  const change = useChangeMe();
  // The switch answers at once; a refusal puts it back, because the query is then read again.
  const [wanted, setWanted] = useState<boolean>();
  const accepting = wanted ?? agent.accepting;
  const presence = ownPresence(agent);
  const status = t(`desk.status.${presence}`);
  return (
    <div className="own-status">
      <label className="own-accepting" title={t("desk.status.accepting")}>
        <input
          type="checkbox"
          role="switch"
          className="switch"
          aria-label={t("desk.status.accepting")}
          checked={accepting}
          aria-checked={accepting}
          onChange={(event) => {
            setWanted(event.target.checked);
            change.mutate({ accepting: event.target.checked }, { onSettled: () => setWanted(undefined) });
          }}
        />
        <span className="clipped">{t("desk.status.accepting_short")}</span>
      </label>
      <Menu
        align="start"
        trigger={
          <button type="button" className="own-presence" aria-label={t("desk.status.menu", { status })}>
            <i data-presence={presence} />
            {status}
            <ChevronDown size={12} aria-hidden="true" />
          </button>
        }
      >
        {(["online", "away"] as const).map((one) => (
          <MenuItem key={one} onSelect={() => change.mutate({ status: one })}>
            <Chosen chosen={presence === one}>{t(`desk.status.${one}`)}</Chosen>
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}

type SiteMenuProps = Pick<ListHeadProps, "sites" | "siteId" | "onSite">;

function SiteMenu({ sites, siteId, onSite }: SiteMenuProps) {
  const t = useText();
  const name = sites.find((site) => site.id === siteId)?.name ?? t("desk.site.all");
  return (
    <Menu
      trigger={
        <IconButton
          label={t("desk.site.filter", { name })}
          className={classes("site-filter", siteId !== undefined && "is-narrowed")}
        >
          <ListFilter size={20} />
        </IconButton>
      }
    >
      <SiteItems sites={sites} siteId={siteId} onSite={onSite} />
    </Menu>
  );
}

function SiteItems({ sites, siteId, onSite }: SiteMenuProps) {
  const t = useText();
  return (
    <>
      <MenuItem onSelect={() => onSite(undefined)}>
        <Chosen chosen={siteId === undefined}>{t("desk.site.all")}</Chosen>
      </MenuItem>
      {sites.map((site) => (
        <MenuItem key={site.id} onSelect={() => onSite(site.id)}>
          <Chosen chosen={site.id === siteId}>{site.name}</Chosen>
        </MenuItem>
      ))}
    </>
  );
}

function InboxMenu({ onKeys, ...sites }: SiteMenuProps & { readonly onKeys: () => void }) {
  const t = useText();
  // The filter has no place of its own in the narrowest list.
  const middle = useLayout() === "middle";
  const { sound, notify } = usePreferences();
  const notifies = notify && notificationsAllowed();
  const toggleNotices = async () => {
    if (notifies) setPreference("notify", false);
    else if (await askForNotifications()) setPreference("notify", true);
    else toast(t("desk.notice.desktop_blocked"));
  };
  return (
    <Menu
      trigger={
        <IconButton label={t("desk.list.menu")}>
          <Ellipsis size={20} />
        </IconButton>
      }
    >
      <MenuItem
        icon={sound ? <Volume2 size={16} /> : <VolumeX size={16} />}
        onSelect={() => {
          setPreference("sound", !sound);
          if (!sound) playSound();
        }}
      >
        <Chosen chosen={sound}>{t("desk.notice.sound")}</Chosen>
      </MenuItem>
      <MenuItem icon={notifies ? <Bell size={16} /> : <BellOff size={16} />} onSelect={toggleNotices}>
        <Chosen chosen={notifies}>{t("desk.notice.desktop")}</Chosen>
      </MenuItem>
      <MenuLine />
      {middle && sites.sites.length > 1 && (
        <>
          <SiteItems {...sites} />
          <MenuLine />
        </>
      )}
      <MenuItem icon={<Keyboard size={16} />} onSelect={onKeys}>
        {t("desk.keys.title")}
      </MenuItem>
    </Menu>
  );
}
