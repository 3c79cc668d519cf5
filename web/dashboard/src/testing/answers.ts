/** What the server of a test answers, in the protocol's own shapes. */
import type { AgentOut, ErrorCode, ErrorOut, MeOut, SiteOut } from "../api/shapes.ts";

export function agentOut(given: Partial<AgentOut> = {}): AgentOut {
  return {
    id: "ag_camille",
    email: "camille@shop.example",
    name: "Camille Durand",
    nickname: "Camille",
    description: "",
    role: "owner",
    active: true,
    invited: false,
    status: "online",
    accepting: true,
    site_ids: [],
    second_factor: false,
    ...given,
  };
}

export function meOut(given: Partial<MeOut> = {}): MeOut {
  return {
    agent: agentOut(),
    account_id: "ac_1",
    account_name: "Atelier Brume",
    language: "en",
    recovery_codes_left: 0,
    mail_is_sent: true,
    ...given,
  };
}

export function siteOut(given: Partial<SiteOut> = {}): SiteOut {
  return {
    id: "st_1",
    chat_key: "a".repeat(40),
    name: "Atelier Brume",
    language: "en",
    tracking_mode: "with_consent",
    allowed_domains: ["https://shop.example"],
    chat_box: { color: "#00546a", side: "right", privacy_url: "", texts: {} },
    privacy: { statistics: false, marketing: false, recording: false, shows_bar: true, gpc: "strict" },
    identity: { required: false, has_key: false, has_old_key: false },
    install_code: "<script></script>",
    groups: [],
    created_at: 0,
    ...given,
  };
}

export function errorOut(code: ErrorCode, fields: ErrorOut["fields"] = []): ErrorOut {
  return { code, message: `refused: ${code}`, request_id: "rq_test", fields };
}
