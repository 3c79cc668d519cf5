//! The consent ledger and what is kept only with a consent.

use std::sync::Mutex;

use entrenous_domain::consent::{
    ChainHead, ConsentEvent, ConsentMethod, ConsentSource, Entry, Evidence, GpcRule, GpcState, Leaf, MarketingConsent, NO_DIGEST,
    PurposeSet, SitePrivacy, Standing, StatisticsConsent, SubjectHash, TextUsed,
};
use entrenous_domain::ids::{ConsentEntryId, VisitPageId};
use entrenous_domain::visitor::Page;
use entrenous_storage::{Db, VisitPage, Work};
use entrenous_testkit::{TestDatabase, each_database};

use crate::town::{self, NOON, after, site, visitor};

const EVERYTHING: PurposeSet = PurposeSet { statistics: true, recording: false, marketing: true };

fn subject(n: u8) -> SubjectHash {
    SubjectHash::from_bytes([n; 32])
}

fn entry(of_site: u8, position: u8) -> Entry {
    Entry {
        id: ConsentEntryId::new(NOON, [position, of_site, 0, 0, 0, 0, 0, 0, 0, 0]),
        site: site(1, of_site).id,
        position: i64::from(position),
        prev: [position; 32],
        event: ConsentEvent::Answered,
        at: after(i64::from(position)),
        subject: subject(1),
        client_id: format!("event-{position}"),
        source: ConsentSource::Cmp("klaro".to_owned()),
        gpc: GpcState::Overridden,
        evidence: Some(
            Evidence::stored(Some("r1".to_owned()), None, Some("fr".to_owned()), None, Some("no-timestamp".to_owned())).unwrap(),
        ),
        shown: Some(ConsentEntryId::new(NOON, [99; 10])),
        text: Some(TextUsed { version: 3, language: "fr".to_owned(), sha256: [7; 32] }),
        choices: PurposeSet { statistics: true, recording: true, marketing: true },
        granted: EVERYTHING,
        method: ConsentMethod::Manager,
        expires_at: after(1_000),
        salt: [8; 32],
    }
}

fn bare(of_site: u8, position: u8) -> Entry {
    Entry { evidence: None, shown: None, text: None, ..entry(of_site, position) }
}

fn empty(of_site: u8) -> ChainHead {
    ChainHead { site: site(1, of_site).id, length: 0, leaf: NO_DIGEST, seal: NO_DIGEST, signature: [1; 32] }
}

/// The held head of site 1's chain, begun if it was not.
async fn hold(work: &mut Work) -> ChainHead {
    work.consent_chains().begin(&empty(1)).await.unwrap();
    work.consent_chains().hold_head(&site(1, 1).id).await.unwrap().unwrap()
}

async fn keep(db: &Db, entries: &[Entry]) {
    let mut work = db.unit().await.unwrap();
    for entry in entries {
        work.consent_entries().add(entry).await.unwrap();
    }
    work.save().await.unwrap();
}

#[tokio::test]
async fn an_entry_comes_back_as_it_was_added() {
    each_database(|db| async move {
        town::build(&db).await;
        let shown = Entry { event: ConsentEvent::Shown, ..bare(1, 3) };
        let other = Entry { subject: subject(2), ..bare(1, 4) };
        keep(&db, &[entry(1, 1), bare(1, 2), shown.clone(), other.clone(), entry(2, 1)]).await;
        let here = site(1, 1).id;
        let mut view = db.view().await.unwrap();
        let mut entries = view.consent_entries();
        assert_eq!(entries.get(&here, &entry(1, 1).id).await.unwrap(), Some(entry(1, 1)));
        assert_eq!(entries.get(&site(9, 9).id, &entry(1, 1).id).await.unwrap(), None, "another site's entry is absent");
        assert_eq!(entries.find_by_client(&here, &subject(1), "event-2").await.unwrap(), Some(bare(1, 2)));
        assert_eq!(entries.find_by_client(&here, &subject(2), "event-2").await.unwrap(), None);
        assert_eq!(entries.find_decision(&here, &subject(1)).await.unwrap(), Some(bare(1, 2)), "what was shown decides nothing");
        assert_eq!(entries.find_decision(&here, &subject(3)).await.unwrap(), None);
        assert_eq!(entries.list_after(&here, 1, 3).await.unwrap(), [bare(1, 2), shown]);
        assert_eq!(entries.list_after(&here, 3, 100).await.unwrap(), [other]);
    })
    .await;
}

