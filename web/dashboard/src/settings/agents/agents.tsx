/** The people of the account: who they are, what they may do, and inviting more. */
import { useQuery } from "@tanstack/react-query";
import { UserRoundPlus } from "lucide-react";
import { useState } from "react";
import { agentsQuery } from "../../api/agents.ts";
import { ownPresence, useMe } from "../../api/me.ts";
import type { AgentOut } from "../../api/shapes.ts";
import { sitesQuery } from "../../api/sites.ts";
import { useKeptFocus } from "../../frame/kept-focus.ts";
import { PageHead } from "../../frame/page.tsx";
import { usePresence } from "../../frame/presence.ts";
import { useText } from "../../i18n/text.tsx";
import { Button } from "../../parts/button.tsx";
import { Card } from "../../parts/card.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Notice } from "../../parts/notice.tsx";
import { AgentRow } from "./agent-row.tsx";
import { InviteDialog } from "./invite-dialog.tsx";

export function Agents() {
  const t = useText();
  const me = useMe();
  const agents = useQuery(agentsQuery);
  const sites = useQuery(sitesQuery);
  const presence = usePresence();
  const now = (agent: AgentOut): AgentOut => ({
    ...agent,
    status: agent.id === me.agent.id ? ownPresence(me.agent) : (presence.get(agent.id) ?? agent.status),
  });
  const [inviting, setInviting] = useState(false);
  useKeptFocus(agents.data?.length ?? 0);
  return (
    <>
      <PageHead
        title={t("settings.agents.title")}
        lead={t("settings.agents.lead")}
        actions={
          <Button kind="primary" icon={<UserRoundPlus size={16} />} onClick={() => setInviting(true)}>
            {t("settings.agents.invite")}
          </Button>
        }
      />
      {!me.mail_is_sent && <Notice kind="warn">{t("settings.agents.mail_is_not_sent")}</Notice>}
      <Card title={t("settings.agents.list", { name: me.account_name })}>
        <Loaded query={agents}>
          {(list) => (
            <ul className="rows">
              {inOrder(list).map((agent) => (
                <AgentRow key={agent.id} agent={now(agent)} me={me.agent} sites={sites.data ?? []} />
              ))}
            </ul>
          )}
        </Loaded>
      </Card>
      {inviting && (
        <InviteDialog role={me.agent.role} sites={sites.data ?? []} onClose={() => setInviting(false)} />
      )}
    </>
  );
}

/** Those who can sign in first, then invitations, then those who cannot; each by name, as they came. */
function inOrder(agents: readonly AgentOut[]): AgentOut[] {
  const rank = (agent: AgentOut) => (!agent.active ? 2 : agent.invited ? 1 : 0);
  return agents.toSorted((a, b) => rank(a) - rank(b));
}
