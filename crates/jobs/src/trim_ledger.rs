//! Erases records of the consent ledgers whose answers have not counted for as long as the operator keeps proof of them.
//!
//! The hashes stay, so every chain still verifies. Idempotent by nature: what is gone stays gone.

use entrenous_app::Context;
use entrenous_app::consent::{ConsentError, erase_expired};
use entrenous_domain::ids::SiteId;
use entrenous_domain::time::Timestamp;
use entrenous_storage::StorageError;

/// Records of one unit, so that nobody waits long for the writer or for the end of a chain.
const BATCH: i64 = 200;

/// Trims the ledger of every site. One whose end was forged is left as it is, because what was done to it must stay visible.
///
/// # Errors
/// Those of the database.
pub async fn trim_ledger(ctx: &Context) -> Result<(), StorageError> {
    let before = ctx.now().plus_ms(ctx.settings.ledger_keep_ms.saturating_neg());
    let mut view = ctx.db.long_view().await?;
    let sites = view.sites().list_all_ids().await?;
    drop(view);
    for site in sites {
        match trim_site(ctx, &site, before).await {
            Ok(()) => {}
            Err(ConsentError::Storage(error)) => return Err(error),
            Err(error) => tracing::error!(reason = %error, "old records of a consent ledger were not erased"),
        }
    }
    Ok(())
}

async fn trim_site(ctx: &Context, site: &SiteId, before: Timestamp) -> Result<(), ConsentError> {
    while i64::try_from(erase_expired(ctx, site, before, BATCH).await?).unwrap_or(0) >= BATCH {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use entrenous_app::consent::{Door, RecordConsent, Verified, record_consent, verify_ledger};
    use entrenous_domain::consent::{ANSWER_LIFE_MS, ConsentEvent, ConsentMethod, ConsentSource, GpcState, PurposeSet};
    use entrenous_testkit::{TestContext, each_database};

    use super::*;

    async fn answer(test: &TestContext, chat_key: &str, n: usize) {
        let door = Door { chat_key: chat_key.to_owned(), origin: None, is_own_page: false, has_signal: false, peer: test.peer(1) };
        let cmd = RecordConsent {
            client_id: format!("client-event-number-{n:04}"),
            subject: format!("{n:a>43}"),
            event: ConsentEvent::Answered,
            source: ConsentSource::Own,
            choices: PurposeSet::NONE,
            text: Some((1, "en".to_owned())),
            shown: None,
            method: ConsentMethod::Button,
            gpc: GpcState::None,
            evidence: None,
        };
        record_consent(&test.ctx, &door, cmd).await.unwrap();
    }

    #[tokio::test]
    async fn records_go_when_their_time_is_over_and_the_chain_holds() {
        each_database(|db| async move {
            let test = TestContext::over(db);
            let site = test.account().await.site;
            let verified = async || verify_ledger(&test.ctx.db, &test.ctx.keys, &site.id).await.unwrap().unwrap();
            answer(&test, site.chat_key.as_str(), 0).await;
            answer(&test, site.chat_key.as_str(), 1).await;
            test.advance_ms(1);
            answer(&test, site.chat_key.as_str(), 2).await;
            test.advance_ms(ANSWER_LIFE_MS + test.ctx.settings.ledger_keep_ms - 1);
            trim_ledger(&test.ctx).await.unwrap();
            assert_eq!(verified().await, Verified { entries: 3, erased: 0 }, "not before its time");
            test.advance_ms(1);
            trim_ledger(&test.ctx).await.unwrap();
            assert_eq!(verified().await, Verified { entries: 3, erased: 2 });
            answer(&test, site.chat_key.as_str(), 3).await;
            test.advance_ms(1);
            trim_ledger(&test.ctx).await.unwrap();
            assert_eq!(verified().await, Verified { entries: 4, erased: 3 }, "and the chain goes on behind them");
        })
        .await;
    }
}