#[tokio::test]
async fn an_event_is_kept_once_for_a_browser_and_a_place_is_taken_once() {
    each_database(|db| async move {
        town::build(&db).await;
        keep(&db, &[entry(1, 1)]).await;
        for twin in [Entry { client_id: "event-1".to_owned(), ..entry(1, 2) }, Entry { position: 1, ..entry(1, 2) }] {
            let mut work = db.unit().await.unwrap();
            let refused = work.consent_entries().add(&twin).await;
            assert!(matches!(refused, Err(entrenous_storage::StorageError::Conflict(_))), "{refused:?}");
        }
        keep(&db, &[Entry { client_id: "event-1".to_owned(), subject: subject(2), ..entry(1, 2) }]).await;
    })
    .await;
}

#[tokio::test]
async fn erasing_a_browser_takes_record_and_salt_and_leaves_the_leaf() {
    each_database(|db| async move {
        town::build(&db).await;
        let here = site(1, 1).id;
        let leaf = |position: u8| Leaf {
            position: i64::from(position),
            entry: entry(1, position).id,
            leaf: [position; 32],
            seal: [position; 32],
            erased: None,
        };
        keep(&db, &[entry(1, 1), Entry { subject: subject(2), ..entry(1, 2) }, entry(1, 3), entry(2, 1)]).await;
        let mut work = db.unit().await.unwrap();
        let mut head = hold(&mut work).await;
        for position in 1..=3_u8 {
            head = ChainHead { length: i64::from(position), leaf: [position; 32], ..head };
            work.consent_chains().add_leaf(&leaf(position), &head).await.unwrap();
        }
        let places = work.consent_entries().erase(&here, &subject(1)).await.unwrap();
        assert_eq!(places, [1, 3]);
        for position in places {
            work.consent_chains().set_erased(&here, position, after(5), &[9; 32]).await.unwrap();
        }
        work.save().await.unwrap();
        let mut view = db.view().await.unwrap();
        let left = view.consent_entries().list_after(&here, 0, 100).await.unwrap();
        assert_eq!(left, [Entry { subject: subject(2), ..entry(1, 2) }], "the other browser's record stays");
        assert_eq!(view.consent_entries().get(&site(1, 2).id, &entry(2, 1).id).await.unwrap(), Some(entry(2, 1)), "and the other site's");
        let erased = |position| Leaf { erased: Some((after(5), [9; 32])), ..leaf(position) };
        assert_eq!(view.consent_chains().list_after(&here, 0, 10).await.unwrap(), [erased(1), leaf(2), erased(3)]);
        assert_eq!(view.consent_chains().list_after(&here, 1, 1).await.unwrap(), [leaf(2)]);
        assert_eq!(view.consent_chains().get_leaf(&here, 3).await.unwrap(), Some(erased(3)));
        assert_eq!(view.consent_chains().get_head(&here).await.unwrap().map(|head| head.length), Some(3));
        assert_eq!(view.consent_chains().share_head(&site(1, 2).id).await.ok().flatten(), None);
    })
    .await;
}

/// Takes the next place of the chain, as an action would.
async fn append(db: &Db, client_id: String) {
    let mut work = db.unit().await.unwrap();
    let head = hold(&mut work).await;
    let position = u8::try_from(head.length + 1).unwrap();
    let added = Entry { prev: head.leaf, client_id, ..entry(1, position) };
    work.consent_entries().add(&added).await.unwrap();
    let leaf = Leaf { position: i64::from(position), entry: added.id, leaf: [position; 32], seal: NO_DIGEST, erased: None };
    let head = ChainHead { length: leaf.position, leaf: leaf.leaf, ..head };
    work.consent_chains().add_leaf(&leaf, &head).await.unwrap();
    work.save().await.unwrap();
}

