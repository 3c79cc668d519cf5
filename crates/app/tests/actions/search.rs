//! What is said is found.

use entrenous_app::conversation::{AddNote, Say, SendMessage, add_note, close_by_visitor, send_by_visitor};
use entrenous_app::search::{forget_removed, index_earlier, index_events, search};
use entrenous_app::visitor::{BeginSession, Guest, begin_session, identify};
use entrenous_domain::account::Actor;
use entrenous_domain::conversation::Message;
use entrenous_domain::time::Timestamp;
use entrenous_domain::visitor::Identity;
use entrenous_fanout::{Told, Topic};
use entrenous_storage::{Blobs, Db, Findable, Sql, StorageError, args};
use entrenous_testkit::people::OWNER_EMAIL;
use entrenous_testkit::{TestContext, TestDatabase, each_database};

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
    // As at the start of the server: what comes later is found by its event.
    index_earlier(&test.ctx).await.unwrap();
    Shop { test, owner, guest }
}

impl Shop {
    /// What the guest says next.
    async fn say(&self, number: usize, text: &str) -> Message {
        // The walk over earlier texts goes by the time in their ids.
        self.test.advance_ms(1);
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
            let findable = test.ctx.db.search_unit().await.unwrap().search().position(&guest.site.id).await.unwrap();
            let mut work = test.ctx.db.unit().await.unwrap();
            let removed = work.events().remove_old(&guest.site.id, Timestamp::from_ms(i64::MAX), findable, 100).await.unwrap();
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
            site: guest.site.id.clone(),
            conversation: message.conversation.clone(),
            subject: message.id.to_string(),
            folded: text.to_owned(),
        };
        index_events(&test.ctx, None).await.unwrap();
        let set = async |texts: &[Findable]| {
            let mut work = test.ctx.db.search_unit().await.unwrap();
            work.search().set(texts).await.unwrap();
            work.save().await.unwrap();
        };
        set(&[findable("second")]).await;
        set(&[findable("third"), findable("fourth")]).await;
        for (word, n_found) in [("first", 0), ("second", 0), ("third", 0), ("fourth", 1)] {
            assert_eq!(search(&test.ctx, &owner, word, None, 10).await.unwrap().len(), n_found, "{word}");
        }
        set(&[findable("")]).await;
        assert_eq!(search(&test.ctx, &owner, "fourth", None, 10).await.unwrap().len(), 0);
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
async fn conversations_are_found_by_what_is_known_of_their_visitors() {
    each_database(|db| async move {
        let shop = shop(db).await;
        let named = |name: &str| Identity { name: Some(name.to_owned()), ..Identity::default() };
        identify(&shop.test.ctx, &shop.guest, named("Élodie")).await.unwrap();
        shop.say(1, "Bonjour").await;
        assert_eq!(shop.count("elodie").await, 1);
        let email = Some("elodie@boutique.example".to_owned());
        identify(&shop.test.ctx, &shop.guest, Identity { email, ..named("Renée") }).await.unwrap();
        for (query, n_found) in [("renee", 1), ("elodie@bou", 1), ("bonjour", 1)] {
            assert_eq!(shop.count(query).await, n_found, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_name_that_comes_with_the_session_is_findable_at_once_in_closed_conversations_too() {
    each_database(|db| async move {
        let Shop { test, owner, guest } = shop(db).await;
        let named = |name: &str| Identity { name: Some(name.to_owned()), ..Identity::default() };
        let chat_key = guest.site.chat_key.as_str().to_owned();
        let begin = async |token: Option<String>, identity: Identity| {
            let cmd = BeginSession { chat_key: chat_key.clone(), token, identity, ..Default::default() };
            begin_session(&test.ctx, cmd).await.unwrap()
        };
        let begun = begin(None, named("Dupont")).await;
        let (guest, token) = (begun.guest, begun.token.unwrap().reveal().to_owned());
        let say = async |id: &str| {
            let sent = SendMessage { client_msg_id: id.to_owned(), say: Say::Text("Bonjour".to_owned()) };
            send_by_visitor(&test.ctx, &guest, &sent).await.unwrap().message.conversation
        };
        let first = say("first").await;
        close_by_visitor(&test.ctx, &guest, &first).await.unwrap();
        say("second").await;
        let count = async |query: &str| search(&test.ctx, &owner, query, None, 50).await.unwrap().len();
        assert_eq!(count("dupont").await, 2);

        let mut told = test.ctx.bus.listen(vec![Topic::Site(guest.site.id.clone())]);
        begin(Some(token.clone()), named("Durand")).await;
        assert_eq!((count("durand").await, count("dupont").await), (2, 0));
        for _ in 0..2 {
            let signal = told.try_next().unwrap().unwrap();
            assert!(
                matches!(signal.told(), Told::Stored { visitor, .. } if visitor.identity.name.as_deref() == Some("Durand")),
                "{signal:?}"
            );
        }
        let number = async || test.ctx.db.view().await.unwrap().events().last_number(&guest.site.id).await.unwrap();
        let before = number().await;
        begin(Some(token), named("Durand")).await;
        assert_eq!(number().await, before, "what is known already is no change");
        identify(&test.ctx, &guest, named("Martin")).await.unwrap();
        assert_eq!((count("martin").await, count("durand").await), (2, 0));
    })
    .await;
}

/// The state after the index was lost: nothing is findable, and every text waits for [`index_earlier`].
async fn start_over(db: &Db, shop: &Shop) {
    const CLEAR: Sql = Sql::same("test::CLEAR", "DELETE FROM search_entry");
    const WALK: Sql = Sql::same("test::WALK", "INSERT INTO search_walk (before) VALUES ('~')");
    index_events(&shop.test.ctx, None).await.unwrap();
    let mut work = db.search_unit().await.unwrap();
    work.test_run(CLEAR, args![]).await.unwrap();
    work.test_run(WALK, args![]).await.unwrap();
    work.save().await.unwrap();
}

#[tokio::test]
async fn what_was_kept_before_the_index_is_found_the_newest_first() {
    each_database(|db| async move {
        let shop = shop(db.clone()).await;
        let name = Some("Dupont".to_owned());
        identify(&shop.test.ctx, &shop.guest, Identity { name, ..Identity::default() }).await.unwrap();
        for number in 1..=150 {
            shop.test.advance_ms(1);
            let message = shop.say(number, &format!("velo numero{number}")).await;
            if number == 75 {
                shop.test.advance_ms(1);
                let note = AddNote { client_msg_id: "note".to_owned(), text: "velo".to_owned() };
                add_note(&shop.test.ctx, &shop.owner, &message.conversation, &note).await.unwrap();
            }
        }
        start_over(&db, &shop).await;
        // What comes meanwhile is newer than all of it.
        shop.say(151, "velo numero151").await;
        assert_eq!(shop.count("velo").await, 1);

        index_earlier(&shop.test.ctx).await.unwrap();
        let found = search(&shop.test.ctx, &shop.owner, "velo", None, 500).await.unwrap();
        let numbers: Vec<Option<i64>> = found.iter().map(|hit| hit.seq).collect();
        let expected = (76..=151).rev().map(Some).chain([None]).chain((1..=75).rev().map(Some));
        assert_eq!(numbers, expected.collect::<Vec<_>>());
        assert_eq!(shop.count("dupont").await, 1);
        index_earlier(&shop.test.ctx).await.unwrap();
        assert_eq!(shop.count("numero150").await, 1, "nothing is found twice");
    })
    .await;
}

#[tokio::test]
async fn texts_whose_events_were_trimmed_before_they_were_findable_are_found_again() {
    each_database(|db| async move {
        let shop = shop(db.clone()).await;
        shop.say(1, "findable hippopotamus").await;
        assert_eq!(shop.count("hippo").await, 1);
        // The index cannot be used for longer than events are kept: here, nobody uses it meanwhile.
        let trim = async || {
            let mut work = db.unit().await.unwrap();
            let site = &shop.guest.site.id;
            let removed = work.events().remove_old(site, Timestamp::from_ms(i64::MAX), i64::MAX, 100).await.unwrap();
            work.save().await.unwrap();
            removed
        };
        for (number, text, is_followed) in [(2, "trimmed hippocampus", true), (4, "trimmed hippodrome", false)] {
            shop.say(number, text).await;
            assert!(trim().await > 0);
            if is_followed {
                shop.say(3, "hippogriff").await;
            }
            index_events(&shop.test.ctx, None).await.unwrap();
            index_earlier(&shop.test.ctx).await.unwrap();
        }
        let found = search(&shop.test.ctx, &shop.owner, "hippo", None, 50).await.unwrap();
        assert_eq!(found.iter().map(|hit| hit.seq).collect::<Vec<_>>(), [Some(4), Some(3), Some(2), Some(1)]);
        shop.say(5, "hippology").await;
        assert_eq!(shop.count("hippo").await, 5, "it goes on as before");
    })
    .await;
}

#[tokio::test]
async fn the_reserve_of_the_disk_is_not_for_making_the_index_anew() {
    let database = TestDatabase::sqlite().await;
    let mut shop = shop(database.db.clone()).await;
    shop.say(1, "hippopotamus").await;
    start_over(&database.db, &shop).await;
    let folder = database.folder().unwrap();
    shop.test.ctx.blobs = Blobs::on_disk(folder, u64::MAX).unwrap();
    let stopped = index_earlier(&shop.test.ctx).await;
    assert!(matches!(stopped, Err(StorageError::Full)), "{stopped:?}");
    assert_eq!(shop.count("hippo").await, 0);
    shop.say(2, "hippodrome").await;
    assert_eq!(shop.count("hippo").await, 1, "what is said now is findable all the same");
    // There is room again.
    shop.test.ctx.blobs = Blobs::on_disk(folder, 0).unwrap();
    index_earlier(&shop.test.ctx).await.unwrap();
    assert_eq!(shop.count("hippo").await, 2);
    index_earlier(&shop.test.ctx).await.unwrap();
}

#[tokio::test]
async fn what_is_removed_leaves_no_word_in_the_index() {
    const MESSAGE: Sql = Sql::same("test::MESSAGE", "DELETE FROM message WHERE id = $1");
    const NOTE: Sql = Sql::same("test::NOTE", "DELETE FROM note WHERE client_msg_id = $1");
    const CONVERSATION: Sql = Sql::same("test::CONVERSATION", "DELETE FROM conversation WHERE id = $1");
    const ENTRIES: Sql = Sql::same("test::ENTRIES", "SELECT count(*) FROM search_entry");
    const SOUND: Sql = Sql::pair("test::SOUND", "INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)", "SELECT 1");
    each_database(|db| async move {
        let shop = shop(db.clone()).await;
        let name = Some("Hippolyte".to_owned());
        identify(&shop.test.ctx, &shop.guest, Identity { name, ..Identity::default() }).await.unwrap();
        let alone = shop.say(1, "hippopotamus").await;
        let conversation = alone.conversation.clone();
        shop.say(2, "hippodrome").await;
        for client_msg_id in ["alone", "together"] {
            let note = AddNote { client_msg_id: client_msg_id.to_owned(), text: "hippocampus".to_owned() };
            add_note(&shop.test.ctx, &shop.owner, &conversation, &note).await.unwrap();
        }
        assert_eq!(shop.count("hippo").await, 5);
        for (what, id, n_left) in [(MESSAGE, alone.id.as_str(), 4), (NOTE, "alone", 3), (CONVERSATION, conversation.as_str(), 0)] {
            let mut work = db.unit().await.unwrap();
            work.test_run(what, args![id]).await.unwrap();
            work.save().await.unwrap();
            assert_eq!(shop.count("hippo").await, n_left, "what is gone is not shown, whatever the index knows");
            forget_removed(&shop.test.ctx).await.unwrap();
            let mut work = db.search_unit().await.unwrap();
            assert_eq!(work.test_one::<(i64,)>(ENTRIES, args![]).await.unwrap(), Some((i64::try_from(n_left).unwrap(),)));
            work.test_run(SOUND, args![]).await.unwrap();
            work.save().await.unwrap();
        }
    })
    .await;
}
