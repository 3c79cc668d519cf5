//! A sound body for every route that takes one, so that nothing but the ids can be the reason of a refusal.

use entrenous_app::consent::TEXT_VERSION;
use serde_json::json;

use crate::browser::Load;

/// The body of a route; a route that is not named here fails the tests, so a new one must say what it takes.
pub fn sound_body(method: &str, path: &str) -> Load {
    let text = json!({"type": "text", "text": "hello"});
    let json = match (method, path) {
        ("GET" | "DELETE", _) => return Load::Empty,
        (
            "POST",
            "/api/agent/logout"
            | "/api/agent/totp"
            | "/api/agent/ticket"
            | "/api/agent/agents/{agent_id}/invitation"
            | "/api/agent/sites/{site_id}/chat-key"
            | "/api/agent/sites/{site_id}/identity-key"
            | "/api/agent/conversations/{conversation_id}/join"
            | "/api/agent/conversations/{conversation_id}/leave"
            | "/api/agent/conversations/{conversation_id}/close"
            | "/api/agent/conversations/{conversation_id}/reopen"
            | "/api/visitor/logout"
            | "/api/sites/{chat_key}/consent/erase"
            | "/transcript",
        ) => return Load::Empty,
        ("POST", "/api/agent/me/avatar" | "/api/agent/conversations/{conversation_id}/uploads" | "/api/visitor/uploads") => {
            return Load::File;
        }
        ("POST", "/api/agent/setup") => json!({
            "token": "x", "account_name": "A", "name": "N", "email": "n@a.example", "password": "trois bols bleus",
            "site_name": "S", "language": "en"
        }),
        ("POST", "/api/agent/login") => json!({"email": "n@a.example", "password": "x"}),
        ("POST", "/api/agent/login/second-factor") => json!({"code": "000000"}),
        ("POST", "/api/agent/password/forgot") => json!({"email": "n@a.example"}),
        ("POST", "/api/agent/password/reset") => json!({"token": "x", "password": "trois bols bleus"}),
        ("POST", "/api/agent/password/change") => json!({"current": "x", "new": "trois bols rouges"}),
        ("POST", "/api/agent/password/reset/open" | "/api/agent/invitations/open") => json!({"token": "x"}),
        ("POST", "/api/agent/invitations/accept") => {
            json!({"token": "x", "name": "N", "password": "trois bols bleus", "language": "en"})
        }
        ("PATCH", "/api/agent/me") => json!({"nickname": "Nad"}),
        ("POST", "/api/agent/totp/confirm" | "/api/agent/totp/remove" | "/api/agent/totp/recovery-codes") => json!({"code": "000000"}),
        ("POST", "/api/agent/agents") => json!({"email": "new@a.example", "name": "New", "role": "agent"}),
        ("PATCH", "/api/agent/agents/{agent_id}") => json!({"active": false}),
        ("POST", "/api/agent/sites") => json!({"name": "S", "language": "en"}),
        ("PATCH", "/api/agent/sites/{site_id}") => json!({"name": "taken over"}),
        ("POST", "/api/agent/sites/{site_id}/groups") | ("PUT", "/api/agent/sites/{site_id}/groups/{group_id}") => {
            json!({"name": "taken over", "agent_ids": []})
        }
        ("POST", "/api/agent/sites/{site_id}/consent/erase") => json!({"trace": "ce_00000000000000000000000000"}),
        ("POST", "/api/agent/conversations/{conversation_id}/messages") => json!({"client_msg_id": "m1", "content": text}),
        ("POST", "/api/agent/conversations/{conversation_id}/notes") => json!({"client_msg_id": "n1", "text": "hello"}),
        ("POST", "/api/agent/conversations/{conversation_id}/read") => json!({"seq": 1}),
        ("POST", "/api/agent/conversations/{conversation_id}/assign") => json!({"agent_id": "agt_00000000000000000000000000"}),
        ("POST", "/api/visitor/session") => json!({"chat_key": "0".repeat(40)}),
        ("POST", "/api/visitor/identity") => json!({"name": "V"}),
        ("POST", "/api/visitor/contact") => json!({"name": "V", "email": "v@a.example", "processing_consent": true}),
        ("POST", "/api/visitor/rating") => json!({"conversation_id": "con_00000000000000000000000000", "value": 5}),
        ("POST", "/api/visitor/transcript") => {
            json!({"conversation_id": "con_00000000000000000000000000", "email": "v@a.example"})
        }
        ("POST", "/api/visitor/messages") => json!({"client_msg_id": "v1", "content": text}),
        ("POST", "/api/visitor/read") => json!({"conversation_id": "con_00000000000000000000000000", "seq": 1}),
        ("POST", "/api/visitor/close") => json!({"conversation_id": "con_00000000000000000000000000"}),
        ("POST", "/api/sites/{chat_key}/consent") => consent("answered"),
        ("POST", "/api/sites/{chat_key}/consent/scopes") => {
            json!({"subject": "s".repeat(43), "entry_id": "ce_00000000000000000000000000"})
        }
        ("POST", "/api/sites/{chat_key}/visits") => json!({"count": 1}),
        ("POST", "/api/sites/{chat_key}/pages") => json!({"visit": "v".repeat(22), "url": "https://shop.example/"}),
        ("POST", "/api/sites/{chat_key}/visits/visitor") => json!({"visitor": "x"}),
        ("POST", "/api/sites/{chat_key}/pages/visitor") => json!({"visit": "v".repeat(22), "visitor": "x"}),
        _ => panic!("{method} {path} is new: name its body here"),
    };
    Load::Json(json)
}

/// What a browser tells of its consent: yes to everything, or whatever the caller makes of it.
pub fn consent(event: &str) -> serde_json::Value {
    json!({
        "client_id": "c".repeat(22), "subject": "s".repeat(43), "event": event, "source": "own",
        "choices": {"statistics": true, "recording": true, "marketing": true}, "text": {"version": TEXT_VERSION, "language": "fr"},
        "shown": null, "method": "button", "gpc": "none", "evidence": null
    })
}

/// The query that a route demands.
pub fn sound_query(path: &str) -> &'static str {
    match path {
        "/api/agent/conversations" => "?view=all",
        "/api/agent/search" => "?q=hello",
        "/api/visitor/messages" => "?conversation_id=con_00000000000000000000000000",
        "/transcript" => "?token=x",
        path if path.ends_with("/uploads") => "?file_name=a.txt",
        _ => "",
    }
}
