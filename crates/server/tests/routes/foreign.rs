//! Every route with another account's ids, with another site's, with absent and with odd ones: the same nothing.

use entrenous_server::http::router::{Identity, routes};
use serde_json::json;

use crate::bodies::{sound_body, sound_query};
use crate::browser::{Browser, Load};
use crate::town::{Things, Town};

fn absent() -> Things {
    let id = |prefix: &str| format!("{prefix}_0123456789abcdefghjkmnpqrs");
    Things {
        site: id("sit"),
        agent: id("agt"),
        group: id("grp"),
        session: id("ses"),
        conversation: id("con"),
        upload: id("upl"),
        visitor_token: String::new(),
    }
}

fn fill(path: &str, things: &Things) -> String {
    path.replace("{site_id}", &things.site)
        .replace("{agent_id}", &things.agent)
        .replace("{group_id}", &things.group)
        .replace("{session_id}", &things.session)
        .replace("{conversation_id}", &things.conversation)
        .replace("{upload_id}", &things.upload)
}

async fn ask(browser: &mut Browser, method: &str, template: &str, path: &str) -> (u16, serde_json::Value) {
    browser.ask(method, &format!("{path}{}", sound_query(template)), sound_body(method, template)).await.seen()
}

#[tokio::test]
async fn another_account_s_things_and_absent_ones_look_the_same_on_every_route() {
    let town = Town::new().await;
    let mut asked = 0;
    for name in ["nadia", "ada", "emma"] {
        let mut browser = town.signed_in(name).await;
        for route in routes().into_iter().filter(|route| route.identity == Identity::Agent && route.path.contains('{')) {
            let theirs = ask(&mut browser, route.method, route.path, &fill(route.path, &town.foreign)).await;
            let nothing = ask(&mut browser, route.method, route.path, &fill(route.path, &absent())).await;
            let what = format!("{name} {} {}", route.method, route.path);
            assert_eq!(theirs, nothing, "{what}");
            // An agent who manages nothing may be told so, as long as it is told so about absent things too.
            let fits = theirs.0 == 404 || (name == "emma" && theirs.0 == 403);
            assert!(fits, "{what} {theirs:?}");
            asked += 1;
        }
    }
    assert!(asked >= 60, "{asked}");
    neighbour_is_untouched(&town).await;
    // The control: the same addresses with own ids lead somewhere.
    let mut browser = town.signed_in("nadia").await;
    for route in routes().into_iter().filter(|route| route.identity == Identity::Agent && route.path.contains('{') && route.method == "GET")
    {
        let mine = browser.get(&fill(route.path, &town.own)).await;
        assert_eq!(mine.status, 200, "{} {mine:?}", route.path);
    }
}

#[tokio::test]
async fn a_site_that_an_agent_is_not_named_for_is_as_absent_as_a_foreign_one() {
    let town = Town::new().await;
    let mut browser = town.signed_in("emma").await;
    let of_a_site = |path: &str| path.contains("{site_id}") || path.contains("{conversation_id}") || path.contains("{upload_id}");
    for route in routes().into_iter().filter(|route| route.identity == Identity::Agent && of_a_site(route.path)) {
        let hidden = ask(&mut browser, route.method, route.path, &fill(route.path, &town.other_site)).await;
        let nothing = ask(&mut browser, route.method, route.path, &fill(route.path, &absent())).await;
        assert_eq!(hidden, nothing, "{} {}", route.method, route.path);
        assert_eq!(hidden.0, 404, "{} {}", route.method, route.path);
    }
}

#[tokio::test]
async fn an_own_parent_does_not_open_a_foreign_child() {
    let town = Town::new().await;
    let mut browser = town.signed_in("nadia").await;
    for route in routes().into_iter().filter(|route| route.identity == Identity::Agent && route.path.matches('{').count() == 2) {
        for child in [&town.foreign, &town.other_site] {
            let mixed = Things { site: town.own.site.clone(), conversation: town.own.conversation.clone(), ..child.clone() };
            let answer = ask(&mut browser, route.method, route.path, &fill(route.path, &mixed)).await;
            assert_eq!(answer.0, 404, "{} {}", route.method, route.path);
        }
    }
    neighbour_is_untouched(&town).await;
}

#[tokio::test]
async fn odd_ids_are_never_taken_for_no_filter() {
    let town = Town::new().await;
    let long = "a".repeat(3_000);
    for odd in
        ["*", "%25", "..%2f..", "null", "undefined", "0", "%00", "' OR '1'='1", "sit_", "SIT_0123456789ABCDEFGHJKMNPQRS", long.as_str()]
    {
        let odd = odd.replace(' ', "%20").replace('\'', "%27");
        let things = Things {
            site: odd.clone(),
            agent: odd.clone(),
            group: odd.clone(),
            session: odd.clone(),
            conversation: odd.clone(),
            upload: odd.clone(),
            visitor_token: String::new(),
        };
        let mut browser = town.signed_in("nadia").await;
        for route in routes().into_iter().filter(|route| route.identity == Identity::Agent && route.path.contains('{')) {
            let answer = ask(&mut browser, route.method, route.path, &fill(route.path, &things)).await;
            assert_eq!(answer.0, 404, "{} {} {odd}", route.method, route.path);
        }
    }
}

