//! Conversations, their ratings, and who wants them by e-mail.

use entrenous_domain::conversation::{ClientMsgId, Conversation, Rating, RatingValue};
use entrenous_domain::ids::ConversationId;
use entrenous_storage::{Db, TranscriptRequest};
use entrenous_testkit::each_database;

use crate::town::{self, NOON, after, site, visitor};

const DAY_MS: i64 = 86_400_000;
const ADDRESS: &[u8] = b"hash of me@exemple.fr";

fn conversation(n: u8) -> Conversation {
    let opened_by = ClientMsgId::parse("first").unwrap();
    let opened = Conversation::open(ConversationId::new(NOON, [n; 10]), site(1, 1).id, visitor(n).id, opened_by, None, NOON);
    Conversation { is_offline: true, ..opened }
}

async fn build(db: &Db) {
    town::build(db).await;
    let mut work = db.unit().await.unwrap();
    for n in [1, 2] {
        work.visitors().add(&visitor(n), &[n]).await.unwrap();
        work.conversations().add(&conversation(n)).await.unwrap();
    }
    work.save().await.unwrap();
}

fn wish(n: u8) -> TranscriptRequest {
    wish_at(n, 0)
}

fn wish_at(n: u8, ms: i64) -> TranscriptRequest {
    TranscriptRequest {
        asked_at: after(ms),
        address_hash: ADDRESS.to_vec(),
        email: "me@exemple.fr".to_owned(),
        site: site(1, 1).id,
        conversation: conversation(n).id,
        visitor: visitor(n).id,
        language: "fr".to_owned(),
    }
}

#[tokio::test]
async fn a_conversation_comes_back_with_its_rating() {
    each_database(|db| async move {
        build(&db).await;
        let kept = async || db.view().await.unwrap().conversations().get(&site(1, 1).id, &conversation(1).id).await.unwrap().unwrap();
        assert_eq!(kept().await, conversation(1));
        let rating = Rating { value: RatingValue::Normal, comment: Some("so-so".to_owned()) };
        let rated = Conversation { rating: Some(rating), last_seq: 7, last_at: after(3), ..conversation(1) };
        let mut work = db.unit().await.unwrap();
        work.conversations().set_rating(&rated).await.unwrap();
        work.save().await.unwrap();
        assert_eq!(kept().await, rated);
        let mut work = db.unit().await.unwrap();
        work.conversations().set(&conversation(1)).await.unwrap();
        work.save().await.unwrap();
        assert_eq!(kept().await.rating, rated.rating, "messages leave it alone");
    })
    .await;
}

#[tokio::test]
async fn an_address_gets_one_link_a_day_however_many_race_and_it_leads_to_everybody_s_wish() {
    each_database(|db| async move {
        build(&db).await;
        let ask = async |n: u8, at: i64| {
            let mut work = db.unit().await.unwrap();
            work.transcript_requests().ask(&wish_at(n, at)).await.unwrap();
            let is_due = work.transcript_requests().take_day(ADDRESS, after(at), after(at - DAY_MS)).await.unwrap();
            work.save().await.unwrap();
            is_due
        };
        let race = futures_util::future::join_all([ask(1, 0), ask(2, 0), ask(1, 0), ask(2, 0)]).await;
        assert_eq!(race.iter().filter(|is_due| **is_due).count(), 1, "{race:?}");
        assert!(!ask(2, DAY_MS - 1).await);
        let mut work = db.unit().await.unwrap();
        for token in [b"one", b"two"] {
            let told = work.transcript_requests().set_link(ADDRESS, token, after(1), after(DAY_MS + 1), after(-1)).await.unwrap();
            assert_eq!(told, Some(wish(1)), "the oldest wish");
        }
        let nobody = work.transcript_requests().set_link(b"another", b"three", after(1), after(DAY_MS), after(-1)).await.unwrap();
        assert_eq!(nobody, None);
        work.save().await.unwrap();
        let listed = async |token: &[u8], now: i64| {
            db.view().await.unwrap().transcript_requests().list(token, after(now), after(now - DAY_MS), 9).await.unwrap()
        };
        assert_eq!(listed(b"one", 1).await, [], "the newer link counts");
        assert_eq!(listed(b"two", 1).await, [wish_at(2, DAY_MS - 1), wish(1)]);
        assert_eq!(listed(b"two", DAY_MS).await, [wish_at(2, DAY_MS - 1)], "the other wish is too old");
        assert_eq!(listed(b"two", DAY_MS + 1).await, [], "expired");
        assert!(!ask(1, DAY_MS).await, "the day began when the mail was sent");
        assert!(ask(1, DAY_MS + 1).await);
    })
    .await;
}

#[tokio::test]
async fn agreeing_concerns_one_wish_and_then_its_visitor_alone_and_a_few_times() {
    each_database(|db| async move {
        build(&db).await;
        let long_ago = after(-DAY_MS);
        let mut work = db.unit().await.unwrap();
        work.transcript_requests().ask(&wish(1)).await.unwrap();
        work.transcript_requests().ask(&wish(2)).await.unwrap();
        work.transcript_requests().take_day(ADDRESS, NOON, long_ago).await.unwrap();
        work.transcript_requests().set_link(ADDRESS, b"link", NOON, after(DAY_MS), long_ago).await.unwrap();
        assert!(!work.transcript_requests().is_confirmed(&wish(1), after(-1)).await.unwrap());
        let id = conversation(1).id;
        assert_eq!(work.transcript_requests().confirm(b"guess", &id, after(1), long_ago).await.unwrap(), None);
        assert_eq!(work.transcript_requests().confirm(b"link", &id, after(DAY_MS), long_ago).await.unwrap(), None, "expired");
        assert_eq!(work.transcript_requests().confirm(b"link", &id, after(1), long_ago).await.unwrap(), Some(wish(1)));
        assert_eq!(work.transcript_requests().confirm(b"link", &id, after(1), long_ago).await.unwrap(), None);
        assert_eq!(work.transcript_requests().list(b"link", after(1), long_ago, 9).await.unwrap(), [wish(2)]);
        assert!(work.transcript_requests().is_confirmed(&wish(1), after(-1)).await.unwrap());
        assert!(!work.transcript_requests().is_confirmed(&wish(1), NOON).await.unwrap(), "too long ago");
        assert!(!work.transcript_requests().is_confirmed(&wish(2), after(-1)).await.unwrap(), "another visitor");
        let mut again = Vec::new();
        for _ in 0..3 {
            again.push(work.transcript_requests().send_again(&wish(1), after(-1), 3).await.unwrap());
        }
        assert_eq!(again, [true, true, false]);
        assert!(!work.transcript_requests().send_again(&wish(2), after(-1), 9).await.unwrap());
        work.transcript_requests().void(&site(1, 1).id, &visitor(1).id).await.unwrap();
        assert!(!work.transcript_requests().is_confirmed(&wish(1), after(-1)).await.unwrap());
        assert!(!work.transcript_requests().take_day(ADDRESS, after(1), long_ago).await.unwrap(), "the address had its mail");
        assert_eq!(work.transcript_requests().remove_old(after(-1), 10).await.unwrap(), 0);
        assert_eq!(work.transcript_requests().remove_old(NOON, 10).await.unwrap(), 1);
        assert_eq!(work.transcript_requests().list(b"link", after(1), long_ago, 9).await.unwrap(), []);
        assert!(work.transcript_requests().take_day(ADDRESS, after(1), long_ago).await.unwrap());
        work.save().await.unwrap();
    })
    .await;
}
