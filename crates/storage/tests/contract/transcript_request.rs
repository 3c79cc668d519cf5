//! Conversations, their ratings, and who wants them by e-mail.

use entrenous_domain::conversation::{ClientMsgId, Conversation, Rating, RatingValue};
use entrenous_domain::ids::ConversationId;
use entrenous_storage::{Db, TranscriptRequest};
use entrenous_testkit::each_database;

use crate::town::{self, NOON, after, site, visitor};

const DAY_MS: i64 = 86_400_000;

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
    TranscriptRequest {
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
async fn an_address_has_one_wish_a_day_however_many_race() {
    each_database(|db| async move {
        build(&db).await;
        let ask = async |n: u8, at: i64| {
            let mut work = db.unit().await.unwrap();
            let taken = work.transcript_requests().ask(&wish(n), after(at), after(at + DAY_MS), after(at - DAY_MS)).await.unwrap();
            work.save().await.unwrap();
            taken
        };
        let race = futures_util::future::join_all([ask(1, 0), ask(2, 0), ask(1, 0), ask(2, 0)]).await;
        assert_eq!(race.iter().filter(|taken| **taken).count(), 1, "{race:?}");
        assert!(!ask(2, DAY_MS - 1).await);
        assert!(ask(2, DAY_MS).await);
        let mut work = db.unit().await.unwrap();
        assert_eq!(work.transcript_requests().set_link("me@exemple.fr", b"one", after(2 * DAY_MS)).await.unwrap(), Some(wish(2)));
        assert_eq!(work.transcript_requests().set_link("me@exemple.fr", b"two", after(2 * DAY_MS)).await.unwrap(), Some(wish(2)));
        assert_eq!(work.transcript_requests().set_link("you@exemple.fr", b"three", after(2 * DAY_MS)).await.unwrap(), None);
        work.save().await.unwrap();
        let mut view = db.view().await.unwrap();
        assert_eq!(view.transcript_requests().find(b"one", after(DAY_MS)).await.unwrap(), None, "the newer link counts");
        assert_eq!(view.transcript_requests().find(b"two", after(DAY_MS)).await.unwrap(), Some(wish(2)));
        assert_eq!(view.transcript_requests().find(b"two", after(2 * DAY_MS)).await.unwrap(), None, "expired");
    })
    .await;
}

#[tokio::test]
async fn a_link_works_once_and_then_for_its_visitor_alone_and_a_few_times() {
    each_database(|db| async move {
        build(&db).await;
        let mut work = db.unit().await.unwrap();
        assert!(work.transcript_requests().ask(&wish(1), NOON, after(DAY_MS), after(-DAY_MS)).await.unwrap());
        work.transcript_requests().set_link("me@exemple.fr", b"link", after(DAY_MS)).await.unwrap();
        assert!(!work.transcript_requests().is_confirmed(&wish(1), after(-1)).await.unwrap());
        assert_eq!(work.transcript_requests().confirm(b"link", after(1)).await.unwrap(), Some(wish(1)));
        assert_eq!(work.transcript_requests().confirm(b"link", after(1)).await.unwrap(), None);
        assert_eq!(work.transcript_requests().set_link("me@exemple.fr", b"again", after(DAY_MS)).await.unwrap(), None);
        assert!(work.transcript_requests().is_confirmed(&wish(1), after(-1)).await.unwrap());
        assert!(!work.transcript_requests().is_confirmed(&wish(1), NOON).await.unwrap(), "too long ago");
        assert!(!work.transcript_requests().is_confirmed(&wish(2), after(-1)).await.unwrap(), "another visitor");
        let mut again = Vec::new();
        for _ in 0..3 {
            again.push(work.transcript_requests().send_again(&wish(1), after(-1), 3).await.unwrap());
        }
        assert_eq!(again, [true, true, false]);
        assert!(!work.transcript_requests().send_again(&wish(2), after(-1), 9).await.unwrap());
        assert_eq!(work.transcript_requests().remove_old(after(DAY_MS - 1), NOON, 10).await.unwrap(), 0);
        assert_eq!(work.transcript_requests().remove_old(after(DAY_MS), NOON, 10).await.unwrap(), 1);
        work.save().await.unwrap();
    })
    .await;
}