#[tokio::test]
async fn ids_in_bodies_and_queries_are_checked_like_those_in_paths() {
    let town = Town::new().await;
    let (own, nothing) = (&town.own, absent());
    let site = format!("/api/agent/sites/{}", own.site);
    let conversation = format!("/api/agent/conversations/{}", own.conversation);
    let cases = |things: &Things| {
        let both = [own.site.clone(), things.site.clone()];
        vec![
            (
                "POST",
                "/api/agent/agents".to_owned(),
                Load::Json(json!({"email": "n@a.example", "name": "N", "role": "agent", "site_ids": both})),
            ),
            ("PATCH", format!("/api/agent/agents/{}", own.agent), Load::Json(json!({"site_ids": both}))),
            ("POST", format!("{site}/groups"), Load::Json(json!({"name": "G", "agent_ids": [own.agent, things.agent]}))),
            ("PUT", format!("{site}/groups/{}", own.group), Load::Json(json!({"name": "G", "agent_ids": [own.agent, things.agent]}))),
            ("POST", format!("{conversation}/assign"), Load::Json(json!({"agent_id": things.agent}))),
            (
                "POST",
                format!("{conversation}/messages"),
                Load::Json(json!({"client_msg_id": "f", "content": {"type": "file", "upload_id": things.upload}})),
            ),
            ("GET", format!("/api/agent/conversations?view=all&site_id={}", things.site), Load::Empty),
            ("GET", format!("/api/agent/search?q=hello&site_id={}", things.site), Load::Empty),
        ]
    };
    for name in ["nadia", "ada", "emma"] {
        let mut browser = town.signed_in(name).await;
        for ((method, path, theirs), (_, absent_path, absent)) in cases(&town.foreign).into_iter().zip(cases(&nothing)) {
            let one = browser.ask(method, &path, theirs).await.seen();
            let other = browser.ask(method, &absent_path, absent).await.seen();
            assert_eq!(one, other, "{name} {method} {path}");
            let found_nothing = [&one.1["items"], &one.1["hits"]].contains(&&json!([]));
            assert!(matches!(one.0, 404 | 422 | 403) || found_nothing, "{name} {method} {path} {one:?}");
        }
    }
    neighbour_is_untouched(&town).await;
}

#[tokio::test]
async fn lists_show_nothing_of_the_neighbour_or_of_hidden_sites() {
    let town = Town::new().await;
    let lists =
        ["/api/agent/sites", "/api/agent/agents", "/api/agent/sessions", "/api/agent/conversations?view=all", "/api/agent/search?q=hello"];
    for (name, hides_second) in [("nadia", false), ("ada", false), ("emma", true)] {
        let mut browser = town.signed_in(name).await;
        for path in lists {
            let text = browser.get(path).await.json.to_string();
            let foreign = &town.foreign;
            for id in [&foreign.site, &foreign.agent, &foreign.group, &foreign.session, &foreign.conversation, &foreign.upload] {
                assert!(!text.contains(id.as_str()), "{name} {path} names {id}");
            }
            if hides_second {
                for id in [&town.other_site.site, &town.other_site.conversation, &town.other_site.group] {
                    assert!(!text.contains(id.as_str()), "{name} {path} names {id}");
                }
            }
        }
        // The control: the same search finds what the agent may see.
        let text = browser.get("/api/agent/sites").await.json.to_string();
        assert!(text.contains(&town.own.site) && text.contains(&town.own.group), "{text}");
    }
}

#[tokio::test]
async fn a_visitor_reaches_only_its_own_conversation_and_files() {
    let town = Town::new().await;
    let mut browser = Browser::new(town.router.clone());
    browser.headers.push(("authorization", format!("Bearer {}", town.own.visitor_token)));
    let nothing = absent();
    let cases = |things: &Things| {
        vec![
            ("GET", format!("/api/visitor/messages?conversation_id={}", things.conversation), Load::Empty),
            ("POST", "/api/visitor/read".to_owned(), Load::Json(json!({"conversation_id": things.conversation, "seq": 1}))),
            ("POST", "/api/visitor/rating".to_owned(), Load::Json(json!({"conversation_id": things.conversation, "value": 1}))),
            (
                "POST",
                "/api/visitor/transcript".to_owned(),
                Load::Json(json!({"conversation_id": things.conversation, "email": "v@a.example"})),
            ),
            ("POST", "/api/visitor/close".to_owned(), Load::Json(json!({"conversation_id": things.conversation}))),
            ("GET", format!("/api/visitor/uploads/{}", things.upload), Load::Empty),
        ]
    };
    for others in [&town.foreign, &town.other_site] {
        for ((method, path, theirs), (_, absent_path, absent)) in cases(others).into_iter().zip(cases(&nothing)) {
            let one = browser.ask(method, &path, theirs).await.seen();
            let other = browser.ask(method, &absent_path, absent).await.seen();
            assert_eq!(one, other, "{method} {path}");
            assert_eq!(one.0, 404, "{method} {path}");
        }
    }
    for (method, path, load) in cases(&town.own) {
        let answer = browser.ask(method, &path, load).await;
        assert!(answer.status.is_success(), "{method} {path} {answer:?}");
    }
}

async fn neighbour_is_untouched(town: &Town) {
    let mut theirs = Browser::new(town.router.clone());
    theirs.cookie = Some(format!("__Host-entrenous={}", town.test.sign_in("owner@neighbour.example").await));
    let sites = theirs.get("/api/agent/sites").await.json;
    assert_eq!(sites["sites"][0]["name"], "neighbour.example");
    assert_eq!(sites["sites"][0]["groups"][0]["name"], "Orders");
    let thread = theirs.get(&format!("/api/agent/conversations/{}", town.foreign.conversation)).await.json;
    assert_eq!(thread["conversation"]["owner_state"], "queue");
    assert_eq!(thread["messages"].as_array().unwrap().len(), 2, "{thread}");
    assert_eq!(thread["notes"], json!([]));
}
