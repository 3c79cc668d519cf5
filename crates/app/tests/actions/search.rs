//! What is said is found.

use entrenous_app::conversation::{AddNote, Say, SendMessage, add_note, fold_again, index_events, search, send_by_visitor};
use entrenous_app::visitor::{BeginSession, Guest, begin_session};
use entrenous_domain::account::Actor;
use entrenous_domain::conversation::Message;
use entrenous_domain::time::Timestamp;
use entrenous_storage::{Db, Findable, Sql, args};
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

impl Shop {
    /// What the guest says next.
    async fn say(&self, number: usize, text: &str) -> Message {
        let sent = SendMessage { client_msg_id: format!("message-{number}"), say: Say::Text(text.to_owned()) };
        send_by_visitor(&self.test.ctx, &self.guest, &sent).await.unwrap().message
    }

    /// How many texts are found.
    async fn count(&self, query: &str) -> usize {
        search(&self.test.ctx, &self.owner, query, None, 50).await.unwrap().len()
    }
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

#[tokio::test]
async fn words_are_found_however_they_are_written() {
    each_database(|db| async move {
        let shop = shop(db).await;
        let cases: &[(&str, &[&str], &[&str])] = &[
            ("Mon cœur, quelle ŒUVRE", &["coeur", "cœur", "oeuvre", "Œu"], &["cur"]),
            ("phở đặc biệt", &["dac", "đặc", "pho"], &["ac"]),
            ("Hauptstraße 7", &["hauptstrasse", "HAUPTSTRAẞE", "hauptstras"], &["strasse"]),
            ("你好世界", &["世界", "你好", "界", "你好世界", "好世"], &["世好", "界你"]),
            ("カタカナとひらがな", &["ひらがな", "ｶﾀｶﾅ", "な"], &["らひ"]),
            ("안녕하세요세계", &["세계", "하세요", "계"], &["요하"]),
            ("ภาษาไทยง่าย", &["ไทย", "ง่าย", "ภาษา"], &["ยไ"]),
            ("la fac\u{ad}tu\u{200b}re n\u{2060}\u{feff}o\u{200d}ire", &["facture noire", "fac\u{ad}ture"], &["ture"]),
            ("maria.lopez@boutique.example, 06-12-34", &["boutique", "lopez@bou", "06-12", "34"], &["opez"]),
            ("iPhone手机", &["iphone", "手机", "iPhone手"], &["hone"]),
        ];
        for (number, (text, ..)) in cases.iter().enumerate() {
            shop.say(number, text).await;
        }
        for (text, found, not_found) in cases {
            for query in *found {
                assert_eq!(shop.count(query).await, 1, "{query:?} in {text:?}");
            }
            for query in *not_found {
                assert_eq!(shop.count(query).await, 0, "{query:?} in {text:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn every_word_of_a_query_must_be_there() {
    each_database(|db| async move {
        let shop = shop(db).await;
        shop.say(1, "one two three four five six seven eight nine ten").await;
        assert_eq!(shop.count("one two three four five six seven eight nine ten").await, 1);
        assert_eq!(shop.count("one two three four five six seven eight nine eleven").await, 0);
        assert_eq!(shop.count("o o o on one t s").await, 1, "a word may be written twice, and begun only");
        assert_eq!(shop.count("one two three four five six seven eight nine x").await, 0);
        assert_eq!(shop.count(" ,;\" ' * ) ").await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_an_older_version_folded_is_found_again_after_a_while() {
    const REMOVE: Sql = Sql::same("test::REMOVE", "DELETE FROM search_entry WHERE subject_id = $1");
    /// As the migration leaves it: with an old folding and in no index.
    const ADD_OLD: Sql = Sql::same(
        "test::ADD_OLD",
        "INSERT INTO search_entry (site_id, conversation_id, subject_id, body, created_at) VALUES ($1, $2, $3, $4, $5)",
    );
    const SOUND: Sql = Sql::pair("test::SOUND", "INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)", "SELECT 1");
    each_database(|db| async move {
        let shop = shop(db).await;
        let mut messages = Vec::new();
        for number in 0..20 {
            messages.push(shop.say(number, "Mon cœur: 你好世界").await);
        }
        index_events(&shop.test.ctx, None).await.unwrap();
        let mut work = shop.test.ctx.db.unit().await.unwrap();
        for message in &messages {
            work.test_run(REMOVE, args![message.id.as_str()]).await.unwrap();
            let (site, conversation, id) = (shop.guest.site.id.as_str(), message.conversation.as_str(), message.id.as_str());
            work.test_run(ADD_OLD, args![site, conversation, id, "mon cœur: 你好世界", message.created_at.as_ms()]).await.unwrap();
        }
        // What is removed or replaced meanwhile must leave the index as it is.
        work.test_run(REMOVE, args![messages[0].id.as_str()]).await.unwrap();
        let folded = "something else".to_owned();
        let (conversation, subject) = (messages[1].conversation.clone(), messages[1].id.to_string());
        work.search().set(&shop.guest.site.id, &[Findable { conversation, subject, folded, at: messages[1].created_at }]).await.unwrap();
        work.save().await.unwrap();
        assert_eq!(shop.count("mon").await, 0);

        fold_again(&shop.test.ctx).await.unwrap();
        for (query, n_found) in [("coeur", 18), ("世界", 18), ("something", 1), ("cur", 0)] {
            assert_eq!(shop.count(query).await, n_found, "{query}");
        }
        let mut work = shop.test.ctx.db.unit().await.unwrap();
        work.test_run(SOUND, args![]).await.unwrap();
        work.test_run(REMOVE, args![messages[2].id.as_str()]).await.unwrap();
        work.test_run(SOUND, args![]).await.unwrap();
        work.save().await.unwrap();
        assert_eq!(shop.count("coeur").await, 17);
    })
    .await;
}
