//! Signed identities over HTTP: who is believed, what a refused proof leaves behind, and who never sees whom.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use entrenous_domain::ids::VisitorId;
use entrenous_domain::visitor::Visitor;
use hmac::{Hmac, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::browser::{Answer, Browser, Load};
use crate::town::Town;

const SESSION: &str = "/api/visitor/session";

/// A site with an identity key, its page, and its server that signs.
struct Shop {
    town: Town,
    owner: Browser,
    page: Browser,
    chat_key: String,
    key: String,
    made: u32,
}

impl Shop {
    async fn new() -> Self {
        let town = Town::new().await;
        let mut owner = town.signed_in("nadia").await;
        let chat_key = town.home.site.chat_key.as_str().to_owned();
        let key = make_key(&mut owner, &town.own.site).await;
        let page = Browser::new(town.router.clone());
        Self { town, owner, page, chat_key, key, made: 0 }
    }

    async fn require(&mut self, required: bool) {
        let path = format!("/api/agent/sites/{}", self.town.own.site);
        let answer = self.owner.send("PATCH", &path, json!({"identity_required": required})).await;
        assert_eq!((answer.status.as_u16(), &answer.json["identity"]["required"]), (200, &json!(required)), "{answer:?}");
    }

    /// Claims that count, with some replaced; null takes one away.
    fn claims(&mut self, changes: &Value) -> Value {
        self.made += 1;
        let now = self.town.test.ctx.now().as_ms() / 1_000;
        let mut claims = json!({"aud": self.chat_key, "iat": now, "exp": now + 600, "jti": format!("proof-{}", self.made)});
        for (name, value) in changes.as_object().unwrap() {
            claims[name] = value.clone();
        }
        claims
    }

    fn proof(&mut self, changes: &Value) -> String {
        let payload = self.claims(changes).to_string();
        sign(self.key.as_bytes(), r#"{"alg":"HS256","typ":"JWT"}"#, &payload)
    }

    async fn begin(&mut self, token: Option<&str>, more: Value) -> Answer {
        let mut body = json!({"chat_key": self.chat_key, "token": token});
        for (name, value) in more.as_object().unwrap() {
            body[name] = value.clone();
        }
        self.page.send("POST", SESSION, body).await
    }

    /// A visitor whom the shop knows as `sub`; its token.
    async fn known(&mut self, sub: &str) -> String {
        let proof = self.proof(&json!({"sub": sub}));
        token(&self.begin(None, json!({"identity": {"proof": proof}})).await)
    }

    async fn with(&self, token: &str, method: &str, path: &str, load: Load) -> Answer {
        let mut browser = self.page.clone();
        browser.headers.push(("authorization", format!("Bearer {token}")));
        browser.ask(method, path, load).await
    }

    async fn say(&self, token: &str, text: &str) -> Answer {
        let body = json!({"client_msg_id": "m1", "content": {"type": "text", "text": text}});
        self.with(token, "POST", "/api/visitor/messages", Load::Json(body)).await
    }

    async fn identify(&self, token: &str, identity: Value) -> Answer {
        self.with(token, "POST", "/api/visitor/identity", Load::Json(identity)).await
    }

    async fn state(&self, token: &str) -> Answer {
        self.with(token, "GET", "/api/visitor/state", Load::Empty).await
    }

    /// What is kept of the visitor with this token.
    async fn kept(&self, token: &str) -> Visitor {
        let state = self.state(token).await;
        let id = VisitorId::parse(state.json["visitor_id"].as_str().unwrap()).unwrap();
        let mut view = self.town.test.ctx.db.view().await.unwrap();
        view.visitors().get(&self.town.home.site.id, &id).await.unwrap().unwrap()
    }
}

async fn make_key(owner: &mut Browser, site: &str) -> String {
    let made = owner.ask("POST", &format!("/api/agent/sites/{site}/identity-key"), Load::Empty).await;
    assert_eq!(made.status, 200, "{made:?}");
    made.json["key"].as_str().unwrap().to_owned()
}

fn sign(key: &[u8], header: &str, payload: &str) -> String {
    let text = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
    let signature = Hmac::<Sha256>::new_from_slice(key).unwrap().chain_update(text.as_bytes()).finalize().into_bytes();
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
}

fn token(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json["token"].as_str().unwrap_or_else(|| panic!("no token in {answer:?}")).to_owned()
}

fn assert_refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status.as_u16(), answer.json["code"].as_str()), (status, Some(code)), "{answer:?}");
}

