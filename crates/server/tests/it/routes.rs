//! Every route of the router, for every role, with everybody else's ids: the list comes from the router itself,
//! so a new route is covered on the day it is added.

use entrenous_domain::account::Role;
use entrenous_server::http::router::{Identity, Route, routes};
use serde_json::{Value, json};

use crate::tenants::{Objects, settle};
use crate::world::{NO_LIMITS, World};

/// A body that the route takes, so that the answer is about the id and not about the body.
fn body(route: &Route) -> Value {
    match (route.method, route.path) {
        (_, "/api/agent/conversations/{conversation_id}/messages") => {
            json!({"client_msg_id": "x1", "content": {"type": "text", "text": "hi"}})
        }
        (_, "/api/agent/conversations/{conversation_id}/notes") => json!({"client_msg_id": "x1", "text": "hi"}),
        (_, "/api/agent/conversations/{conversation_id}/read") => json!({"seq": 1}),
        (_, "/api/agent/conversations/{conversation_id}/assign") => json!({"agent_id": "agt_00000000000000000000000000"}),
        (_, path) if path.ends_with("/groups") || path.ends_with("/groups/{group_id}") => json!({"name": "Group", "agent_ids": []}),
        _ => json!({}),
    }
}

/// The path with its placeholders filled in, and a query where one is needed.
fn filled(route: &Route, objects: &Objects) -> String {
    let mut path = route.path.to_owned();
    for (name, id) in objects {
        path = path.replace(&format!("{{{name}}}"), id);
    }
    assert!(!path.contains('{'), "no object for {path}");
    if path.ends_with("/uploads") { format!("{path}?file_name=a.txt") } else { path }
}

/// Ids of the right form that nobody has.
fn absent(objects: &Objects) -> Objects {
    objects.iter().map(|(name, id)| (*name, format!("{}_{}", id.split('_').next().unwrap(), "0".repeat(26)))).collect()
}

struct Asker {
    client: reqwest::Client,
    address: String,
}

impl Asker {
    #[expect(clippy::disallowed_methods, reason = "tests talk to their own server only")]
    fn new(address: &str) -> Self {
        Self { client: reqwest::Client::new(), address: address.to_owned() }
    }

    /// Status and error code of a request.
    async fn ask(&self, route: &Route, path: &str, cookie: Option<&str>, bearer: Option<&str>) -> (u16, String) {
        let method = reqwest::Method::from_bytes(route.method.as_bytes()).unwrap();
        let mut request = self.client.request(method, format!("http://{}{path}", self.address));
        if let Some(session) = cookie {
            request = request.header("cookie", format!("entrenous={session}"));
        }
        if let Some(token) = bearer {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        if route.method != "GET" {
            request = request.json(&body(route));
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let code = answer.json::<Value>().await.ok().and_then(|body| body["code"].as_str().map(str::to_owned));
        (status, code.unwrap_or_default())
    }
}

fn with_ids(identity: Identity) -> Vec<Route> {
    let all: Vec<Route> = routes().into_iter().filter(|route| route.identity == identity && route.path.contains('{')).collect();
    assert!(!all.is_empty());
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_tenant_s_object_is_answered_like_an_absent_one_on_every_route_for_every_role() {
    let world = World::new(NO_LIMITS).await;
    let tenants = settle(&world).await;
    let asker = Asker::new(&world.address);
    let mut n_asked = 0;
    for route in with_ids(Identity::Agent) {
        for (role, session) in &tenants.sessions {
            let nothing = absent(&tenants.own);
            let mut foreign = vec![("another account's", tenants.other_account.clone(), nothing.clone())];
            if route.path.contains("group_id") {
                let with =
                    |group: &String| [tenants.own.clone(), Objects::from([("group_id", group.clone())])].into_iter().flatten().collect();
                foreign.push(("an own site's and another account's", with(&tenants.other_account["group_id"]), with(&nothing["group_id"])));
            }
            let is_about_people = route.path.contains("agent_id") || route.path.contains("session_id");
            if *role == Role::Agent && !is_about_people {
                foreign.push(("another site's", tenants.other_site.clone(), nothing));
            }
            for (whose, objects, nothing) in foreign {
                let unknown = asker.ask(&route, &filled(&route, &nothing), Some(session), None).await;
                let answer = asker.ask(&route, &filled(&route, &objects), Some(session), None).await;
                let what = format!("{} {} as {role:?} with {whose} ids", route.method, route.path);
                assert!(matches!(answer.0, 403 | 404), "{what}: {answer:?}");
                assert_eq!(answer, unknown, "{what}");
                n_asked += 1;
            }
        }
    }
    // The check itself must be able to fail: an own object is answered otherwise.
    let get = with_ids(Identity::Agent).into_iter().find(|route| route.path == "/api/agent/conversations/{conversation_id}").unwrap();
    let own = asker.ask(&get, &filled(&get, &tenants.own), Some(&tenants.sessions[2].1), None).await;
    assert_eq!(own.0, 200);
    report(&format!("{n_asked} requests with foreign ids, 0 hints"));
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_route_that_needs_a_proof_is_reached_without_the_right_one() {
    let world = World::new(NO_LIMITS).await;
    let tenants = settle(&world).await;
    let asker = Asker::new(&world.address);
    let owner = tenants.sessions[0].1.as_str();
    let visitor = tenants.visitor_token.as_str();
    for route in routes() {
        let path = match route.identity {
            Identity::Public => continue,
            Identity::Agent | Identity::Visitor => filled(&route, &tenants.own),
        };
        let wrong_proofs: [(Option<&str>, Option<&str>); 4] = match route.identity {
            Identity::Agent => [(None, None), (None, Some(visitor)), (Some(visitor), None), (Some("x"), None)],
            _ => [(None, None), (Some(owner), None), (None, Some(owner)), (None, Some(""))],
        };
        for (cookie, bearer) in wrong_proofs {
            let answer = asker.ask(&route, &path, cookie, bearer).await;
            assert_eq!(answer, (401, "unauthenticated".to_owned()), "{} {}", route.method, route.path);
        }
    }
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_elsewhere_changes_nothing_with_an_agent_s_cookie() {
    let world = World::new(NO_LIMITS).await;
    let tenants = settle(&world).await;
    let client = Asker::new(&world.address).client;
    let owner = &tenants.sessions[0].1;
    let mut n_asked = 0;
    for route in routes().into_iter().filter(|route| route.identity == Identity::Agent && route.method != "GET") {
        let url = format!("http://{}{}", world.address, filled(&route, &tenants.own));
        let look_alike = format!("http://{}.evil.example", world.address);
        for origin in ["https://evil.example", "null", look_alike.as_str()] {
            let method = reqwest::Method::from_bytes(route.method.as_bytes()).unwrap();
            let request =
                client.request(method, &url).header("cookie", format!("entrenous={owner}")).header("origin", origin).json(&body(&route));
            assert_eq!(request.send().await.unwrap().status().as_u16(), 403, "{} {} from {origin}", route.method, route.path);
            n_asked += 1;
        }
    }
    assert!(n_asked > 60);
    world.end().await;
}

#[expect(clippy::print_stdout, reason = "the figures are what this run is for")]
fn report(line: &str) {
    println!("{line}");
}