async fn assert_no_fork(db: &Db, n: u8) {
    let mut view = db.view().await.unwrap();
    let entries = view.consent_entries().list_after(&site(1, 1).id, 0, 1_000).await.unwrap();
    let seen: Vec<(i64, [u8; 32])> = entries.iter().map(|entry| (entry.position, entry.prev)).collect();
    let expected: Vec<(i64, [u8; 32])> = (1..=n).map(|position| (i64::from(position), [position - 1; 32])).collect();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn appends_at_the_same_moment_make_one_chain() {
    each_database(|db| async move {
        town::build(&db).await;
        futures_util::future::join_all((0..20).map(|n| append(&db, format!("c{n}")))).await;
        assert_no_fork(&db, 20).await;
    })
    .await;
}

#[tokio::test]
async fn appends_of_several_nodes_make_one_chain() {
    let made = TestDatabase::postgres().await;
    town::build(&made.db).await;
    let nodes = [made.another().await, made.another().await];
    futures_util::future::join_all((0..20).map(|n| append(&nodes[n % 2], format!("c{n}")))).await;
    assert_no_fork(&made.db, 20).await;
    for node in nodes {
        node.close().await;
    }
    made.remove().await;
}

#[tokio::test]
async fn an_append_waits_for_those_who_share_the_head() {
    each_database(|db| async move {
        town::build(&db).await;
        append(&db, "c0".to_owned()).await;
        let here = site(1, 1).id;
        let order = Mutex::new(Vec::new());
        let mut sharing = db.unit().await.unwrap();
        assert!(sharing.consent_chains().share_head(&here).await.unwrap().is_some());
        let holds = async {
            let mut work = db.unit().await.unwrap();
            hold(&mut work).await;
            order.lock().unwrap().push("held");
            work.save().await.unwrap();
        };
        let shares = async {
            // Many turns in which the other one could go on, if nothing kept it.
            for _ in 0..50 {
                db.view().await.unwrap().consent_chains().get_head(&here).await.unwrap();
            }
            order.lock().unwrap().push("let go");
            sharing.save().await.unwrap();
        };
        futures_util::future::join(holds, shares).await;
        assert_eq!(*order.lock().unwrap(), ["let go", "held"]);
    })
    .await;
}

#[tokio::test]
async fn texts_are_kept_once_by_their_hash() {
    each_database(|db| async move {
        let used = TextUsed { version: 1, language: "fr".to_owned(), sha256: [5; 32] };
        let mut work = db.unit().await.unwrap();
        work.consent_texts().add(&used, "{\"a\":\"b\"}", after(1)).await.unwrap();
        work.consent_texts().add(&used, "something else", after(2)).await.unwrap();
        let kept = work.consent_texts().get(&used.sha256).await.unwrap().unwrap();
        assert_eq!((kept.version, kept.language.as_str(), kept.wording.as_str()), (1, "fr", "{\"a\":\"b\"}"));
        assert_eq!(work.consent_texts().get(&[6; 32]).await.unwrap(), None);
        work.save().await.unwrap();
    })
    .await;
}

fn standing(n: u8) -> Standing {
    let privacy = SitePrivacy::check(EVERYTHING, true, GpcRule::Overridable).unwrap();
    Standing::new(&privacy, &Entry { subject: subject(n), ..entry(1, 1) }, NOON)
}

fn page(n: u8, at: i64) -> VisitPage {
    let page = Page { url: Some(format!("https://shop.example/{n}")), title: Some("Bowls".to_owned()), referrer: None, platform: None };
    VisitPage { id: VisitPageId::new(after(at), [n; 10]), page, created_at: after(at) }
}

#[tokio::test]
async fn counters_and_pages_are_kept_by_browser_and_go_with_it_or_with_age() {
    each_database(|db| async move {
        town::build(&db).await;
        let here = site(1, 1).id;
        let (marketing, statistics) = (|n| MarketingConsent::of(&standing(n)).unwrap(), |n| StatisticsConsent::of(&standing(n)).unwrap());
        let mut work = db.unit().await.unwrap();
        work.marketing_counters().set(&marketing(1), 3, after(0)).await.unwrap();
        work.marketing_counters().set(&marketing(1), 4, after(9)).await.unwrap();
        work.marketing_counters().set(&marketing(2), 1, after(5)).await.unwrap();
        assert_eq!(work.marketing_counters().get(&here, &subject(1)).await.unwrap(), Some(4));
        for (n, at) in [(1, 0), (2, 5)] {
            work.visit_pages().add(&statistics(1), &[1; 32], &page(n, at)).await.unwrap();
        }
        work.visit_pages().add(&statistics(2), &[2; 32], &page(3, 9)).await.unwrap();
        assert_eq!(work.visit_pages().list(&here, &subject(1), "", 10).await.unwrap(), [page(1, 0), page(2, 5)]);
        assert_eq!(work.visit_pages().list(&here, &subject(1), page(1, 0).id.as_str(), 10).await.unwrap(), [page(2, 5)]);
        // By age: the counter's counts from its first visit.
        assert_eq!(work.marketing_counters().remove_old(after(5), 10).await.unwrap(), 1);
        assert_eq!(work.marketing_counters().get(&here, &subject(1)).await.unwrap(), None);
        assert_eq!(work.visit_pages().remove_old(after(5), 10).await.unwrap(), 1);
        assert_eq!(work.visit_pages().list(&here, &subject(1), "", 10).await.unwrap(), [page(2, 5)]);
        // By browser: the other one's stay.
        work.marketing_counters().set(&marketing(1), 5, after(10)).await.unwrap();
        work.marketing_counters().remove(&here, &subject(1)).await.unwrap();
        work.visit_pages().remove(&here, &subject(1)).await.unwrap();
        assert_eq!(work.marketing_counters().get(&here, &subject(1)).await.unwrap(), None);
        assert_eq!(work.marketing_counters().get(&here, &subject(2)).await.unwrap(), Some(1));
        assert_eq!(work.visit_pages().list(&here, &subject(1), "", 10).await.unwrap(), []);
        assert_eq!(work.visit_pages().list(&here, &subject(2), "", 10).await.unwrap(), [page(3, 9)]);
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_visit_and_a_counter_belong_to_one_visitor_who_is_gone_with_their_rows() {
    each_database(|db| async move {
        town::build(&db).await;
        let here = site(1, 1).id;
        let (marketing, statistics) = (MarketingConsent::of(&standing(1)).unwrap(), StatisticsConsent::of(&standing(1)).unwrap());
        let (first, second) = (visitor(1), visitor(2));
        let mut work = db.unit().await.unwrap();
        for (n, one) in [(1, &first), (2, &second)] {
            work.visitors().add(one, &[n; 32]).await.unwrap();
        }
        work.visit_pages().add(&statistics, &[1; 32], &page(1, 0)).await.unwrap();
        work.visit_pages().add(&statistics, &[2; 32], &page(2, 1)).await.unwrap();
        assert!(work.visit_pages().set_visitor(&statistics, &[1; 32], &first.id).await.unwrap());
        assert!(work.visit_pages().set_visitor(&statistics, &[1; 32], &first.id).await.unwrap(), "saying it twice is no harm");
        assert!(!work.visit_pages().set_visitor(&statistics, &[1; 32], &second.id).await.unwrap());
        // What follows belongs to the visitor too; the other visit of the browser does not.
        work.visit_pages().add(&statistics, &[1; 32], &page(3, 2)).await.unwrap();
        work.visit_pages().add(&statistics, &[2; 32], &page(4, 3)).await.unwrap();
        assert_eq!(work.visit_pages().list_of_visitor(&here, &first.id, 10).await.unwrap(), [page(3, 2), page(1, 0)]);
        assert_eq!(work.visit_pages().list_of_visitor(&here, &first.id, 1).await.unwrap(), [page(3, 2)]);
        assert_eq!(work.visit_pages().list_of_visitor(&here, &second.id, 10).await.unwrap(), []);
        assert_eq!(work.visit_pages().list_of_visitor(&site(1, 2).id, &first.id, 10).await.unwrap(), []);
        // The newest visit only.
        work.visit_pages().add(&statistics, &[3; 32], &page(5, 4)).await.unwrap();
        assert!(work.visit_pages().set_visitor(&statistics, &[3; 32], &first.id).await.unwrap());
        assert_eq!(work.visit_pages().list_of_visitor(&here, &first.id, 10).await.unwrap(), [page(5, 4)]);
        work.visit_pages().remove(&here, &subject(1)).await.unwrap();
        assert_eq!(work.visit_pages().list_of_visitor(&here, &first.id, 10).await.unwrap(), []);

        work.marketing_counters().set(&marketing, 3, after(0)).await.unwrap();
        assert_eq!(work.marketing_counters().get_of_visitor(&here, &first.id).await.unwrap(), None);
        work.marketing_counters().set_visitor(&marketing, &first.id).await.unwrap();
        work.marketing_counters().set(&marketing, 4, after(1)).await.unwrap();
        assert_eq!(work.marketing_counters().get_of_visitor(&here, &first.id).await.unwrap(), Some(4));
        assert_eq!(work.marketing_counters().get_of_visitor(&site(1, 2).id, &first.id).await.unwrap(), None);
        work.marketing_counters().forget_visitor(&here, &first.id).await.unwrap();
        assert_eq!(work.marketing_counters().get_of_visitor(&here, &first.id).await.unwrap(), None);
        assert_eq!(work.marketing_counters().get(&here, &subject(1)).await.unwrap(), Some(4));
        work.save().await.unwrap();
    })
    .await;
}