#[tokio::test]
async fn a_proof_says_who_is_writing_and_wins_over_what_the_page_says_beside_it() {
    let mut shop = Shop::new().await;
    let said =
        json!({"sub": "7", "name": "Nadia", "email": "Nadia@Shop.example", "phone": "12", "variables": {"plan": "gold", "vip": true}});
    let proof = shop.proof(&said);
    let identity = json!({"proof": proof, "name": "Eve", "language": "fr", "variables": [{"id": "plan", "value": "free"}, {"id": "cart", "value": "3"}]});
    let visitor = token(&shop.begin(None, json!({"identity": identity})).await);
    let kept = shop.kept(&visitor).await.identity;
    assert_eq!(kept.known().collect::<Vec<_>>(), ["Nadia", "nadia@shop.example", "12"]);
    let variables: Vec<_> = kept.variables.iter().map(|one| (one.id.as_str(), one.value.as_str())).collect();
    assert_eq!(variables, [("cart", "3"), ("plan", "gold"), ("vip", "true")]);
    // Later words without a proof fill what is empty and replace nothing.
    assert_eq!(shop.identify(&visitor, json!({"name": "Eve", "group": "orders"})).await.status, 204);
    let kept = shop.kept(&visitor).await.identity;
    assert_eq!((kept.name.as_deref(), kept.group.as_deref()), (Some("Nadia"), Some("orders")));
    // A later proof of the same person says what is new.
    let proof = shop.proof(&json!({"sub": "7", "name": "Nadia B."}));
    assert_eq!(shop.identify(&visitor, json!({"proof": proof})).await.status, 204);
    assert_eq!(shop.kept(&visitor).await.identity.name.as_deref(), Some("Nadia B."));
}

