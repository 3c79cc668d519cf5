//! Mails that the mail server does not take, or does not say that it took.

use entrenous_app::ports::MailFate;
use entrenous_app::transcript::{RequestTranscript, confirm_transcript, request_transcript};
use entrenous_domain::ids::ConversationId;
use entrenous_testkit::TestContext;
use entrenous_testkit::context::token_in;

use crate::visitors::conversation;

/// Longer than any wait between two tries.
const LONG_MS: i64 = 2 * 3_600_000;

/// A world in which somebody asked for a conversation; the link is not sent yet.
async fn asked() -> (TestContext, ConversationId) {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let (guest, id) = conversation(&test, &made.site, None, "hello").await;
    test.run_jobs().await;
    test.take_mails();
    let cmd = RequestTranscript { conversation: id.clone(), email: "me@exemple.fr".to_owned(), language: None, peer: test.peer(1) };
    request_transcript(&test.ctx, &guest, &cmd).await.unwrap();
    (test, id)
}

/// How many times the mail was handed over, tried for days.
async fn tries(test: &TestContext) -> usize {
    for _ in 0..40 {
        test.run_jobs().await;
        test.advance_ms(LONG_MS);
    }
    test.take_mails().len()
}

async fn nothing_is_open_and_one_has_failed(test: &TestContext) {
    let mut view = test.ctx.db.view().await.unwrap();
    assert_eq!(view.jobs().count_open().await.unwrap(), 0);
    let failed = view.jobs().list_failed("", 10).await.unwrap();
    assert_eq!(failed.len(), 1);
    assert!(!failed[0].last_error.as_deref().unwrap().contains('@'), "{failed:?}");
}

#[tokio::test]
async fn a_link_that_may_have_arrived_or_is_refused_is_not_sent_again_and_one_that_was_not_taken_a_few_times() {
    for (fate, n_tries) in [(MailFate::Unknown, 1), (MailFate::Refused, 1), (MailFate::NotTaken, 4)] {
        let (test, _) = asked().await;
        test.trouble_mails(fate);
        assert_eq!(tries(&test).await, n_tries, "{fate:?}");
        nothing_is_open_and_one_has_failed(&test).await;
    }
}

#[tokio::test]
async fn a_conversation_that_was_asked_for_is_tried_a_few_times_and_once_when_it_is_refused() {
    for (fate, n_tries) in [(MailFate::Unknown, 4), (MailFate::Refused, 1), (MailFate::NotTaken, 4)] {
        let (test, id) = asked().await;
        test.run_jobs().await;
        confirm_transcript(&test.ctx, &token_in(&test.take_mails()[0]), id.as_str(), test.peer(1)).await.unwrap();
        test.trouble_mails(fate);
        assert_eq!(tries(&test).await, n_tries, "{fate:?}");
        nothing_is_open_and_one_has_failed(&test).await;
    }
}

#[tokio::test]
async fn a_mail_to_an_agent_is_tried_for_hours_unless_it_is_refused() {
    for (fate, n_tries) in [(MailFate::Unknown, 12), (MailFate::Refused, 1), (MailFate::NotTaken, 12)] {
        let test = TestContext::sqlite().await;
        let made = test.account().await;
        conversation(&test, &made.site, None, "hello").await;
        test.trouble_mails(fate);
        assert_eq!(tries(&test).await, n_tries, "{fate:?}");
        nothing_is_open_and_one_has_failed(&test).await;
    }
}
