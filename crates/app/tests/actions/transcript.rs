//! Conversations by e-mail, and what nobody can make of that.

use entrenous_app::conversation::{AddNote, Say, SendMessage, add_note, rate, send_by_agent, send_by_visitor};
use entrenous_app::transcript::{
    ConfirmError, RequestTranscript, RequestTranscriptError, TranscriptWish, confirm_transcript, open_transcript, request_transcript,
};
use entrenous_app::visitor::{Guest, logout};
use entrenous_domain::conversation::RatingValue;
use entrenous_domain::ids::ConversationId;
use entrenous_testkit::context::token_in;
use entrenous_testkit::people::OWNER_EMAIL;
use entrenous_testkit::{TestContext, each_database};

use crate::visitors::conversation;

const DAY_MS: i64 = 86_400_000;

async fn wish(test: &TestContext, guest: &Guest, id: &ConversationId, email: &str) -> Result<TranscriptWish, RequestTranscriptError> {
    let peer = test.ctx.rate_key(guest.visitor.id.as_str());
    let cmd = RequestTranscript { conversation: id.clone(), email: email.to_owned(), language: Some("fr-CA".to_owned()), peer };
    request_transcript(&test.ctx, guest, &cmd).await
}

#[tokio::test]
async fn an_address_gets_no_word_of_a_visitor_before_its_owner_agrees_and_nothing_that_only_agents_see() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let made = test.account().await;
        let owner = test.actor(OWNER_EMAIL).await;
        let (guest, id) = conversation(&test, &made.site, None, "<i>CANARY</i> of the visitor").await;
        let answer = SendMessage { client_msg_id: "a".to_owned(), say: Say::Text("our answer".to_owned()) };
        send_by_agent(&test.ctx, &owner, &id, &answer).await.unwrap();
        let note = AddNote { client_msg_id: "n".to_owned(), text: "SECRET among agents".to_owned() };
        add_note(&test.ctx, &owner, &id, &note).await.unwrap();
        rate(&test.ctx, &guest, &id, RatingValue::Good, Some("RATED words")).await.unwrap();
        test.run_jobs().await;
        test.take_mails();

        assert_eq!(wish(&test, &guest, &id, "Me@Exemple.fr").await.unwrap(), TranscriptWish::Asked);
        test.run_jobs().await;
        let link = test.take_mails();
        assert_eq!((link.len(), link[0].to.as_str()), (1, "me@exemple.fr"));
        assert_eq!(link[0].subject, "Votre conversation avec brume.example\u{a0}: confirmation");
        let whole = format!("{}{}", link[0].text, link[0].html.as_deref().unwrap());
        assert!(!whole.contains("CANARY") && whole.contains("/transcript?token="), "{whole}");

        let (token, peer) = (token_in(&link[0]), test.peer(7));
        open_transcript(&test.ctx, &token, peer).await.unwrap();
        test.run_jobs().await;
        assert_eq!(test.take_mails(), Vec::new(), "looking sends nothing");
        confirm_transcript(&test.ctx, &token, id.as_str(), peer).await.unwrap();
        let again = confirm_transcript(&test.ctx, &token, id.as_str(), peer).await;
        assert!(matches!(again, Err(ConfirmError::LinkInvalid)), "{again:?}");
        assert!(matches!(open_transcript(&test.ctx, &token, peer).await, Err(ConfirmError::LinkInvalid)));
        test.run_jobs().await;
        let mails = test.take_mails();
        assert_eq!((mails.len(), mails[0].to.as_str()), (1, "me@exemple.fr"));
        let html = mails[0].html.as_deref().unwrap();
        assert!(html.contains("&lt;i&gt;CANARY&lt;/i&gt;") && html.contains("our answer") && !html.contains("<i>"), "{html}");
        assert!(mails[0].text.contains("<i>CANARY</i> of the visitor") && mails[0].text.contains("2026-01-01 00:00 UTC"));
        for hidden in ["SECRET", "RATED"] {
            assert!(!html.contains(hidden) && !mails[0].text.contains(hidden), "{hidden}");
        }
    })
    .await;
}