#[tokio::test]
async fn a_proof_that_does_not_count_is_refused_by_its_cause_and_writes_nothing() {
    let mut shop = Shop::new().await;
    let visitor = token(&shop.begin(None, json!({"identity": {"name": "before"}})).await);
    let before = shop.kept(&visitor).await;
    let now = shop.town.test.ctx.now().as_ms() / 1_000;
    let key = shop.key.clone().into_bytes();
    let mut owner = shop.owner.clone();
    let others_key = make_key(&mut owner, &shop.town.other_site.site).await.into_bytes();
    let payload = shop.claims(&json!({"name": "Eve"})).to_string();
    let sound = shop.proof(&json!({"name": "Eve"}));
    let header = r#"{"alg":"HS256"}"#;
    let mut cases = vec![
        ("identity_proof_wrong", sign(&key, r#"{"alg":"none"}"#, &payload)),
        ("identity_proof_wrong", format!("{}..", URL_SAFE_NO_PAD.encode(r#"{"alg":"none"}"#))),
        ("identity_proof_wrong", sign(&key, r#"{"alg":"HS512"}"#, &payload)),
        ("identity_proof_wrong", sign(&key, r#"{"alg":"RS256"}"#, &payload)),
        ("identity_proof_wrong", sign(&others_key, header, &payload)),
        ("identity_proof_wrong", sign(shop.chat_key.as_bytes(), header, &payload)),
        ("identity_proof_wrong", sign(b"", header, &payload)),
        ("identity_proof_wrong", sound[..sound.len() - 4].to_owned()),
        ("identity_proof_wrong", "nonsense".to_owned()),
        ("identity_proof_wrong", String::new()),
        ("identity_proof_wrong", sign(&key, header, &format!("{{\"jti\":\"twice\",{}", &payload[1..]))),
        ("identity_proof_wrong", "a".repeat(40_000)),
    ];
    let long = shop.claims(&json!({"name": "x".repeat(30_000)})).to_string();
    cases.push(("identity_proof_wrong", sign(&key, header, &long)));
    for (code, changes) in [
        ("identity_proof_expired", json!({"iat": now - 700, "exp": now - 100})),
        ("identity_proof_wrong", json!({"iat": now + 3_600, "exp": now + 3_900})),
        ("identity_proof_wrong", json!({"exp": now + 601})),
        ("identity_proof_wrong", json!({"exp": now + 315_360_000})),
        ("identity_proof_wrong", json!({"exp": null})),
        ("identity_proof_wrong", json!({"iat": null})),
        ("identity_proof_wrong", json!({"jti": null})),
        ("identity_proof_wrong", json!({"jti": ""})),
        ("identity_proof_wrong", json!({"aud": [shop.chat_key.clone()]})),
        ("identity_proof_wrong", json!({"aud": null})),
        ("identity_proof_other_site", json!({"aud": "0".repeat(40)})),
        ("identity_proof_other_site", json!({"aud": ""})),
    ] {
        let mut all = changes.as_object().unwrap().clone();
        all.insert("name".to_owned(), json!("Eve"));
        cases.push((code, shop.proof(&Value::Object(all))));
    }
    for (code, proof) in cases {
        let identity = json!({"proof": proof, "phone": "13"});
        assert_refused(&shop.begin(Some(&visitor), json!({"identity": identity})).await, 401, code);
        assert_refused(&shop.begin(None, json!({"identity": identity})).await, 401, code);
        assert_refused(&shop.identify(&visitor, identity).await, 401, code);
    }
    assert_eq!(shop.kept(&visitor).await, before);
    // The control: the same way with a proof that counts writes.
    assert_eq!(shop.begin(Some(&visitor), json!({"identity": {"proof": sound}})).await.status, 200);
    assert_eq!(shop.kept(&visitor).await.identity.name.as_deref(), Some("Eve"));
}

#[tokio::test]
async fn a_proof_is_good_for_one_use_wherever_it_is_shown_again() {
    let mut shop = Shop::new().await;
    let proof = shop.proof(&json!({"sub": "7"}));
    let identity = json!({"proof": proof});
    let visitor = token(&shop.begin(None, json!({"identity": identity})).await);
    let other = token(&shop.begin(None, json!({})).await);
    assert_refused(&shop.begin(None, json!({"identity": identity})).await, 401, "identity_proof_replayed");
    for token in [&visitor, &other] {
        assert_refused(&shop.begin(Some(token), json!({"identity": identity})).await, 401, "identity_proof_replayed");
        assert_refused(&shop.identify(token, identity.clone()).await, 401, "identity_proof_replayed");
    }
    // When it is forgotten that it was used, its time is long over.
    shop.town.test.advance_ms(600_000 + 30_001);
    entrenous_jobs::trim_proofs(&shop.town.test.ctx).await.unwrap();
    assert_refused(&shop.begin(None, json!({"identity": identity})).await, 401, "identity_proof_expired");
}

#[tokio::test]
async fn a_site_that_requires_proofs_takes_nothing_unsigned_and_the_chat_goes_on() {
    let mut shop = Shop::new().await;
    let visitor = token(&shop.begin(None, json!({})).await);
    shop.require(true).await;
    let before = shop.kept(&visitor).await;
    for identity in [
        json!({"name": "Eve"}),
        json!({"email": "eve@shop.example"}),
        json!({"phone": "13"}),
        json!({"variables": [{"id": "plan", "value": "gold"}]}),
        json!({"name": "Eve", "group": "orders"}),
    ] {
        assert_refused(&shop.begin(Some(&visitor), json!({"identity": identity})).await, 401, "identity_unsigned");
        assert_refused(&shop.begin(None, json!({"identity": identity})).await, 401, "identity_unsigned");
        assert_refused(&shop.identify(&visitor, identity.clone()).await, 401, "identity_unsigned");
        // Unsigned words do not travel in the shadow of a proof either, and the proof is not used up by the attempt.
        let proof = shop.proof(&json!({"sub": "7"}));
        let mut both = identity.clone();
        both["proof"] = json!(proof);
        assert_refused(&shop.begin(None, json!({"identity": both})).await, 401, "identity_unsigned");
        assert_eq!(shop.begin(None, json!({"identity": {"proof": proof}})).await.status, 200);
    }
    assert_eq!(shop.kept(&visitor).await, before);
    // Where to route and which language say nothing about the person; writing needs no proof.
    assert_eq!(shop.identify(&visitor, json!({"group": "orders", "language": "fr"})).await.status, 204);
    assert_eq!(shop.say(&visitor, "hello").await.status, 200);
    shop.require(false).await;
    assert_eq!(shop.identify(&visitor, json!({"name": "Nadia"})).await.status, 204);
    assert_eq!(shop.kept(&visitor).await.identity.name.as_deref(), Some("Nadia"));
}

#[tokio::test]
async fn the_first_proof_keeps_the_conversation_and_changes_the_token() {
    let mut shop = Shop::new().await;
    let planted = token(&shop.begin(None, json!({})).await);
    assert_eq!(shop.say(&planted, "before the login").await.status, 200);
    let proof = shop.proof(&json!({"sub": "7", "name": "Nadia"}));
    // Over the way that cannot hand out a token it is refused, and stays unused.
    assert_refused(&shop.identify(&planted, json!({"proof": proof})).await, 409, "session_required");
    let begun = shop.begin(Some(&planted), json!({"identity": {"proof": proof}})).await;
    let after = token(&begun);
    assert_eq!(begun.json.get("is_reset"), None);
    assert_eq!(shop.state(&planted).await.status, 401, "whoever planted the token sees nothing of what follows");
    let state = shop.state(&after).await;
    assert_eq!(state.json["conversation"]["last_seq"], 1, "{state:?}");
    let id = state.json["conversation"]["id"].as_str().unwrap();
    let seen = shop.owner.get(&format!("/api/agent/conversations/{id}")).await;
    assert_eq!(seen.json["conversation"]["visitor"]["name"], "Nadia");
    // Once it is bound, the token stays.
    let proof = shop.proof(&json!({"sub": "7"}));
    let again = shop.begin(Some(&after), json!({"identity": {"proof": proof}})).await;
    assert_eq!((again.status.as_u16(), again.json.get("token")), (200, None));
}

#[tokio::test]
async fn what_was_said_before_the_first_proof_is_not_taken_for_the_person_s_words() {
    let mut shop = Shop::new().await;
    let planted = token(&shop.begin(None, json!({})).await);
    let said = json!({"name": "Eve", "email": "eve@evil.example", "phone": "13", "group": "orders", "language": "fr",
        "variables": [{"id": "plan", "value": "gold"}]});
    assert_eq!(shop.identify(&planted, said).await.status, 204);
    let proof = shop.proof(&json!({"sub": "7", "name": "Nadia"}));
    let with_words = json!({"identity": {"proof": proof, "variables": [{"id": "cart", "value": "2"}]}});
    let after = token(&shop.begin(Some(&planted), with_words).await);
    let now = shop.kept(&after).await.identity;
    assert_eq!((now.name.as_deref(), now.email, now.phone), (Some("Nadia"), None, None));
    assert_eq!((now.group.as_deref(), now.language.as_deref()), (Some("orders"), Some("fr")));
    assert_eq!(now.variables.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["cart"]);
    // Later words stand beside the proof, as before.
    assert_eq!(shop.identify(&after, json!({"phone": "12"})).await.status, 204);
    assert_eq!(shop.kept(&after).await.identity.phone.as_deref(), Some("12"));
}

#[tokio::test]
async fn somebody_else_sees_nothing_of_the_person_before() {
    for (first, second) in [
        (json!({"sub": "7"}), json!({"sub": "8"})),
        (json!({"email": "a@shop.example"}), json!({"email": "b@shop.example"})),
        (json!({"sub": "7", "email": "a@shop.example"}), json!({"sub": "8", "email": "a@shop.example"})),
        (json!({"sub": "a@shop.example"}), json!({"email": "a@shop.example"})),
    ] {
        let mut shop = Shop::new().await;
        let proof = shop.proof(&first);
        let before = token(&shop.begin(None, json!({"identity": {"proof": proof, "name": "Nadia"}})).await);
        assert_eq!(shop.say(&before, "a secret").await.status, 200);
        let proof = shop.proof(&second);
        let begun = shop.begin(Some(&before), json!({"identity": {"proof": proof}})).await;
        let after = token(&begun);
        assert_eq!(begun.json["is_reset"], true);
        assert_eq!(begun.json["state"].get("conversation"), None, "{begun:?}");
        assert_eq!(shop.state(&before).await.status, 401);
        assert_eq!(shop.kept(&after).await.identity.name, None, "nothing is carried over");
    }
}

#[tokio::test]
async fn somebody_else_ends_the_session_over_the_other_way_too() {
    let mut shop = Shop::new().await;
    let before = shop.known("7").await;
    assert_eq!(shop.say(&before, "a secret").await.status, 200);
    let proof = shop.proof(&json!({"sub": "8"}));
    assert_refused(&shop.identify(&before, json!({"proof": proof})).await, 409, "identity_changed");
    assert_eq!(shop.state(&before).await.status, 401);
    // The proof was not used up: the new session begins with it, whatever the browser still holds.
    let begun = shop.begin(Some(&before), json!({"identity": {"proof": proof}})).await;
    assert_eq!(begun.json["state"].get("conversation"), None, "{begun:?}");
    token(&begun);
}

#[tokio::test]
async fn a_refused_proof_shows_nothing_of_another_person_and_takes_nothing_from_its_own() {
    let mut shop = Shop::new().await;
    let (own, strangers) = (shop.proof(&json!({"sub": "7"})), shop.proof(&json!({"sub": "8"})));
    let visitor = shop.known("7").await;
    assert_eq!(shop.say(&visitor, "a secret").await.status, 200);
    let same = shop.begin(Some(&visitor), json!({"refused_proof": own})).await;
    assert_eq!((same.status.as_u16(), same.json.get("token"), same.json.get("is_reset")), (200, None, None));
    assert_eq!(same.json["state"]["conversation"]["last_seq"], 1);
    for refused in [strangers, "unreadable".to_owned(), String::new()] {
        let mut shop = Shop::new().await;
        let visitor = shop.known("7").await;
        assert_eq!(shop.say(&visitor, "a secret").await.status, 200);
        let begun = shop.begin(Some(&visitor), json!({"refused_proof": refused})).await;
        assert_eq!((begun.status.as_u16(), &begun.json["is_reset"]), (200, &json!(true)), "{begun:?}");
        assert_eq!(begun.json["state"].get("conversation"), None);
    }
    // It opens nothing: with a token that nobody issued it is a beginning like any other.
    let stranger = shop.begin(Some("made up"), json!({"refused_proof": own})).await;
    assert_eq!(stranger.json["state"].get("conversation"), None);
}

#[tokio::test]
async fn both_keys_are_good_until_the_old_one_is_removed() {
    let mut shop = Shop::new().await;
    let path = format!("/api/agent/sites/{}/identity-key", shop.town.own.site);
    let mut owner = shop.owner.clone();
    let new = make_key(&mut owner, &shop.town.own.site).await;
    assert_ne!(new, shop.key);
    assert_refused(&owner.ask("POST", &path, Load::Empty).await, 409, "conflict");
    let old = std::mem::replace(&mut shop.key, new);
    shop.known("7").await;
    let new = std::mem::replace(&mut shop.key, old);
    shop.known("8").await;
    let late = shop.proof(&json!({"sub": "9"}));
    let removed = owner.ask("DELETE", &format!("{path}/old"), Load::Empty).await;
    assert_eq!(removed.json, json!({"required": false, "has_key": true, "has_old_key": false}));
    assert_refused(&shop.begin(None, json!({"identity": {"proof": late}})).await, 401, "identity_proof_wrong");
    shop.key = new;
    shop.known("9").await;
    shop.require(true).await;
    assert_refused(&owner.ask("DELETE", &path, Load::Empty).await, 409, "conflict");
    shop.require(false).await;
    let late = shop.proof(&json!({"sub": "9"}));
    assert_eq!(owner.ask("DELETE", &path, Load::Empty).await.json["has_key"], false);
    assert_refused(&shop.begin(None, json!({"identity": {"proof": late}})).await, 401, "identity_proof_wrong");
    assert_refused(&owner.ask("DELETE", &path, Load::Empty).await, 409, "conflict");
    let site = owner.send("PATCH", &format!("/api/agent/sites/{}", shop.town.own.site), json!({"identity_required": true})).await;
    assert_eq!((site.status.as_u16(), &site.json["fields"][0]["field"]), (422, &json!("identity_required")));
}

#[tokio::test]
async fn a_key_is_told_once_and_only_to_who_manages_the_site() {
    let shop = Shop::new().await;
    let path = format!("/api/agent/sites/{}", shop.town.own.site);
    let mut agent = shop.town.signed_in("emma").await;
    for (method, path) in [
        ("POST", format!("{path}/identity-key")),
        ("DELETE", format!("{path}/identity-key")),
        ("DELETE", format!("{path}/identity-key/old")),
    ] {
        assert_refused(&agent.ask(method, &path, Load::Empty).await, 403, "forbidden");
    }
    let mut owner = shop.owner.clone();
    let seen = [agent.get(&path).await, owner.get(&path).await, owner.get("/api/agent/sites").await];
    for answer in &seen {
        assert!(!answer.text.contains(&shop.key), "{}", answer.text);
        assert!(answer.text.contains("\"has_key\":true"), "{}", answer.text);
    }
    let site = shop.town.test.ctx.db.view().await.unwrap().sites().find_by_id(&shop.town.home.site.id).await.unwrap().unwrap();
    let kept = site.identity.key().unwrap();
    assert!(!kept.windows(8).any(|part| shop.key.as_bytes().windows(8).any(|other| part == other)), "what is kept is sealed");
}
