//! What is said is found.

use entrenous_app::conversation::{AddNote, Say, SendMessage, add_note, index_events, search, send_by_visitor};
use entrenous_app::visitor::{BeginSession, Guest, begin_session};
use entrenous_domain::account::Actor;
use entrenous_domain::time::Timestamp;
use entrenous_storage::{Db, Findable};
use entrenous_testkit::people::OWNER_EMAIL;
use entrenous_testkit::{TestContext, each_database};

struct Shop {
    test: TestContext,
    owner: Actor,
    guest: Guest,
}

/// An account whose shop somebody visits.
async fn shop(db: Db) -> Shop {
    let test = TestContext::over(db);
    let chat_key = test.account().await.site.chat_key.as_str().to_owned();
    let owner = test.actor(OWNER_EMAIL).await;
    let guest = begin_session(&test.ctx, BeginSession { chat_key, ..Default::default() }).await.unwrap().guest;
    Shop { test, owner, guest }
}

#[tokio::test]
async fn messages_and_notes_are_found_at_once_the_newest_first() {
    each_database(|db| async move {
        let Shop { test, owner, guest } = shop(db).await;
        let mut conversation = None;
        // More than one unit of the index takes.
        for number in 1..=40 {
            let say = Say::Text(format!("Mon vélo numéro{number} grince"));
            let sent = SendMessage { client_msg_id: format!("message-{number}"), say };
            conversation = Some(send_by_visitor(&test.ctx, &guest, &sent).await.unwrap().message.conversation);
        }
        let note = AddNote { client_msg_id: "note".to_owned(), text: "The velo is ours".to_owned() };
        add_note(&test.ctx, &owner, &conversation.unwrap(), &note).await.unwrap();

        let found = search(&test.ctx, &owner, "VELO", None, 50).await.unwrap();
        let numbers: Vec<Option<i64>> = found.iter().map(|hit| hit.seq).collect();
        assert_eq!(numbers, std::iter::once(None).chain((1..=40).rev().map(Some)).collect::<Vec<_>>());
        assert_eq!(search(&test.ctx, &owner, "numero40", None, 50).await.unwrap().len(), 1);

        index_events(&test.ctx, None).await.unwrap();
        assert_eq!(search(&test.ctx, &owner, "velo", None, 50).await.unwrap().len(), 41, "nothing is found twice");
    })
    .await;
}

#[tokio::test]
async fn an_event_whose_text_is_not_findable_yet_is_not_forgotten() {
    each_database(|db| async move {
        let Shop { test, owner, guest } = shop(db).await;
        let sent = SendMessage { client_msg_id: "only".to_owned(), say: Say::Text("hippopotamus".to_owned()) };
        send_by_visitor(&test.ctx, &guest, &sent).await.unwrap();

        let forget = async || {
            let mut work = test.ctx.db.unit().await.unwrap();
            let removed = work.events().remove_old(&guest.site.id, Timestamp::from_ms(i64::MAX), 100).await.unwrap();
            work.save().await.unwrap();
            removed
        };
        assert_eq!(forget().await, 0);
        assert_eq!(search(&test.ctx, &owner, "hippo", None, 10).await.unwrap().len(), 1);
        assert_eq!(forget().await, 1);
        assert_eq!(search(&test.ctx, &owner, "hippo", None, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_text_that_is_replaced_is_found_by_its_last_words_alone() {
    each_database(|db| async move {
        let Shop { test, owner, guest } = shop(db).await;
        let sent = SendMessage { client_msg_id: "only".to_owned(), say: Say::Text("first".to_owned()) };
        let message = send_by_visitor(&test.ctx, &guest, &sent).await.unwrap().message;
        let findable = |text: &str| Findable {
            conversation: message.conversation.clone(),
            subject: message.id.to_string(),
            folded: text.to_owned(),
            at: message.created_at,
        };
        index_events(&test.ctx, None).await.unwrap();
        for texts in [vec![findable("second")], vec![findable("third"), findable("fourth")]] {
            let mut work = test.ctx.db.unit().await.unwrap();
            work.search().set(&guest.site.id, &texts).await.unwrap();
            work.save().await.unwrap();
        }
        for (word, n_found) in [("first", 0), ("second", 0), ("third", 0), ("fourth", 1)] {
            assert_eq!(search(&test.ctx, &owner, word, None, 10).await.unwrap().len(), n_found, "{word}");
        }
    })
    .await;
}
