//! Consent when much happens at the same moment, on both databases.

use entrenous_app::Context;
use entrenous_app::consent::{
    ConsentError, Door, RecordConsent, Recorded, Verified, erase_own, record_consent, set_visits, subject_hash, verify_ledger,
};
use entrenous_app::site::{ChangeSite, change_site};
use entrenous_domain::consent::{ConsentEvent, ConsentMethod, ConsentSource, GpcRule, GpcState, PurposeSet, SitePrivacy};
use entrenous_domain::site::Site;
use entrenous_testkit::people::OWNER_EMAIL;
use entrenous_testkit::{TestContext, TestDatabase, each_database};
use futures_util::future::{join, join_all};

const MARKETING: PurposeSet = PurposeSet { statistics: false, recording: false, marketing: true };

async fn shop(test: &TestContext) -> Site {
    let site = test.account().await.site;
    let owner = test.actor(OWNER_EMAIL).await;
    let privacy = Some(SitePrivacy::check(MARKETING, true, GpcRule::Strict).unwrap());
    change_site(&test.ctx, &owner, &site.id, ChangeSite { privacy, ..ChangeSite::default() }).await.unwrap().site
}

fn door(test: &TestContext, site: &Site, peer: u64) -> Door {
    Door { chat_key: site.chat_key.as_str().to_owned(), origin: None, is_own_page: false, has_signal: false, peer: test.peer(peer) }
}

async fn tell(ctx: &Context, door: &Door, subject: &str, client_id: String, event: ConsentEvent) -> Result<Recorded, ConsentError> {
    let choices = if event == ConsentEvent::Answered { MARKETING } else { PurposeSet::NONE };
    let cmd = RecordConsent {
        client_id,
        subject: subject.to_owned(),
        event,
        source: ConsentSource::Api,
        choices,
        text: None,
        shown: None,
        method: ConsentMethod::Call,
        gpc: GpcState::None,
        evidence: None,
    };
    record_consent(ctx, door, cmd).await
}

fn browser(n: usize) -> String {
    format!("{n:b>43}")
}

#[tokio::test]
async fn answers_at_the_same_moment_make_one_whole_chain_and_repetitions_one_entry() {
    each_database(|db| async move {
        let test = TestContext::over(db.clone());
        let site = shop(&test).await;
        let door = door(&test, &site, 1);
        // Ten browsers tell one event three times, all at once.
        let told =
            (0..30).map(|n| {
                let (test, door) = (&test, &door);
                async move {
                    tell(&test.ctx, door, &browser(n % 10), format!("client-event-number-{:04}", n % 10), ConsentEvent::Answered).await
                }
            });
        let mut ids: Vec<String> = join_all(told).await.into_iter().map(|told| told.unwrap().entry.id.to_string()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 10);
        let verified = verify_ledger(&db, &test.ctx.keys, &site.id).await.unwrap();
        assert_eq!(verified, Ok(Verified { entries: 10, erased: 0 }));
    })
    .await;
}

#[tokio::test]
async fn what_arrives_while_a_consent_is_withdrawn_does_not_survive_it() {
    each_database(|db| async move {
        let test = TestContext::over(db.clone());
        let site = shop(&test).await;
        for round in 0..5_u64 {
            let (page, subject) = (door(&test, &site, round), browser(usize::try_from(round).unwrap()));
            let client_id = |event: &str| format!("client-event-{event}-{round:0>8}");
            let granted = tell(&test.ctx, &page, &subject, client_id("yes"), ConsentEvent::Answered).await.unwrap();
            let (_, token) = granted.scopes.into_iter().next().unwrap();
            let visits = join_all((1..=8).map(|count| set_visits(&test.ctx, &page, &token, count)));
            let (seen, withdrawn) = join(visits, tell(&test.ctx, &page, &subject, client_id("no"), ConsentEvent::Withdrawn)).await;
            withdrawn.unwrap();
            assert!(seen.iter().all(|one| matches!(one, Ok(()) | Err(ConsentError::Forbidden))), "{seen:?}");
            let kept = subject_hash(&test.ctx, &site.id, &subject).unwrap();
            assert_eq!(db.view().await.unwrap().marketing_counters().get(&site.id, &kept).await.unwrap(), None);
            let late = set_visits(&test.ctx, &page, &token, 9).await;
            assert!(matches!(late, Err(ConsentError::Forbidden)), "{late:?}");
        }
    })
    .await;
}

/// The names of the files of a folder that hold these bytes.
#[expect(clippy::disallowed_methods, reason = "the test looks at the disk as somebody with the disk would")]
fn files_with(folder: &std::path::Path, bytes: &[u8]) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let holding = files.filter(|file| std::fs::read(file.path()).unwrap().windows(bytes.len()).any(|part| part == bytes));
    holding.map(|file| file.file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn what_is_erased_in_a_ledger_is_in_no_byte_of_the_data_folder() {
    let database = TestDatabase::sqlite().await;
    let test = TestContext::over(database.db.clone());
    let site = shop(&test).await;
    let door = door(&test, &site, 1);
    let evidence = |n: usize| format!("client-CANARY-number-{n:04}");
    for n in 0..40 {
        tell(&test.ctx, &door, &browser(n), evidence(n), ConsentEvent::Answered).await.unwrap();
    }
    // Some of it is in the file by now, some only in the log.
    database.db.truncate_log().await.unwrap();
    tell(&test.ctx, &door, &browser(7), "client-CANARY-number-late".to_owned(), ConsentEvent::Withdrawn).await.unwrap();
    let hash = subject_hash(&test.ctx, &site.id, &browser(7)).unwrap();
    let traces = [evidence(7).into_bytes(), b"client-CANARY-number-late".to_vec(), hash.as_bytes().to_vec()];
    let folder = database.folder().unwrap();
    for trace in &traces {
        assert!(!files_with(folder, trace).is_empty(), "the look finds what is there");
    }
    assert_eq!(erase_own(&test.ctx, &door, &browser(7)).await.unwrap(), 2);
    test.run_jobs().await;
    for trace in &traces {
        assert_eq!(files_with(folder, trace), Vec::<String>::new());
    }
    assert_eq!(files_with(folder, evidence(8).as_bytes()), ["entrenous.db"], "nobody else's");
}
