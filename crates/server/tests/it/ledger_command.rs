//! `entrenous ledger verify` on ledgers that somebody had their hands in, with the real binary on a real data folder.

use std::process::Stdio;

use entrenous_app::consent::{Door, RecordConsent, TEXT_VERSION, erase_subject, record_consent, subject_hash};
use entrenous_domain::consent::{ConsentEvent, ConsentMethod, ConsentSource, GpcState, PurposeSet};
use entrenous_domain::site::Site;
use entrenous_storage::{Sql, args};
use entrenous_testkit::{TestContext, TestDatabase};
use tokio::process::Command;

/// The key of the test context, as the data folder keeps it.
const KEY_FILE: &str = "0707070707070707070707070707070707070707070707070707070707070707";

/// All that a site's ledger has.
const EVERYTHING: [&str; 3] = ["DELETE FROM consent_entry", "DELETE FROM consent_leaf", "DELETE FROM consent_head"];

struct Ledger {
    database: TestDatabase,
    site: Site,
    ids: Vec<String>,
}

impl Ledger {
    /// Six entries of three browsers, two each.
    #[expect(clippy::disallowed_methods, reason = "the test makes the key file that the binary reads")]
    async fn new() -> Self {
        let database = TestDatabase::sqlite().await;
        std::fs::write(database.folder().unwrap().join("installation.key"), KEY_FILE).unwrap();
        let test = TestContext::over(database.db.clone());
        let site = test.account().await.site;
        let mut ids = Vec::new();
        for n in 0..6 {
            ids.push(answer(&test, &site, &browser(n % 3), n).await);
        }
        Self { database, site, ids }
    }

    async fn tamper(&self, statement: &'static str) {
        let mut work = self.database.db.unit().await.unwrap();
        work.test_run(Sql::same("test::TAMPER", statement), args![]).await.unwrap();
        work.save().await.unwrap();
    }

    /// What the binary says, and whether it exits with success.
    async fn verify(self, site: Option<&str>) -> (String, bool) {
        self.database.db.close().await;
        let site = site.map(|site| vec!["--site", site]).unwrap_or_default();
        self.ask("verify", &site).await
    }

    /// The same for any command; the database must be closed.
    async fn ask(&self, what: &str, words: &[&str]) -> (String, bool) {
        self.run(&["ledger", what], words).await
    }

    async fn run(&self, command: &[&str], words: &[&str]) -> (String, bool) {
        let name = command;
        let mut command = Command::new(env!("CARGO_BIN_EXE_entrenous"));
        command.args(name).arg("--data-dir").arg(self.database.folder().unwrap()).args(words);
        let output = command.stdin(Stdio::null()).output().await.unwrap();
        let said = [output.stdout, output.stderr].concat();
        (String::from_utf8(said).unwrap(), output.status.success())
    }

    /// The place, entry and fault that the binary names after something was done to the ledger.
    async fn assert_broken(self, place: usize, entry: Option<usize>, fault: &str) {
        let entry = entry.map_or_else(String::new, |n| format!(", entry {}", self.ids[n]));
        let expected = format!("broken  {} ({}): place {place}{entry}: {fault}\n", self.site.name, self.site.id);
        assert_eq!(self.verify(None).await, (expected, false));
    }
}

fn browser(n: usize) -> String {
    format!("{n:a>43}")
}

async fn answer(test: &TestContext, site: &Site, subject: &str, n: usize) -> String {
    let door =
        Door { chat_key: site.chat_key.as_str().to_owned(), origin: None, is_own_page: false, has_signal: false, peer: test.peer(1) };
    let cmd = RecordConsent {
        client_id: format!("client-event-number-{n:04}"),
        subject: subject.to_owned(),
        event: ConsentEvent::Answered,
        source: ConsentSource::Own,
        choices: PurposeSet { statistics: n.is_multiple_of(2), ..PurposeSet::NONE },
        text: Some((TEXT_VERSION, "en".to_owned())),
        shown: None,
        method: ConsentMethod::Button,
        gpc: GpcState::None,
        evidence: None,
    };
    record_consent(&test.ctx, &door, cmd).await.unwrap().entry.id.to_string()
}