#[tokio::test]
async fn somebody_else_s_conversation_and_odd_addresses_are_refused() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let neighbour = test.neighbour().await;
    let (guest, id) = conversation(&test, &made.site, None, "mine").await;
    let (_, others) = conversation(&test, &made.site, None, "another's").await;
    let (_, foreign) = conversation(&test, &neighbour.site, None, "the neighbour's").await;
    for other in [&others, &foreign] {
        assert!(matches!(wish(&test, &guest, other, "me@exemple.fr").await, Err(RequestTranscriptError::NotFound)));
    }
    for odd in ["me@exemple.fr\r\nBcc: you@exemple.fr", "me@exemple.fr, you@exemple.fr", "me", "<me@exemple.fr>"] {
        assert!(matches!(wish(&test, &guest, &id, odd).await, Err(RequestTranscriptError::Email)), "{odd}");
    }
}

#[tokio::test]
async fn an_address_gets_one_link_a_day_whoever_asks_however_often() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let mut guests = Vec::new();
    for _ in 0..4 {
        guests.push(conversation(&test, &made.site, None, "hello").await);
    }
    test.run_jobs().await;
    test.take_mails();
    for (guest, id) in &guests {
        assert_eq!(wish(&test, guest, id, "me@exemple.fr").await.unwrap(), TranscriptWish::Asked);
        assert_eq!(wish(&test, guest, id, "ME@exemple.fr").await.unwrap(), TranscriptWish::Asked);
    }
    test.run_jobs().await;
    let mails = test.take_mails();
    assert_eq!(mails.len(), 1);
    test.advance_ms(DAY_MS);
    assert!(matches!(open_transcript(&test.ctx, &token_in(&mails[0]), test.peer(1)).await, Err(ConfirmError::LinkInvalid)), "too late");
    let (guest, id) = &guests[0];
    wish(&test, guest, id, "me@exemple.fr").await.unwrap();
    test.run_jobs().await;
    assert_eq!(test.take_mails().len(), 1, "another day");
}

#[tokio::test]
async fn a_stranger_s_wish_for_an_address_keeps_nobody_from_the_own_one_and_is_not_sent_with_it() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let neighbour = test.neighbour().await;
    let (stranger, spam) = conversation(&test, &neighbour.site, None, "buy our pills").await;
    let (guest, id) = conversation(&test, &made.site, None, "my parcel").await;
    test.run_jobs().await;
    test.take_mails();
    wish(&test, &stranger, &spam, "me@exemple.fr").await.unwrap();
    test.run_jobs().await;
    let token = token_in(&test.take_mails()[0]);
    // The owner of the address asks an hour later: there is no second mail, and the first one leads to both.
    test.advance_ms(3_600_000);
    assert_eq!(wish(&test, &guest, &id, "me@exemple.fr").await.unwrap(), TranscriptWish::Asked);
    test.run_jobs().await;
    assert_eq!(test.take_mails(), Vec::new());
    let open = open_transcript(&test.ctx, &token, test.peer(1)).await.unwrap();
    let shown: Vec<_> = open.iter().map(|one| (&one.conversation, one.site_name.as_str())).collect();
    assert_eq!(shown, [(&id, made.site.name.as_str()), (&spam, neighbour.site.name.as_str())]);
    confirm_transcript(&test.ctx, &token, id.as_str(), test.peer(1)).await.unwrap();
    test.run_jobs().await;
    let mails = test.take_mails();
    assert!(mails.len() == 1 && mails[0].text.contains("my parcel"), "{mails:?}");
    // What was not asked for at this address is reached by no link.
    let (_, other) = conversation(&test, &made.site, None, "somebody else's").await;
    let told = confirm_transcript(&test.ctx, &token, other.as_str(), test.peer(1)).await;
    assert!(matches!(told, Err(ConfirmError::LinkInvalid)), "{told:?}");
}

