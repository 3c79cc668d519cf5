import { useNavigate } from "@tanstack/react-router";
import {
  ArrowLeft,
  Check,
  Ellipsis,
  Link2,
  LogOut,
  PanelRight,
  RotateCcw,
  UserRoundCheck,
  UserRoundPlus,
} from "lucide-react";
import { useEffect, useRef } from "react";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { IconButton } from "../../parts/icon-button.tsx";
import { Menu, MenuItem, MenuLine } from "../../parts/menu.tsx";
import { toast } from "../../parts/toast.tsx";
import { useDeskState } from "../desk-context.tsx";
import { OwnerChip } from "../list/owner-chip.tsx";
import { WaitTimer } from "../list/wait-timer.tsx";
import { visitorName } from "../names.ts";
import type { Conversation } from "../state/shapes.ts";
import { AssignMenu } from "./assign-menu.tsx";
import type { ConversationActs } from "./use-acts.ts";
import { Viewers } from "./viewers.tsx";

interface ThreadHeadProps {
  readonly conversation: Conversation;
  readonly acts: ConversationActs;
  readonly groupName: string | undefined;
  /** Below 720 px the list is another page, and the heading takes the focus when this one opens. */
  readonly narrow: boolean;
  readonly contextOpen: boolean;
  readonly onContext: () => void;
  readonly assigning: boolean;
  readonly onAssigning: (open: boolean) => void;
}

/** Who this is about, who answers, who else is here, and what can be done with the whole conversation. */
export function ThreadHead(props: ThreadHeadProps) {
  const { conversation, acts, groupName, narrow, contextOpen, onContext, assigning, onAssigning } = props;
  const t = useText();
  const heading = useRef<HTMLHeadingElement>(null);
  const me = useDeskState((state) => state.me);
  const open = conversation.owner_state !== "closed";
  const joined = conversation.agent_ids.includes(me);
  const waiting = conversation.waiting_since;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each conversation that opens takes the focus anew.
  useEffect(() => {
    if (narrow) heading.current?.focus({ preventScroll: true });
  }, [narrow, conversation.id]);
  return (
    <header className="pane-head thread-head">
      {narrow && <Back />}
      <div className="thread-title">
        <h1 ref={heading} tabIndex={-1} className="clipped">
          {visitorName(conversation.visitor, t)}
        </h1>
        <div className="thread-owner">
          <OwnerChip conversation={conversation} brief={narrow} />
          {waiting != null && open && <WaitTimer since={waiting} />}
          {groupName !== undefined && <span className="thread-group clipped">{groupName}</span>}
        </div>
      </div>
      {!narrow && <Viewers conversationId={conversation.id} />}
      {open && !joined && (
        <Button className="fold" busy={acts.busy === "join"} onClick={acts.join}>
          {t("desk.head.join")}
        </Button>
      )}
      {open && (
        <AssignMenu
          conversation={conversation}
          open={assigning}
          onOpen={onAssigning}
          onAssign={acts.assign}
        />
      )}
      {!contextOpen && (
        <IconButton label={t("desk.head.context")} onClick={onContext} aria-keyshortcuts="]">
          <PanelRight size={20} className="flips" />
        </IconButton>
      )}
      <MoreMenu
        conversation={conversation}
        acts={acts}
        joined={joined}
        narrow={narrow}
        onAssign={() => onAssigning(true)}
      />
      {narrow ? null : open ? (
        <Button kind="primary" busy={acts.busy === "close"} onClick={acts.close} aria-keyshortcuts="e">
          {t("desk.head.close")}
          <kbd className="key-cap">E</kbd>
        </Button>
      ) : (
        <Button kind="primary" busy={acts.busy === "reopen"} onClick={acts.reopen} aria-keyshortcuts="e">
          {t("desk.head.reopen")}
          <kbd className="key-cap">E</kbd>
        </Button>
      )}
    </header>
  );
}

function Back() {
  const t = useText();
  const navigate = useNavigate();
  const waiting = useDeskState((state) => {
    let count = 0;
    for (const one of state.conversations.values()) {
      if (one.waiting_since != null && one.owner_state !== "closed") count += 1;
    }
    return count;
  });
  return (
    <IconButton
      label={waiting > 0 ? t("desk.head.back_waiting", { count: waiting }) : t("desk.head.back")}
      className="back"
      onClick={() => navigate({ to: "/inbox", search: (search) => ({ ...search, at: undefined }) })}
    >
      <ArrowLeft size={20} className="flips" />
    </IconButton>
  );
}

interface MoreMenuProps {
  readonly conversation: Conversation;
  readonly acts: ConversationActs;
  readonly joined: boolean;
  /** Closing and reopening have no button of their own. */
  readonly narrow: boolean;
  readonly onAssign: () => void;
}

function MoreMenu({ conversation, acts, joined, narrow, onAssign }: MoreMenuProps) {
  const t = useText();
  const open = conversation.owner_state !== "closed";
  const copy = async () => {
    const address = new URL(`/app/inbox/${conversation.id}`, window.location.origin).href;
    await navigator.clipboard.writeText(address).then(
      () => toast(t("desk.head.copied")),
      () => toast(t("parts.copy.failed")),
    );
  };
  return (
    <Menu
      trigger={
        <IconButton label={t("desk.head.more")}>
          <Ellipsis size={20} />
        </IconButton>
      }
    >
      {narrow && (
        <MenuItem
          icon={open ? <Check size={16} /> : <RotateCcw size={16} />}
          onSelect={open ? acts.close : acts.reopen}
        >
          {t(open ? "desk.head.close_conversation" : "desk.head.reopen_conversation")}
        </MenuItem>
      )}
      {open && !joined && (
        <MenuItem icon={<UserRoundCheck size={16} />} onSelect={acts.join}>
          {t("desk.head.join")}
        </MenuItem>
      )}
      {open && (
        <MenuItem icon={<UserRoundPlus size={16} />} onSelect={() => requestAnimationFrame(onAssign)}>
          {t("desk.head.assign")}
        </MenuItem>
      )}
      {open && joined && (
        <MenuItem icon={<LogOut size={16} className="flips" />} onSelect={acts.leave}>
          {t("desk.head.leave")}
        </MenuItem>
      )}
      {open && <MenuLine />}
      <MenuItem icon={<Link2 size={16} />} onSelect={copy}>
        {t("desk.head.copy")}
      </MenuItem>
    </Menu>
  );
}