#[tokio::test]
async fn an_untouched_ledger_is_whole() {
    let ledger = Ledger::new().await;
    let (name, id, key) = (ledger.site.name.clone(), ledger.site.id.clone(), ledger.site.chat_key.as_str().to_owned());
    let said = ledger.verify(Some(&key)).await;
    assert_eq!(said, (format!("whole   {name} ({id}): 6 entries, 0 of them erased\n"), true));
}

#[tokio::test]
async fn a_site_that_does_not_exist_is_no_success() {
    let (said, is_whole) = Ledger::new().await.verify(Some("sit_00000000000000000000000000")).await;
    assert!(said.contains("No site has the chat key or id sit_00000000000000000000000000."), "{said}");
    assert!(!is_whole);
}

#[tokio::test]
async fn erasing_a_browser_leaves_the_ledger_whole() {
    let ledger = Ledger::new().await;
    let test = TestContext::over(ledger.database.db.clone());
    assert_eq!(erase_subject(&test.ctx, &ledger.site.id, &browser(1)).await.unwrap(), 2);
    assert_eq!(erase_subject(&test.ctx, &ledger.site.id, &browser(1)).await.unwrap(), 0);
    let subject = subject_hash(&test.ctx, &ledger.site.id, &browser(1)).unwrap();
    let mut view = test.ctx.db.view().await.unwrap();
    assert_eq!(view.consent_entries().find_decision(&ledger.site.id, &subject).await.unwrap(), None);
    drop(view);
    // The chain goes on behind it.
    answer(&test, &ledger.site, &browser(1), 7).await;
    let expected = format!("whole   {} ({}): 7 entries, 2 of them erased\n", ledger.site.name, ledger.site.id);
    assert_eq!(ledger.verify(None).await, (expected, true));
}

#[tokio::test]
async fn the_command_erases_by_a_receipt_or_by_the_browser_s_id() {
    let ledger = Ledger::new().await;
    ledger.database.db.close().await;
    let (key, name, id) = (ledger.site.chat_key.as_str(), &ledger.site.name, &ledger.site.id);
    let nothing = "entrenous: The ledger of this site has no record that this leads to.\n";
    for (site, trace, said) in [
        (
            "sit_00000000000000000000000000",
            ledger.ids[0].as_str(),
            "entrenous: No site has the chat key or id sit_00000000000000000000000000.\n",
        ),
        (key, "ce_00000000000000000000000000", nothing),
        (key, "x".repeat(43).as_str(), nothing),
        (key, "nonsense", "entrenous: This is neither the number of a receipt (ce_…) nor the random id of a browser (43 characters).\n"),
    ] {
        assert_eq!(ledger.ask("erase", &["--site", site, trace]).await, (said.to_owned(), false));
    }
    let erased = format!("Erased 2 records of {name} ({id}); their hashes stay.\n");
    assert_eq!(ledger.ask("erase", &["--site", key, &ledger.ids[0]]).await, (erased.clone(), true));
    assert_eq!(ledger.ask("erase", &["--site", id.as_str(), &browser(1)]).await, (erased, true));
    let whole = format!("whole   {name} ({id}): 6 entries, 4 of them erased\n");
    assert_eq!(ledger.ask("verify", &[]).await, (whole, true));
}

#[tokio::test]
async fn a_flipped_answer_is_named() {
    for flip in [
        "UPDATE consent_entry SET chose_marketing = 1 WHERE position = 3",
        "UPDATE consent_entry SET grants_statistics = 1 WHERE position = 3",
        "UPDATE consent_entry SET created_at = created_at + 1 WHERE position = 3",
        "UPDATE consent_entry SET text_version = text_version + 1 WHERE position = 3",
        "UPDATE consent_entry SET subject = zeroblob(32) WHERE position = 3",
        "UPDATE consent_entry SET salt = zeroblob(32) WHERE position = 3",
    ] {
        let ledger = Ledger::new().await;
        ledger.tamper(flip).await;
        ledger.assert_broken(3, Some(2), "the record was changed: its hash is not the leaf").await;
    }
}

