//! Visitors: what is known of them is read as it was stored.

use entrenous_domain::visitor::{Identity, Page, Variable, Visitor};
use entrenous_testkit::each_database;

use crate::town::{self, after, visitor};

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn known() -> Visitor {
    Visitor {
        identity: Identity {
            name: some("Nadia"),
            email: some("nadia@exemple.fr"),
            phone: some("+33 1 23"),
            group: some("orders"),
            language: some("fr"),
            variables: vec![Variable { id: "plan".to_owned(), label: "Plan".to_owned(), value: "gold".to_owned() }],
        },
        browser: some("Firefox 140"),
        os: some("Android"),
        device: some("phone"),
        page: Page {
            url: some("https://shop.example/bowls"),
            title: some("Bowls"),
            referrer: some("https://www.search.example"),
            platform: some("WP 6.8"),
        },
        ..visitor(1)
    }
}

#[tokio::test]
async fn a_visitor_is_read_as_it_was_added_and_as_it_was_changed() {
    each_database(|db| async move {
        town::build(&db).await;
        let mut work = db.unit().await.unwrap();
        let added = known();
        work.visitors().add(&added, b"hash").await.unwrap();
        assert_eq!(work.visitors().find_by_token(b"hash").await.unwrap(), Some(added.clone()));
        let page = Page { title: None, platform: some("WP 6.9"), ..added.page.clone() };
        let changed = Visitor { identity: Identity::default(), os: None, page, last_seen_at: after(5), ..added };
        work.visitors().set(&changed).await.unwrap();
        for found in [
            work.visitors().get(&changed.site, &changed.id).await.unwrap(),
            work.visitors().get_for_change(&changed.site, &changed.id).await.unwrap(),
            work.visitors().find_by_token_for_change(b"hash").await.unwrap(),
        ] {
            assert_eq!(found, Some(changed.clone()));
        }
        work.save().await.unwrap();
    })
    .await;
}