#[tokio::test]
async fn who_agreed_today_gets_the_conversation_at_once_and_not_without_end_and_others_do_not_get_it_so() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let (guest, id) = conversation(&test, &made.site, None, "hello").await;
    let (other, others) = conversation(&test, &made.site, None, "buy our pills").await;
    test.run_jobs().await;
    test.take_mails();
    wish(&test, &guest, &id, "me@exemple.fr").await.unwrap();
    test.run_jobs().await;
    let link = test.take_mails().pop().unwrap();
    confirm_transcript(&test.ctx, &token_in(&link), id.as_str(), test.peer(1)).await.unwrap();
    test.run_jobs().await;
    test.take_mails();
    assert_eq!(wish(&test, &other, &others, "me@exemple.fr").await.unwrap(), TranscriptWish::Asked, "another visitor");
    let mut n_sent = 1;
    for _ in 0..10 {
        // So that only the limit of the address counts.
        test.advance_ms(3_600_000);
        if matches!(wish(&test, &guest, &id, "me@exemple.fr").await, Ok(TranscriptWish::Sent)) {
            n_sent += 1;
        }
    }
    test.run_jobs().await;
    assert_eq!((n_sent, test.take_mails().len()), (5, 4));
}

#[tokio::test]
async fn a_link_that_was_asked_for_before_a_sign_out_sends_nothing_of_what_follows() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let made = test.account().await;
        let owner = test.actor(OWNER_EMAIL).await;
        // One link is on its way when the visitor signs out, the other one's mail is not even written.
        for (address, is_sent) in [("me@exemple.fr", true), ("you@exemple.fr", false)] {
            let (guest, id) = conversation(&test, &made.site, None, "mine").await;
            test.run_jobs().await;
            test.take_mails();
            wish(&test, &guest, &id, address).await.unwrap();
            if is_sent {
                test.run_jobs().await;
            }
            logout(&test.ctx, &guest).await.unwrap();
            let answer =
                SendMessage { client_msg_id: address.replace(['@', '.'], "-"), say: Say::Text("for whoever was there".to_owned()) };
            send_by_agent(&test.ctx, &owner, &id, &answer).await.unwrap();
            test.run_jobs().await;
            let mails = test.take_mails();
            assert_eq!(mails.len(), usize::from(is_sent), "{address}");
            for mail in mails {
                let told = confirm_transcript(&test.ctx, &token_in(&mail), id.as_str(), test.peer(1)).await;
                assert!(matches!(told, Err(ConfirmError::LinkInvalid)), "{told:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_conversation_that_no_mail_server_would_take_is_sent_from_its_end_and_says_so() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let (guest, id) = conversation(&test, &made.site, None, "the very first words").await;
    for n in 0..120 {
        // Each sign is five bytes in the markup.
        let words = format!("number {n:03} {}", "&".repeat(3_900));
        let cmd = SendMessage { client_msg_id: format!("long-{n}"), say: Say::Text(words) };
        send_by_visitor(&test.ctx, &guest, &cmd).await.unwrap();
    }
    test.run_jobs().await;
    test.take_mails();
    wish(&test, &guest, &id, "me@exemple.fr").await.unwrap();
    test.run_jobs().await;
    let link = test.take_mails().pop().unwrap();
    confirm_transcript(&test.ctx, &token_in(&link), id.as_str(), test.peer(1)).await.unwrap();
    test.run_jobs().await;
    let mail = test.take_mails().pop().unwrap();
    let html = mail.html.unwrap();
    let size = mail.text.len() + html.len();
    assert!((2_400_000..2_510_000).contains(&size), "{size}");
    for form in [&mail.text, &html] {
        assert!(form.contains("ce message en contient la fin") && form.contains("number 119"));
        assert!(!form.contains("number 000") && !form.contains("the very first words"));
    }
}

#[tokio::test]
async fn a_flood_of_addresses_is_slowed_down() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let (guest, id) = conversation(&test, &made.site, None, "hello").await;
    let mut n_taken = 0;
    for n in 0..20 {
        match wish(&test, &guest, &id, &format!("victim{n}@exemple.fr")).await {
            Ok(_) => n_taken += 1,
            Err(error) => assert!(matches!(error, RequestTranscriptError::RateLimited(_)), "{error:?}"),
        }
    }
    assert_eq!(n_taken, 3);
}