#[tokio::test]
async fn texts_that_are_not_the_ones_that_were_shown_are_named() {
    for forge in [
        "UPDATE consent_text SET wording = '{\"agree\":\"You agree to everything\"}'",
        "UPDATE consent_text SET language = 'fr'",
        "UPDATE consent_text SET version = version + 1",
        "UPDATE consent_text SET version = -1",
    ] {
        let ledger = Ledger::new().await;
        ledger.tamper(forge).await;
        let fault = format!("the texts that were shown, version {TEXT_VERSION} in en, were changed: their hash is not the one here");
        ledger.assert_broken(1, Some(0), &fault).await;
    }
    let ledger = Ledger::new().await;
    ledger.tamper("DELETE FROM consent_text").await;
    let fault = format!("the texts that were shown, version {TEXT_VERSION} in en, are missing");
    ledger.assert_broken(1, Some(0), &fault).await;
}

#[tokio::test]
async fn a_record_that_was_made_unreadable_is_named() {
    let ledger = Ledger::new().await;
    ledger.tamper("UPDATE consent_entry SET event = 'agreed' WHERE position = 4").await;
    ledger.assert_broken(4, Some(3), "the column event holds what cannot be").await;
}

#[tokio::test]
async fn a_dropped_record_is_named_and_no_forged_erasure_hides_it() {
    let dropped = Ledger::new().await;
    dropped.tamper("DELETE FROM consent_entry WHERE position = 2").await;
    dropped.assert_broken(2, Some(1), "the record is missing, and this server did not erase it").await;
    let hidden = Ledger::new().await;
    hidden.tamper("DELETE FROM consent_entry WHERE position = 2").await;
    hidden.tamper("UPDATE consent_leaf SET erased_at = 1, erasure = zeroblob(32) WHERE position = 2").await;
    hidden.assert_broken(2, Some(1), "the record is missing, and this server did not erase it").await;
}

#[tokio::test]
async fn an_entry_that_was_dropped_with_its_leaf_leaves_an_empty_place() {
    let ledger = Ledger::new().await;
    ledger.tamper("DELETE FROM consent_entry WHERE position = 2").await;
    ledger.tamper("DELETE FROM consent_leaf WHERE position = 2").await;
    ledger.assert_broken(2, None, "no entry is at this place").await;
    let closed = Ledger::new().await;
    closed.tamper("DELETE FROM consent_entry WHERE position = 2").await;
    closed.tamper("DELETE FROM consent_leaf WHERE position = 2").await;
    closed.tamper("UPDATE consent_leaf SET position = position - 1 WHERE position > 2").await;
    closed.tamper("UPDATE consent_entry SET position = position - 1 WHERE position > 2").await;
    closed.assert_broken(2, Some(2), "the record was changed: its hash is not the leaf").await;
}

#[tokio::test]
async fn two_entries_that_changed_places_are_named() {
    let ledger = Ledger::new().await;
    for table in ["consent_entry", "consent_leaf"] {
        let [away, up, back] = match table {
            "consent_entry" => [
                "UPDATE consent_entry SET position = 99 WHERE position = 2",
                "UPDATE consent_entry SET position = 2 WHERE position = 3",
                "UPDATE consent_entry SET position = 3 WHERE position = 99",
            ],
            _ => [
                "UPDATE consent_leaf SET position = 99 WHERE position = 2",
                "UPDATE consent_leaf SET position = 2 WHERE position = 3",
                "UPDATE consent_leaf SET position = 3 WHERE position = 99",
            ],
        };
        for statement in [away, up, back] {
            ledger.tamper(statement).await;
        }
    }
    ledger.assert_broken(2, Some(2), "the record was changed: its hash is not the leaf").await;
}

#[tokio::test]
async fn a_changed_leaf_is_named_also_where_the_record_was_erased() {
    let ledger = Ledger::new().await;
    let test = TestContext::over(ledger.database.db.clone());
    for n in 0..3 {
        erase_subject(&test.ctx, &ledger.site.id, &browser(n)).await.unwrap();
    }
    ledger.tamper("UPDATE consent_leaf SET seal = zeroblob(32) WHERE position = 5").await;
    ledger.assert_broken(5, Some(4), "the leaf was changed or moved: its seal does not fit").await;
}

#[tokio::test]
async fn entries_that_were_cut_off_are_missed_and_a_head_that_was_wound_back_is_not_believed() {
    let cut = Ledger::new().await;
    cut.tamper("DELETE FROM consent_entry WHERE position > 4").await;
    cut.tamper("DELETE FROM consent_leaf WHERE position > 4").await;
    cut.assert_broken(5, None, "the signed end is further on: entries were cut off").await;
    let forged = "the end of the chain is missing or not signed with this installation's key";
    let wound = Ledger::new().await;
    wound.tamper("DELETE FROM consent_entry WHERE position > 4").await;
    wound.tamper("DELETE FROM consent_leaf WHERE position > 4").await;
    wound
        .tamper("UPDATE consent_head SET length = 4, leaf = (SELECT leaf FROM consent_leaf WHERE position = 4), seal = (SELECT seal FROM consent_leaf WHERE position = 4)")
        .await;
    wound.assert_broken(4, None, forged).await;
    let emptied = Ledger::new().await;
    for table in EVERYTHING {
        emptied.tamper(table).await;
    }
    emptied.assert_broken(1, None, forged).await;
    let headless = Ledger::new().await;
    headless.tamper("DELETE FROM consent_head").await;
    headless.assert_broken(6, None, forged).await;
}

#[tokio::test]
async fn a_ledger_from_before_gets_its_end_at_the_first_start_and_never_again() {
    let ledger = Ledger::new().await;
    for table in EVERYTHING {
        ledger.tamper(table).await;
    }
    ledger.database.db.close().await;
    let (name, id) = (ledger.site.name.clone(), ledger.site.id.clone());
    assert!(ledger.run(&["migrate"], &[]).await.1);
    assert_eq!(ledger.ask("verify", &[]).await, (format!("whole   {name} ({id}): 0 entries, 0 of them erased\n"), true));
    let db = ledger.database.another().await;
    let mut work = db.unit().await.unwrap();
    work.test_run(Sql::same("test::TAMPER", "DELETE FROM consent_head"), args![]).await.unwrap();
    work.save().await.unwrap();
    db.close().await;
    assert!(ledger.run(&["migrate"], &[]).await.1);
    let broken = format!("broken  {name} ({id}): place 1: the end of the chain is missing or not signed with this installation's key\n");
    assert_eq!(ledger.ask("verify", &[]).await, (broken, false));
}

#[tokio::test]
async fn a_server_never_signs_over_a_head_that_is_not_its_own() {
    let ledger = Ledger::new().await;
    ledger.tamper("UPDATE consent_head SET length = 4").await;
    let test = TestContext::over(ledger.database.db.clone());
    let door = Door {
        chat_key: ledger.site.chat_key.as_str().to_owned(),
        origin: None,
        is_own_page: false,
        has_signal: false,
        peer: test.peer(1),
    };
    let cmd = RecordConsent {
        client_id: "client-event-number-0009".to_owned(),
        subject: browser(0),
        event: ConsentEvent::Answered,
        source: ConsentSource::Own,
        choices: PurposeSet::NONE,
        text: None,
        shown: None,
        method: ConsentMethod::Button,
        gpc: GpcState::None,
        evidence: None,
    };
    let refused = record_consent(&test.ctx, &door, cmd).await;
    assert!(matches!(refused, Err(entrenous_app::consent::ConsentError::Broken(_))), "{refused:?}");
    ledger.assert_broken(6, None, "the end of the chain is missing or not signed with this installation's key").await;
}
